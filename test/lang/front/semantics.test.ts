/** What programs do, by how many states they have and how they end: each was counted by hand. */
import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/vocabulary.js';

/** One task runs `body`; then the globals x, y, z are what the property says. */
async function ends(body: string, holds: string, declarations = ''): Promise<void> {
  const text = `let x: Int<-8, 7> = 0; let y: Int<-8, 7> = 0; let z: Int<-8, 7> = 0; ${declarations}
    function one(): void { ${body} }
    function holds(): boolean { return ${holds}; }`;
  expect(await run(text, 'tasks: { T1: one }, final: [holds], reachable: [holds]')).toMatchObject({ violated: [], unreached: [], reports: [], hung: false });
}

describe('expressions', () => {
  it.each([
    ['x = 7 / 2; y = -7 / 2; z = -7 % 3;', 'x === 3 && y === -3 && z === -1'],
    ['x = 6 & 3; y = 4 | 1; z = 5 ^ 1;', 'x === 2 && y === 5 && z === 4'],
    ['x = 1 << 2; y = 7 >> 1; z = ~0;', 'x === 4 && y === 3 && z === -1'],
    ['x = 2; y = x > 1 ? 5 : 6; z = !x ? 1 : 2;', 'y === 5 && z === 2'],
    ['const b = x < 1; if (b) y = 1; const c = b && x === 1; if (c) z = 1;', 'y === 1 && z === 0'],
    ['x += 3; x -= 1; x <<= 1; x |= 1; y++; z--;', 'x === 5 && y === 1 && z === -1'],
  ])('%s', (body, holds) => ends(body, holds));

  it('evaluates the right operand of && and || only where it decides', async () => {
    const called = 'function touch(): boolean { z = z + 1; return true; }';
    await ends('if (x !== 0 && touch()) y = 1; if (x === 0 || touch()) y = y + 2;', 'y === 2 && z === 0', called);
    await ends('const k = x === 0 && touch(); if (k || touch()) y = 1;', 'y === 1 && z === 1', called);
  });

  it('evaluates operands from left to right, a call after what was read before it', () =>
    ends('x = 1; y = x + change();', 'y === 3 && x === 5', 'function change(): Int<0, 3> { x = 5; return 2; }'));

  it('evaluates the place of an assignment before its value', () =>
    ends('a[x] = move();', 'a[0] === 3 && a[1] === 0 && x === 1', 'const a: array<Int<0, 3>, 2> = zeroed(); function move(): Int<0, 3> { x = 1; return 3; }'));
});

describe('statements', () => {
  it.each([
    ['for (let i = 0; i < 4; i++) { if (i === 1) continue; if (i === 3) break; x += i; y++; }', 'x === 2 && y === 2'],
    ['let i = 3; while (i > 0) { i--; x++; } do { y++; } while (y < 2);', 'x === 3 && y === 2'],
    ['x = 2; switch (x) { case 1: y = 1; break; case 2: y = 2; case 3: z = 3; break; default: z = 4; }', 'y === 2 && z === 3'],
    ['x = 5; switch (x) { case 1: y = 1; break; default: y = 7; }', 'y === 7'],
    ['for (let i = 0; i < 2; i++) for (let j = 0; j < 3; j++) { if (j === 1) break; x++; }', 'x === 2'],
    ['let k = 1; { let k = 2; x = k; } y = k;', 'x === 2 && y === 1'],
    ['if (x) y = 1; else if (!y) y = 2; else y = 3;', 'y === 2'],
  ])('%s', (body, holds) => ends(body, holds));

  it('a function returns early from loops, and several values as a tuple', () =>
    ends('const [found, at] = find(3); if (found) x = at; const [no] = find(9); if (no) y = 1;', 'x === 2 && y === 0', `
      const a: array<Int<0, 9>, 3> = zeroed();
      function find(v: Int<0, 9>): [boolean, Int<0, 3>] { a[2] = 3; for (let i = 0; i < 3; i++) { if (a[i] === v) return [true, i]; } return [false, 0]; }`));

  it('a macro returns early in its own body only, and its names are its own', () =>
    ends('let k = 5; clamp(x, 2); y = k; clamp(z, 0);', 'x === 2 && y === 5 && z === 0', `
      function clamp(p: place<Int<-8, 7>>, k: Int<0, 7>): void { if (k === 0) return; let i = 0; while (i < k) { i++; p = i; } }`));

  it('a function value is called, passed and compared', () =>
    ends('f = add; call(f); f = NULL; if (!f) y = 1;', 'x === 1 && y === 1', `
      let f: fn_ptr<() => void> = NULL; function add(): void { x = x + 1; } function call(g: fn_ptr<() => void>): void { g(); }`));
});

