/** The private reduction: what it merges, and what it must not. */
import { describe, expect, it } from 'vitest';
import { programOf } from '../../../helpers/front.js';

const tasks = `interface task_struct { files: Int<0, 3>; other: task_struct } const current: task_struct = get_current(); let g: Int<0, 3> = 0; let q: task_struct = NULL;
  interface cell { v: Int<0, 3>; next: cell } let p: cell = NULL;`;

/** Texts of the accesses that are no steps, with the reason. */
function merged(body: string, more = '', options = ''): string[] {
  const program = programOf(`${tasks} ${more} function one(): void { ${body} }`, ['tasks: { T1: one, T2: one }, bounds: { cell: 2 }', options].filter(Boolean).join(', '));
  return program.accesses.flatMap(({ private: reason, site }) => (reason ? [`${reason}: ${program.sites[site]?.text}`] : []));
}

describe("the owner's own read", () => {
  it('is merged where only the owner writes the field', () => {
    expect(merged('current.files = 1; g = current.files;')).toEqual(['owner: current.files']);
  });

  it('is merged through a parameter that is always the running task', () => {
    expect(merged('helper(current);', 'function helper(t: task_struct): void { inner(t); } function inner(t: task_struct): void { g = t.files; }')).toEqual(['owner: t.files']);
  });

  it('is not merged where another task may write the field', () => {
    expect(merged('q = current; q.files = 1; g = current.files;')).toEqual([]);
    expect(merged('helper(current); helper(q); g = current.files;', 'function helper(t: task_struct): void { t.files = 1; }')).toEqual([]);
  });

  it('is not merged of another task', () => {
    expect(merged('const t = q; if (t) g = t.files;')).toEqual([]);
  });

  it('is not merged where ghost code that a property needs follows it', () => {
    const more = 'let seen: ghost_field<Int<0, 3>> = 0; function small(): boolean { return seen < 3; }';
    expect(merged('const k = current.files; ghost(() => { seen = g; }); g = k;', more, 'always: [small]')).toEqual([]);
    expect(merged('const k = current.files; ghost(() => { seen = g; }); g = k;', more)).toEqual(['owner: current.files']);
  });

  it('is not merged in a function that a property asks about', () => {
    const more = 'function reader(): void { const k = current.files; g = k; } function watch(): boolean { return !inside(0, reader); }';
    expect(merged('reader();', more, 'always: [watch]')).toEqual([]);
    expect(merged('reader();', more)).toEqual(['owner: current.files']);
  });

  it('is not merged where a loop would have no control point left', () => {
    expect(merged('while (current.files === 0) {} g = 1;')).toEqual([]);
    expect(merged('while (current.files === 0) g = 1;')).toEqual(['owner: current.files']);
  });
});

describe('an access to an unpublished object', () => {
  it('is merged until the object is stored, passed or returned', () => {
    expect(merged('const c = kzalloc<cell>(GFP_KERNEL); c.v = 1; p = c; c.v = 2;')).toEqual(['unpublished: c.v = 1']);
    expect(merged('const c = kzalloc<cell>(GFP_KERNEL); keep(c); c.v = 2;', 'function keep(k: cell): void { p = k; }')).toEqual([]);
    expect(merged('const c = make(); c.v = 2;', 'function make(): cell { const k = kzalloc<cell>(GFP_KERNEL); k.v = 1; return k; }')).toEqual(['unpublished: k.v = 1']);
  });

  it('is merged for an object that points to itself only', () => {
    expect(merged('const c = kzalloc<cell>(GFP_KERNEL); c.next = c; c.v = 1; p = c;')).toEqual(['unpublished: c.next = c', 'unpublished: c.v = 1']);
  });

  it('is not merged where it is published on some path before', () => {
    expect(merged('const c = kzalloc<cell>(GFP_KERNEL); if (g) p = c; c.v = 1;')).toEqual([]);
    expect(merged('const c = kzalloc<cell>(GFP_KERNEL); xchg(p, c); c.v = 1;')).toEqual([]);
  });

  it('is not merged where it writes what a property reads of all objects', () => {
    const more = 'function small(): boolean { return objects<cell>().every((c) => c.v < 3); }';
    expect(merged('const c = kzalloc<cell>(GFP_KERNEL); c.v = 1; p = c;', more, 'always: [small]')).toEqual([]);
  });
});

it('nothing is merged without the reduction', () => {
  const program = programOf(`${tasks} function one(): void { g = current.files; }`, 'tasks: { T1: one }', { reducePrivate: false });
  expect(program.accesses.every((a) => a.private === null)).toBe(true);
  expect(program.scope.reductions).toEqual([]);
});
