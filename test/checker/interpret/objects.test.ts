import { describe, expect, it } from 'vitest';
import type { Instr } from '../../../src/lang/ir.js';
import { initialStates } from '../../../src/checker/interpret/interpret.js';
import { c, l, ProgramBuilder, ret, set, store } from '../../helpers/program.js';

const pointer = (struct: number) => ({ kind: 'pointer', struct }) as const;

/** Memory after init has executed `instrs` with three pointer locals and an int one. */
function run(p: ProgramBuilder, struct: number, instrs: readonly Instr[]) {
  const locals = [{ type: pointer(struct) }, { type: pointer(struct) }, { type: pointer(struct) }, {}];
  p.setup({ locals, blocks: [{ do: instrs, end: ret() }] });
  return initialStates(p.build())[0]!.next!.mem;
}

const alloc = (local: number, struct: number, fill: 'zero' | 'uninit' | 'keep' = 'zero'): Instr => ({ kind: 'alloc', local, struct, fill });
const free = (struct: number, object: number): Instr => ({ kind: 'free', struct, object: c(object) });
const freeRcu = (struct: number, object: number): Instr => ({ kind: 'freeRcu', struct, object: c(object) });

describe('alloc', () => {
  it('hands out the lowest free object, then the next, then 0', () => {
    const p = new ProgramBuilder();
    const { id } = p.struct('file', { heap: 2 });
    const out = p.global('out', { dims: [3] });
    const mem = run(p, id, [0, 1, 2].flatMap((k) => [alloc(k, id), store(out, [c(k)], l(k))]));
    expect(mem).toEqual({ 'file.$life': [1, 1], out: [1, 2, 0] });
  });

  it('fills as it is told, ghosts always with their initial value', () => {
    const p = new ProgramBuilder();
    const { id, field } = p.struct('file', { heap: 3, fields: { count: { uninit: -1 }, flags: { initial: 1 }, shadow: { ghost: true, uninit: -1 } } });
    const dirty = [0, 1, 2].flatMap((k) => Object.values(field).slice(0, 3).map((column) => store(column, [c(k)], c(3))));
    const mem = run(p, id, [...dirty, alloc(0, id, 'zero'), alloc(1, id, 'uninit'), alloc(2, id, 'keep')]);
    expect(mem).toEqual({ 'file.count': [0, -1, 3], 'file.flags': [1, 1, 3], 'file.shadow': [0, 0, 0], 'file.$life': [1, 1, 1] });
  });

  it('passes over a free object that memory or a local still points to', () => {
    const p = new ProgramBuilder();
    const { id } = p.struct('file', { heap: 3 });
    const slot = p.global('slot', { type: pointer(id) });
    const mem = run(p, id, [set(0, c(1)), store(slot, [], c(2)), alloc(1, id)]);
    expect(mem['file.$life']).toEqual([0, 0, 1]);
  });

  it('does not mind an address, or a pointer to another pool', () => {
    const p = new ProgramBuilder();
    const { id } = p.struct('file', { heap: 1 });
    const other = p.struct('inode', { heap: 1 });
    const key = p.global('key', { type: { kind: 'address' } });
    const slot = p.global('slot', { type: pointer(other.id) });
    expect(run(p, id, [store(key, [], c(1)), store(slot, [], c(1)), alloc(0, id)])['file.$life']).toEqual([1]);
  });

  it('reuses an object of a type-safe pool at once, fields as they were left', () => {
    const p = new ProgramBuilder();
    const { id, field } = p.struct('file', { heap: 1, typesafeByRcu: true, fields: { count: {} } });
    const mem = run(p, id, [alloc(0, id), store(field['count']!, [c(0)], c(2)), free(id, 1), alloc(1, id, 'keep')]);
    expect(mem).toEqual({ 'file.count': [2], 'file.$life': [1] });
  });

  it('brings embedded objects to life, and a pointer to one keeps the container', () => {
    const p = new ProgramBuilder();
    const outer = p.struct('files', { heap: 2 });
    const inner = p.struct('fdtable', { heap: 1, embeddedIn: { container: outer.id, field: 'fdtab', count: 2 }, fields: { max: { uninit: 3 } } });
    const slot = p.global('fdt', { type: pointer(inner.id) });
    const mem = run(p, outer.id, [store(slot, [], c(2)), alloc(0, outer.id, 'uninit')]);
    expect(mem['files.$life']).toEqual([0, 1]);
    expect(mem['fdtable.$life']).toEqual([0, 0, 1]);
    expect(mem['fdtable.max']).toEqual([0, 0, 3]);
  });
});

