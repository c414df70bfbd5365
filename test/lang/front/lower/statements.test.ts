/** Statements: names and blocks, ranges that are declared, places that are evaluated once. */
import { describe, expect, it } from 'vitest';
import { explored, refused } from '../../../helpers/spec.js';

const world = 'let x: Int<-8, 7> = 0; let y: Int<-8, 7> = 0; const a: array<Int<0, 7>, 4> = zeroed(); interface cell { v: Int<0, 1> } let p: cell = NULL;';

/** One task runs `body`; then `holds` is true, and nothing is reported. */
async function ends(body: string, holds: string, more = ''): Promise<void> {
  const text = `${world} ${more} function one(): void { ${body} } function holds(): boolean { return ${holds}; }`;
  expect(await explored(text, 'tasks: { T1: one }, final: [holds], reachable: [holds]')).toMatchObject({ failing: [], reports: [], hung: false });
}

const reported = async (body: string, more = ''): Promise<readonly string[]> => (await explored(`${world} ${more} function one(): void { ${body} }`)).reports;
const said = (body: string, more = ''): string => refused(`${world} ${more} function one(): void { ${body} }`).replace(/^\d+:\d+ /, '');

describe('a name', () => {
  it.each([
    ['is its own in a switch', 'let k = 1; switch (x) { case 0: let k = 2; y = k; } x = k;', 'x === 1 && y === 2'],
    ['is its own in the body of a loop', 'let k = 1; for (let i = 0; i < 2; i++) { let k = i; y = k; } x = k;', 'x === 1 && y === 1'],
    ['is its own in a lambda', 'let k = 1; twice(() => { let k = 5; y = k; }); x = k;', 'x === 1 && y === 5'],
    ['of a macro is not seen by the lambda that it calls', 'const i = 6; twice(() => { y = i; });', 'y === 6'],
  ])('%s', (_, body, holds) => ends(body, holds, 'function twice(f: () => void): void { let i = 1; let k = 2; f(); f(); k = i; }'));

  it('that a block declares twice is refused', () => {
    expect(said('let k = 1; const k = 2; x = k;')).toBe("'k' is declared twice in this block | rename one of them");
    expect(said('const b = a; const b = x; y = b;')).toBe("'b' is declared twice in this block | rename one of them");
    expect(said('f(1);', 'function f(k: Int<0, 1>): void { const k = 2; x = k; }')).toBe("'k' is declared twice in this block | rename one of them");
  });

  it('that is declared with var is refused: it would belong to the whole function', () => {
    expect(said('if (x) { var k = 1; } x = 1;')).toBe('var is outside the language | declare it with let');
  });

  it('that is a const, an import or a parameter of a macro cannot be assigned', () => {
    expect(said('c = 1;', 'const c: Int<0, 3> = 0;')).toBe("'c' cannot be assigned | declare it with let");
    expect(said('WRITE_ONCE(c, 1);', 'const c: Int<0, 3> = 0;')).toBe('WRITE_ONCE needs a place here, something that can be assigned to');
    expect(said('for (const i of range(0, 2)) i = 3;')).toBe("'i' cannot be assigned | declare it with let");
  });
});

describe('a declared range', () => {
  it.each([
    ['of a const', 'x = 5; const k: Int<0, 1> = x; y = k;', 'k'],
    ['of a const that is always outside', 'const k: Int<0, 1> = 5; y = k;', 'k'],
    ['of a let', 'x = 5; let k: Int<0, 1> = x; y = k;', 'k'],
    ['of a parameter with a frame', 'f(5);', 'argument k of f'],
    ['of a parameter of a macro', 'm(x, 5);', 'k'],
    ['of a result', 'x = g();', 'the result of g'],
    ['of a cast', 'x = 5; y = x as Int<0, 1>;', '$'],
  ])('%s is checked', async (_, body, name) => {
    const more = 'function f(k: Int<0, 1>): void { x = k; } function m(p: place<Int<-8, 7>>, k: Int<0, 1>): void { p = k; } function g(): Int<0, 1> { const k = a[0]; return k + 5; }';
    expect(await reported(body, more)).toEqual([`range: ${name} leaves its range 0 .. 1`]);
  });

  it('may exclude 0', () => ends('let k: Int<2, 3> = 2; x = k; k = 3; y = k;', 'x === 2 && y === 3'));
});

