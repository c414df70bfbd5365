import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compile, compileObserved, loadSpec } from '../../../src/lang/compile.js';
import type { ObservedProgram } from '../../../src/lang/ir.js';
import { inFolder } from '../../helpers/front.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const kernel = `import { EBADF, ghost, ghost_field, GFP_KERNEL, inject, int, Int, kfree_rcu, kzalloc, NULL, rcu_read_lock, rcu_read_unlock, spin_lock, spin_unlock, spinlock_t } from 'fdcheck/lang';

export interface thing {
  lock: spinlock_t;
  value: Int<0, 3>;
  history: ghost_field<Int<0, 3>>;
}

export let shared: thing = NULL;
let calls: Int<0, 7> = 0;

export function init(): void {
  shared = kzalloc<thing>(GFP_KERNEL);
}

export function get(): [int, int] {
  if (inject('broken')) return [-EBADF, 0];
  rcu_read_lock();
  spin_lock(shared.lock);
  calls = calls + 1;
  ghost(() => { shared.history = 1; });
  const value = shared.value;
  spin_unlock(shared.lock);
  rcu_read_unlock();
  return [0, value];
}

export function drop(): void {
  const old = shared;
  shared = NULL;
  kfree_rcu(old);
}

export function history_is_short(): boolean {
  return shared === NULL || shared.history < 3;
}
`;

const question = `// What is seen?
import { proved, spec } from 'fdcheck/lang';
import { drop, get, history_is_short, init } from './kernel.js';

function reader(): void {
  const [error, value] = get();
  if (!error) helper(value);
}

function helper(value: number): void {
  if (value === 0) get();
}

export default spec({
  setup() { init(); },
  tasks: { R: reader, W: drop },
  faults: { broken: 1 },
  always: [history_is_short],
  expect: { base: proved },
});
`;

function observed(): ObservedProgram {
  return inFolder({ 'question.ts': question, 'kernel.ts': kernel }, (path) => compileObserved(loadSpec(path), 'base'));
}

describe('an observed program', () => {
  test('is seen by structs and by the globals of model and spec, not by what the vocabulary keeps, by ghosts and by budgets', () => {
    const { program, seen } = observed();
    expect(seen.map((column) => program.columns[column]!.name).toSorted()).toEqual(['calls', 'shared', 'thing.$life', 'thing.lock.owner', 'thing.value']);
    const names = program.columns.map(({ name }) => name);
    for (const unseen of ['$fault.broken', 'rcu_depth', 'preempt_depth', 'thing.$grace', 'thing.history']) expect(names).toContain(unseen);
  });

  test('keeps what calls of the spec give, setup and helpers among them, each part by itself', () => {
    const { program, calls } = observed();
    const known = Object.entries(calls.known);
    expect(known.map(([at, { name, results }]) => [question.slice(Number(at)).split('(')[0], name, results])).toEqual([
      ['get', 'get', 2], ['get', 'get', 2], ['init', 'init', 0],
    ]);
    expect(calls.results.map((column) => program.columns[column]!.name)).toEqual(['$result0', '$result1']);
    expect(program.columns[calls.count]).toMatchObject({ dims: [2], type: { kind: 'int' } });
  });

  test('is the program itself where nobody observes', () => {
    const spec = loadSpec(join(root, 'specs/exec/close-on-exec.ts'));
    const plain = compile(spec, 'series/3');
    const { program } = compileObserved(spec, 'series/3');
    expect(plain.columns.filter(({ name }) => name.startsWith('$'))).toEqual([]);
    expect(program.accesses).toEqual(plain.accesses);
    expect(program.fns.map(({ name, blocks }) => [name, blocks.length])).toEqual(plain.fns.map(({ name, blocks }) => [name, blocks.length]));
  });
});
