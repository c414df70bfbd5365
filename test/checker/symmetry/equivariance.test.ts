import fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compile, loadSpec } from '../../../src/lang/compile.js';
import type { Program } from '../../../src/lang/ir.js';
import { programOf } from '../../helpers/front.js';
import { counterRace, useAfterFree } from '../../helpers/models.js';
import { anyProgram } from '../../oracle/generator.js';
import { expectLawful, lawfulCounts, reachable, subject } from './lawful.js';

const known = (name: string): Program => compile(loadSpec(fileURLToPath(new URL(`../../known/models/${name}.ts`, import.meta.url))), 'base');

describe('models with interchangeable tasks', () => {
  it('the increment race has 13 states, and 8 up to symmetry, as published', () => expect(lawfulCounts(known('increment'))).toEqual([13, 8]));

  it('resource managers that commit a transaction: 34 states, 13 up to symmetry', () => expect(lawfulCounts(known('transaction-commit'))).toEqual([34, 13]));

  it('processes of which a witness names the third: the first two are interchangeable', () => {
    expect(subject(known('semaphore-mutex')).symmetry.found).toEqual(['tasks P1, P2']);
    expect(lawfulCounts(known('semaphore-mutex'))).toEqual([32, 20]);
  });

  it('counters by hand, of two and of three tasks', () => {
    const [two, reduced] = lawfulCounts(counterRace(2));
    const [three, least] = lawfulCounts(counterRace(3));
    expect([two, reduced, three, least]).toEqual([12, 8, 59, 20]);
  });

  it('three lockers', () => {
    const [all, reduced] = lawfulCounts(programOf(
      `const lock: spinlock_t = zeroed(); let n: Int<0, 3> = 0; const mine: array<Int<0, 1>, 'tasks'> = zeroed();
       function work(): void { spin_lock(lock); n++; mine[self()] = 1; spin_unlock(lock); }
       function all(): boolean { return n === 3 && range(0, 3).every((k) => mine[k] === 1); }`,
      'tasks: { A: work, B: work, C: work }, final: [all]'));
    expect([all, reduced]).toEqual([56, 16]);
  });

  it('readers and a writer of a lock for both, in two groups', () => {
    const program = programOf(
      `const lock: rwlock_t = zeroed(); let n: Int<0, 3> = 0; let seen: Int<0, 3> = 0;
       function reader(): void { read_lock(lock); seen = n; read_unlock(lock); }
       function writer(): void { write_lock(lock); n++; write_unlock(lock); }`,
      'tasks: { R1: reader, R2: reader, W1: writer, W2: writer }');
    expect(subject(program).symmetry.found).toEqual(['tasks R1, R2', 'tasks W1, W2']);
    const [all, reduced] = lawfulCounts(program);
    expect(reduced).toBeLessThan(all / 2);
  });

  it('RCU readers of an object that a third task frees', () => {
    const program = programOf(
      `interface cell { v: Int<0, 1> } let shared: cell = NULL; const found: array<cell, 'tasks'> = zeroed();
       function reader(): void { rcu_read_lock(); const p = rcu_dereference(shared); found[self()] = p; if (p) { const x = p.v; } rcu_read_unlock(); found[self()] = NULL; }
       function writer(): void { const old = shared; const p = kzalloc<cell>(GFP_KERNEL); rcu_assign_pointer(shared, p); kfree_rcu(old); }`,
      'setup() { shared = kzalloc<cell>(GFP_KERNEL); }, tasks: { R1: reader, R2: reader, W: writer }, bounds: { cell: 2 }');
    expect(subject(program).symmetry.found).toEqual(['objects of cell', 'tasks R1, R2']);
    const [all, reduced] = lawfulCounts(program);
    expect(reduced).toBeLessThan(all / 1.5);
  });

  it('tasks of a kind, which point to each other, under an entry each', () => {
    const program = programOf(
      `interface task_struct { v: Int<0, 2>; friend: task_struct } const current: task_struct = get_current(); let last: task_struct = NULL; let owner: task_ref = 0;
       function body(p: program): void { p(); }
       function prepare(): void { current.friend = current; }
       const plain = task_kind({ setup: prepare, run: body });
       function work(): void { const p = last; current.friend = p; last = current; current.v = 1; if (p) p.v = 2; owner = self() + 1; }
       function sane(): boolean { return objects<task_struct>().every((t) => t.friend !== NULL || t.v < 2 || last !== t); }`,
      'tasks: { A: plain(work), B: plain(work), C: plain(work) }, always: [sane]');
    expect(subject(program).symmetry.found).toEqual(['tasks A, B, C']);
    const [all, reduced] = lawfulCounts(program);
    expect(reduced).toBeLessThan(all / 4);
  });

  it('addresses of tasks, and their numbers in locals', () => {
    const program = programOf(
      `interface task_struct { v: Int<0, 1>; who: Address } const current: task_struct = get_current(); let at: Address = 0; const seen: array<Int<0, 1>, 'tasks'> = zeroed();
       function note(me: Int<0, 2>): void { const before = seen[me]; seen[me] = 1 - before; }
       function work(): void { const other = at; at = address_of(current); note(self()); if (other === 0) note(self()); current.who = other; }
       function sane(): boolean { return objects<task_struct>().every((t) => t.who !== address_of(t)); }`,
      'tasks: { A: work, B: work, C: work }, always: [sane]');
    expect(subject(program).symmetry.found).toEqual(['tasks A, B, C']);
    const [all, reduced] = lawfulCounts(program);
    expect(reduced).toBeLessThan(all / 4);
  });

  it('sets of tasks', () => {
    const program = programOf(
      `let set: task_set = 0; let both: Int<0, 2> = 0;
       function work(): void { const k = task_set_add(); if (k) both++; }
       function task_set_add(): boolean { return atomic(() => { const had = set !== 0; set = set_with(set, self()); return had; }); }
       function sane(): boolean { return range(0, 3).count((k) => set_has(set, k)) >= both; }`,
      'tasks: { A: work, B: work, C: work }, always: [sane]');
    expect(subject(program).symmetry.found).toEqual(['tasks A, B, C']);
    const [all, reduced] = lawfulCounts(program);
    expect(reduced).toBeLessThan(all / 3);
  });
});

