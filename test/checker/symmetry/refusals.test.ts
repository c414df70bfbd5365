/** What tells objects or tasks apart is named, with its place, and nothing is merged. */
import { describe, expect, it } from 'vitest';
import type { Program } from '../../../src/lang/ir.js';
import { programOf } from '../../helpers/front.js';
import { bin, c, check, guard, jump, l, load, ProgramBuilder, ret, set, store, type BlockSpec } from '../../helpers/program.js';
import { lawfulCounts, subject } from './lawful.js';

const PLACE = / in \w+, .*question\.ts:\d+$/;

/** The notes of a program in which nothing is found; merging nothing is checked as well. */
function refused(program: Program): readonly string[] {
  const { symmetry } = subject(program);
  expect(symmetry.found).toEqual([]);
  expect(symmetry.trivial).toBe(true);
  const [all, reduced] = lawfulCounts(program);
  expect(reduced).toBe(all);
  return symmetry.notes;
}

/** Two tasks that run `work`, which is this, in a model with a task struct and a pool of two nodes. */
function twoTasks(body: string, more: { readonly declarations?: string; readonly options?: string } = {}): Program {
  return programOf(
    `interface task_struct { v: Int<0, 3>; friend: task_struct } const current: task_struct = get_current(); let x: Int<0, 3> = 0; let t: task_struct = NULL; let s: task_set = 0;
     const row: array<Int<0, 3>, 'tasks'> = zeroed();
     function work(): void { ${body} } ${more.declarations ?? ''}`,
    `tasks: { A: work, B: work }${more.options ?? ''}`);
}

describe('tasks', () => {
  it.each([
    ['their numbers are compared by order', 'x = 1; if (self() < 1) x = 2;', 'it is compared by order'],
    ['their numbers are computed with', 'row[1 - self()] = 1;', 'it is computed with'],
    ['their numbers are stored in integers', 'x = self();', 'it is stored as a mere number'],
    ['a number that is no task indexes their rows', 'row[self()] = 1; x = row[x];', 'row has a row a task, and is indexed by another number'],
    ['the first that a loop finds is kept', 'row[self()] = 1; atomic(() => { for (const k of range(0, 2)) { if (row[k]) { x = row[k]; t = current; return; } } });', 'an early exit'],
    ['sets are compared by order', 's = set_with(s, self()); if (s > 1) x = 1;', 'it is compared by order'],
    ['sets are shifted', 's = set_with(s, self()); x = (s >> 1) & 1;', null],
  ])('are refused where %s', (_, body, why) => {
    const { symmetry } = subject(twoTasks(body));
    if (why !== null) expect(symmetry.notes.join('\n')).toContain(why);
    const notes = refused(twoTasks(body));
    expect(notes.length).toBeGreaterThan(0);
    for (const note of notes) expect(note).toMatch(PLACE);
  });

  it('are told apart by the constant that names one', () => {
    const notes = refused(twoTasks('x = 1; if (self() === 1) x = 2;'));
    expect(notes[0]).toMatch(/^task B: a constant names this task in work, .*question\.ts:\d+$/);
  });

  it('are told apart by a property that names one', () => {
    const program = twoTasks('x = 1;', { declarations: 'function first_is_last(): boolean { return idle(0); }', options: ', reachable: [first_is_last]' });
    expect(refused(program)[0]).toMatch(/^task A: a constant names this task in first_is_last/);
  });

  it('are told apart by the set of one', () => {
    expect(refused(twoTasks('s = set_with(s, self()); if (s === 2) x = 1;'))[0]).toMatch(/^task B: a constant names/);
  });

  it('are told apart by how they start', () => {
    expect(refused(twoTasks('x = 1;', { options: ", setup() { as('A', () => { current.v = 1; }); }" }))).toEqual(["tasks A, B: no initial state is the same with one in another's place"]);
  });

  it('may run different code', () => {
    expect(refused(programOf('let x: Int<0, 3> = 0; function one(): void { x = 1; } function two(): void { x = 2; }', 'tasks: { A: one, B: two }'))).toEqual([]);
  });
});

const POOL = `interface node { v: Int<0, 3>; next: node; who: Address } let a: node = NULL; let b: node = NULL; let where: Address = 0;
  function make(): node { const p = kzalloc<node>(GFP_KERNEL); return p; }`;

function nodes(body: string, property = 'return true;'): Program {
  return programOf(`${POOL} function one(): void { ${body} } function two(): void { b = make(); } function holds(): boolean { ${property} }`,
    'tasks: { T1: one, T2: two }, bounds: { node: 3 }, always: [holds]');
}