describe('the index of a place', () => {
  it.each([
    ['a lambda', 'let i = 0; a[i] = m(() => { i = i + 1; return 3; });'],
    ['a macro that takes it as a place', 'let i = 0; a[i] = next(i);'],
    ['a macro that takes both as places', 'let i = 0; both(a[i], i);'],
    ['a later argument', 'let i = 0; set(a[i], m(() => { i = i + 1; return 3; }));'],
  ])('may not be changed by %s before the place is touched', (_, body) => {
    const more = `function m(f: () => Int<0, 7>): Int<0, 7> { return f(); } function next(p: place<Int<0, 7>>): Int<0, 7> { p = p + 1; return p; }
      function both(p: place<Int<0, 7>>, q: place<Int<0, 7>>): void { q = q + 1; p = 3; } function set(p: place<Int<0, 7>>, v: Int<0, 7>): void { p = v; }`;
    expect(said(body, more)).toBe("'i' changes while a place that it indexes is being touched | C leaves their order open: split the statement");
  });

  it('is what it was when the place got a name', () =>
    ends('let i = 1; const s = locks[i]; i = 0; spin_lock(s); x = locks[1].owner; spin_unlock(s);', 'x === 1', 'const locks: array<spinlock_t, 2> = zeroed();'));
});

describe('a switch', () => {
  it.each([
    ['a default in the middle falls through', 'x = 3; switch (x) { case 1: y = 1; break; default: y = 2; case 2: y = y + 1; }', 'y === 3'],
    ['a default that comes first is tried last', 'x = 2; switch (x) { default: y = 7; break; case 2: y = 3; }', 'y === 3'],
    ['continue in it goes on with the loop around it', 'for (let i = 0; i < 3; i++) { switch (i) { case 1: continue; } x = x + 1; }', 'x === 2'],
    ['the cases are evaluated until one fits', 'switch (1) { case f(0): y = 1; break; case f(1): y = 2; break; case f(2): y = 3; }', 'x === 2 && y === 2'],
  ])('%s', (_, body, holds) => ends(body, holds, 'function f(k: Int<0, 3>): Int<0, 3> { x = x + 1; return k; }'));

  it('is on integers', () => {
    expect(said('switch (p) { case NULL: x = 1; }')).toBe('a switch is on integers, not on cell | write if and else');
    expect(said('switch (x) { case true: x = 1; }')).toBe('a switch is on integers, not on boolean | write if and else');
  });
});

describe('a loop', () => {
  it.each([
    ['do goes on at its test', 'let i = 0; do { i++; if (i < 5) continue; } while (false); x = i;', 'x === 1'],
    ['range counts from what its bounds are at the start', 'let k = 3; let n = 0; for (const i of range(0, k)) { n = n + i; k = 7; } x = n; y = k;', 'x === 3 && y === 7'],
    ['range may begin below 0', 'let k = -2; let n = 0; for (const i of range(k, 1)) n = n + i; x = n;', 'x === -3'],
    ['range may be empty', 'let n = 0; for (const i of range(5, 2)) n = n + i; x = n;', 'x === 0'],
  ])('%s', (_, body, holds) => ends(body, holds));
});

it('a path without a return is a report where a value is needed, in a function, a macro and a lambda', async () => {
  const more = 'function f(k: Int<0, 1>): Int<0, 3> { if (k === 1) return 3; } function m(p: place<Int<-8, 7>>): Int<0, 3> { if (p === 1) return 3; } function run(g: () => Int<0, 3>): Int<0, 3> { return g(); }';
  expect(await reported('x = f(0);', more)).toEqual(['model: f ended without a value']);
  expect(await reported('x = m(y);', more)).toEqual(['model: m ended without a value']);
  expect(await reported('x = run(() => { if (y === 1) return 3; });', more)).toEqual(['model: one ended without a value']);
  expect(await reported('x = f(1); y = 1; x = m(y); x = run(() => { if (y === 1) return 3; else return 2; });', more)).toEqual([]);
});