describe('free', () => {
  it('resets the object and what is embedded in it, arrays included', () => {
    const p = new ProgramBuilder();
    const outer = p.struct('files', { heap: 1, fields: { fd: { dims: [2] } } });
    const inner = p.struct('fdtable', { heap: 0, embeddedIn: { container: outer.id, field: 'fdtab', count: 1 }, fields: { max: { initial: 2 } } });
    const mem = run(p, outer.id, [alloc(0, outer.id), store(outer.field['fd']!, [c(0), c(1)], c(3)), store(inner.field['max']!, [c(0)], c(1)), free(outer.id, 1)]);
    expect(mem).toEqual({ 'files.fd': [0, 0], 'files.$life': [0], 'fdtable.max': [2], 'fdtable.$life': [0] });
  });
});

describe('a grace period', () => {
  function pool() {
    const p = new ProgramBuilder();
    const nesting = p.nesting(2);
    const { id, field } = p.struct('file', { heap: 2, rcu: true, fields: { count: {} } });
    const enter = (task: number, depth = 1) => store(nesting, [c(task)], c(depth));
    const touch = store(field['count']!, [c(0)], c(2));
    return { p, id, enter, touch };
  }

  it('is over at once where nobody reads', () => {
    const { p, id, touch } = pool();
    expect(run(p, id, [alloc(0, id), touch, freeRcu(id, 1)])).toMatchObject({ 'file.$life': [0, 0], 'file.count': [0, 0] });
  });

  it('waits for the present readers and leaves the object as it is', () => {
    const { p, id, enter, touch } = pool();
    const mem = run(p, id, [alloc(0, id), touch, enter(1), freeRcu(id, 1), enter(0)]);
    expect(mem).toMatchObject({ 'file.$life': [2, 0], 'file.$grace': [2, 0], 'file.count': [2, 0] });
  });

  it('ends when the last of its readers is through, and no other does', () => {
    const { p, id, enter, touch } = pool();
    const quiesce = (task: number): Instr => ({ kind: 'quiesce', task: c(task) });
    const mem = run(p, id, [alloc(0, id), touch, enter(0), enter(1), freeRcu(id, 1), alloc(1, id), enter(0, 0), freeRcu(id, 2), quiesce(0), quiesce(1)]);
    expect(mem).toMatchObject({ 'file.$life': [0, 0], 'file.$grace': [0, 0], 'file.count': [0, 0] });
  });

  it('goes on while one reader is left', () => {
    const { p, id, enter } = pool();
    const mem = run(p, id, [alloc(0, id), enter(0), enter(1), freeRcu(id, 1), { kind: 'quiesce', task: c(0) }]);
    expect(mem).toMatchObject({ 'file.$life': [2, 0], 'file.$grace': [2, 0] });
  });

  it('takes the task out of every set of readers, of callbacks too', () => {
    const p = new ProgramBuilder();
    p.nesting(2);
    const { id } = p.struct('head', { heap: 1, fields: { waiting: { graceSet: true, dims: [2] } } });
    const waiting = 1;
    const mem = run(p, id, [store(waiting, [c(0), c(0)], c(3)), store(waiting, [c(0), c(1)], c(1)), { kind: 'quiesce', task: c(0) }]);
    expect(mem['head.waiting']).toEqual([2, 0]);
  });

  it('of a container keeps what is embedded in it, though that has no readers of its own', () => {
    const p = new ProgramBuilder();
    const nesting = p.nesting(2);
    const outer = p.struct('files', { heap: 1, rcu: true });
    p.struct('fdtable', { heap: 1, rcu: true, embeddedIn: { container: outer.id, field: 'fdtab', count: 1 } });
    const mem = run(p, outer.id, [alloc(0, outer.id), store(nesting, [c(1)], c(1)), freeRcu(outer.id, 1), { kind: 'quiesce', task: c(0) }]);
    expect(mem).toMatchObject({ 'files.$life': [2], 'fdtable.$life': [0, 2] });
  });

  it('knows the readers and whether an object is referenced', () => {
    const { p, id, enter } = pool();
    const out = p.global('out', { dims: [3], hi: 7 });
    const referenced = (object: number) => ({ kind: 'referenced', struct: id, object: c(object) }) as const;
    const mem = run(p, id, [
      enter(0), enter(1, 2), set(0, c(2)), store(out, [c(0)], { kind: 'readers' }), store(out, [c(1)], referenced(1)), store(out, [c(2)], referenced(2)),
    ]);
    expect(mem['out']).toEqual([3, 0, 1]);
  });
});