describe('models with interchangeable objects', () => {
  it('an object that is freed while another task points to it', () => {
    expect(subject(useAfterFree()).symmetry.found).toEqual(['objects of file']);
    const [all, reduced] = lawfulCounts(useAfterFree());
    expect(reduced).toBeLessThanOrEqual(all);
  });

  it('two tasks that allocate, link and free: which came first is forgotten', () => {
    const program = programOf(
      `interface node { v: Int<0, 3>; next: node } let a: node = NULL; let b: node = NULL;
       function one(): void { const p = kzalloc<node>(GFP_KERNEL); p.v = 1; a = p; }
       function two(): void { const p = kzalloc<node>(GFP_KERNEL); p.v = 2; b = p; p.next = a; }
       function shape(): boolean { return objects<node>().count((n) => n.v === 1) < 2 && !objects<node>().some((n) => n.next === n); }`,
      'tasks: { T1: one, T2: two }, bounds: { node: 3 }, always: [shape]');
    const [all, reduced] = lawfulCounts(program);
    expect(subject(program).symmetry.found).toEqual(['objects of node']);
    expect(reduced).toBeLessThan(all);
  });

  it('objects with others embedded in them', () => {
    const program = programOf(
      `interface inner { v: Int<0, 3>; up: outer } interface outer { part: embedded<inner>; lock: spinlock_t } let x: inner = NULL; let y: outer = NULL;
       function one(): void { const p = kzalloc<outer>(GFP_KERNEL); p.part.up = p; x = p.part; spin_lock(p.lock); p.part.v = 1; spin_unlock(p.lock); }
       function two(): void { const p = kzalloc<outer>(GFP_KERNEL); p.part.up = p; y = p; p.part.v = 2; const q = x; if (q) { q.v = 3; if (q === p.part) q.v = 0; } }
       function sane(): boolean { return objects<outer>().every((o) => o.part.up === o || o.part.up === NULL); }`,
      'tasks: { T1: one, T2: two }, bounds: { outer: 2 }, always: [sane]');
    const [all, reduced] = lawfulCounts(program);
    expect(subject(program).symmetry.found).toEqual(['objects of outer']);
    expect(reduced).toBeLessThan(all);
  });

  it('leaked objects keep their order: less is merged, nothing wrongly', () => {
    const [all, reduced] = lawfulCounts(programOf(
      `interface node { v: Int<0, 1>; next: node } function leak(): void { const p = kzalloc<node>(GFP_KERNEL); p.v = 1; const q = kzalloc<node>(GFP_KERNEL); q.next = p; }`,
      'tasks: { T1: leak, T2: leak }, bounds: { node: 4 }'), false);
    expect(reduced).toBeLessThan(all);
  });
});

describe('programs that nobody wrote', () => {
  it('obey the laws wherever something is symmetric', () => {
    const checked = fc.check(fc.property(anyProgram, (program) => {
      const of = subject(program);
      if (!of.symmetry.trivial) expectLawful(of, reachable(of, false, 300), false);
    }), { numRuns: 150, seed: 20_201_214 });
    expect(fc.defaultReportMessage(checked)).toBeUndefined();
  }, 120_000);
});

describe('the kernel', () => {
  it.each([
    ['heavy/four-tasks-one-table', 'v5.10'],
    ['locks/two-owners', 'v5.10'],
    ['fork/fork-while-a-sibling-opens', 'v5.10'],
  ])('%s obeys the laws', (name, variant) => {
    const of = subject(compile(loadSpec(fileURLToPath(new URL(`../../../specs/${name}.ts`, import.meta.url))), variant));
    expect(of.symmetry.trivial).toBe(false);
    expectLawful(of, reachable(of, false, 400), false);
  });
});