describe('objects', () => {
  it('are refused where their addresses are remembered, as a slot that is reused can be told then', () => {
    const program = nodes('const p = make(); where = address_of(p); kfree(p); const q = make(); if (address_of(q) === where) a = q;');
    expect(refused(program)[0]).toMatch(/^node: its addresses are remembered, so which slot is reused matters in one, .*question\.ts:\d+$/);
  });

  it('are not refused where a property compares addresses', () => {
    expect(subject(nodes('a = make();', 'return objects<node>().every((n) => address_of(n) !== where);')).symmetry.found).toEqual(['objects of node']);
  });

  it('are not refused where a property goes through them, whatever is first', () => {
    const program = nodes('a = make(); a.v = 1;', 'return objects<node>().every((n) => n.v < 2) && objects<node>().count((n) => n.v === 1) < 2;');
    expect(subject(program).symmetry.found).toEqual(['objects of node']);
    lawfulCounts(program);
  });

  it('are refused where the first that a property finds matters', () => {
    const program = nodes('a = make(); a.v = 1;', 'let last = 0; for (const n of objects<node>()) { if (n.v > last) last = n.v; } return last < 2;');
    expect(refused(program)[0]).toMatch(/^node: what one turn of a loop over them leaves to the next may depend on their order in holds, .*:\d+$/);
  });

  it('are refused where a slot keeps what was in it', () => {
    expect(refused(programOf(`${POOL} function one(): void { const p = alloc_object<node>('keep'); a = p; }`, 'tasks: { T1: one }, bounds: { node: 2 }'))[0]).toContain('what was in a slot before matters');
  });
});

describe('objects, by hand', () => {
  const pool = (blocks: (p: ProgramBuilder, field: number, life: number) => readonly BlockSpec[]): Program => {
    const p = new ProgramBuilder();
    const { id, field } = p.struct('node', { heap: 2, fields: { v: {} } });
    const type = { kind: 'pointer', struct: id } as const;
    const work = p.fn('work', { locals: [{ type }, { type }, { name: 'n' }], blocks: blocks(p, field['v']!, field['$life']!) });
    p.task('T1', work);
    return p.build();
  };
  const at = (local: number) => bin(l(local), '+', c(-1));

  it.each<[string, string, (p: ProgramBuilder, field: number, life: number) => readonly BlockSpec[]]>([
    ['are compared by order', 'it is compared by order', (p) => [
      { at: p.at('alloc'), do: [{ kind: 'alloc', local: 0, struct: 0, fill: 'zero' }, { kind: 'alloc', local: 1, struct: 0, fill: 'zero' }, guard(bin(l(0), '<', l(1)))], end: ret() },
    ]],
    ['have a constant number', 'a constant tells one object from the others', (p, field) => [{ at: p.at('load'), do: [set(2, load(field, c(1)))], end: ret() }]],
    ['are counted in an integer', 'its number is kept in an integer', (p) => [
      { at: p.at('alloc'), do: [{ kind: 'alloc', local: 0, struct: 0, fill: 'zero' }, set(2, l(0))], end: ret() },
    ]],
    ['are written when they might be free', 'what is written might be free already', (p, field) => [
      { at: p.at('alloc'), do: [{ kind: 'alloc', local: 0, struct: 0, fill: 'zero' }], end: jump(1) },
      { at: p.at('store'), do: [store(field, [at(0)], c(1))], end: ret() },
    ]],
    ['are gone through until one is found', 'an early exit from a loop over them', (p, field, life) => [
      { at: p.at('load', { fn: 'work' }), do: [set(0, c(1))], end: jump(1), live: [] },
      { end: { kind: 'branch', condition: bin(l(0), '<', c(3)), then: 2, else: 4 }, live: [0] },
      { end: { kind: 'branch', condition: bin(load(life, at(0)), '==', c(1)), then: 4, else: 3 }, live: [0] },
      { do: [set(0, bin(l(0), '+', c(1)))], end: jump(1), live: [0] },
      { at: p.at('load'), do: [set(2, load(field, at(0)))], end: ret(), live: [0] },
    ]],
  ])('are refused where they %s', (_, why, blocks) => {
    const { symmetry } = subject(pool(blocks));
    expect(symmetry.trivial).toBe(true);
    expect(symmetry.notes[0]).toContain(`node: ${why}`);
    expect(symmetry.notes[0]).toMatch(/test\.ts:\d+$/);
  });

  it('are not refused where they are checked first', () => {
    const program = pool((p, field, life) => {
      const gone = p.report('use-after-free', 'gone');
      return [
        { at: p.at('alloc'), do: [{ kind: 'alloc', local: 0, struct: 0, fill: 'zero' }], end: jump(1) },
        { at: p.at('store'), do: [check(bin(load(life, at(0)), '!=', c(0)), gone), store(field, [at(0)], c(1))], end: ret() },
      ];
    });
    expect(subject(program).symmetry.found).toEqual(['objects of node']);
  });
});