describe('steps', () => {
  const states = async (text: string, options: string): Promise<number> => (await run(text, options)).states;

  it('each access of a path is one: p.next.v is two loads and the store two more', async () => {
    const text = `interface cell { v: Int<0, 1>; next: cell } let p: cell = NULL;
      function one(): void { p.next.v = 1; }`;
    // Control points: load p, load p.next, store .v; then the end.
    expect(await states(text, 'tasks: { T1: one }, bounds: { cell: 2 }, setup() { const a = kzalloc<cell>(GFP_KERNEL); p = a; a.next = kzalloc<cell>(GFP_KERNEL); }')).toBe(4);
  });

  it('an increment is a load and a store, so that two tasks can lose one: 12 states', async () => {
    expect(await states('let c: Int<0, 2> = 0; function inc(): void { c++; }', 'tasks: { A: inc, B: inc }')).toBe(12);
  });

  it('a local costs none, and a dead one multiplies no states', async () => {
    const text = 'let g: Int<0, 1> = 0; function one(): void { const k = choose(4); let m = k; m = m * 2; g = 1; g = 0; }';
    // The choice is made before time zero and dead at once.
    expect(await states(text, 'tasks: { T1: one }')).toBe(3);
  });

  it('an atomic block is one, and impossible where a choice in it is', async () => {
    const text = 'let g: Int<0, 3> = 0; function one(): void { atomic(() => { const k = choose(4); assume(k > 1); g = k; g = k - 1; }); }';
    expect(await states(text, 'tasks: { T1: one }')).toBe(3);
  });

  it('a loop whose one step is atomic has as many states as its variables have values', async () => {
    const text = 'let a: Int<0, 2> = 0; let b: Int<0, 3> = 0; function one(): void { for (;;) atomic(() => { a = choose(3); b = choose(4); }); }';
    expect(await states(text, 'tasks: { T1: one }')).toBe(12);
  });

  it('each choice of setup is an initial state', async () => {
    expect(await states('let g: Int<0, 3> = 0; function one(): void { pause_here(); } function pause_here(): void {}', 'tasks: { T1: one }, setup() { g = choose(4); }')).toBe(4);
  });
});

describe('tasks', () => {
  it('spawn starts one with arguments, exit_task ends it, and idle tells', () =>
    run(`let x: Int<0, 7> = 0;
      function child(k: Int<0, 7>): void { x = k; exit_task(); x = 0; }
      function one(): void { access('spawn', 'full', NULL, () => spawn(1, child, 5)); }
      function done(): boolean { return idle(1) && x === 5; }`, 'tasks: { T1: one }, bounds: { tasks: 2 }, final: [done], reachable: [done]').then((found) => {
      expect(found).toMatchObject({ violated: [], unreached: [], hung: false });
    }));

  it('become drops all frames: nothing after it runs', () =>
    ends('outer();', 'x === 1 && y === 0', 'function next(): void { x = 1; } function inner(): void { become(next); } function outer(): void { inner(); y = 1; }'));

  it('as() acts as a task in setup, and task kinds set up in the order of the tasks', async () => {
    const text = `interface task_struct { born: Int<0, 3>; friend: task_struct } const current: task_struct = get_current(); let n: Int<0, 3> = 0;
      function prepare(): void { n = n + 1; current.born = n; } function befriend(t: task_struct): void { current.friend = t; } function body(p: program): void { p(); }
      const plain = task_kind({ setup: prepare, run: body }); const friend_of = task_kind({ setup: befriend, run: body });
      let out: Int<0, 3> = 0; function one(): void { out = current.born; } function two(): void {}
      function holds(): boolean { return task<task_struct>('B').born === 2 && task<task_struct>('C').friend === task<task_struct>('A') && task<task_struct>('C').born === 3; }`;
    const found = await run(text, "tasks: { A: plain(one), B: plain(two), C: friend_of('A', two) }, setup() { as('C', () => { current.born = 3; }); }, always: [holds]");
    expect(found).toMatchObject({ violated: [], reports: [] });
  });
});
