import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compareVariants } from '../src/compare-variants.js';
import { compileEngine } from '../src/checker/codegen/compile.js';
import { explore } from '../src/checker/search/explore.js';
import { compile, compileObserved, loadSpec } from '../src/lang/compile.js';
import { inFolder } from './helpers/front.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const kernelSpec = (name: string): ReturnType<typeof loadSpec> => loadSpec(join(root, 'specs', `${name}.ts`));

/** Frees an object in two ways. */
const freed = `// Is what was in a freed object seen?
import { GFP_KERNEL, idle_until, Int, kfree, kfree_rcu, kzalloc, NULL, proved, rcu_read_lock, rcu_read_unlock, since, spec, switches } from 'fdcheck/lang';

switches({ base: 'v1', series: [{ name: 'later', title: 'Free after a grace period', modelled: true }] });

interface thing {
  value: Int<0, 3>;
}

let slot: thing = NULL;
let done: boolean = false;

function free(): void {
  const mine = slot;
  mine.value = 2;
  slot = NULL;
  if (since('later')) kfree_rcu(mine);
  else kfree(mine);
  done = true;
}

function reader(): void {
  rcu_read_lock();
  idle_until(() => done);
  rcu_read_unlock();
}

export default spec({
  setup() { slot = kzalloc<thing>(GFP_KERNEL); },
  tasks: { F: free, R: reader },
  expect: { v1: proved },
});
`;

describe('comparing variants', () => {
  test('a patch that moves a put into the function that is called changes no step', async () => {
    for (const name of ['series/01-b-failed-exec-leaves-table', 'exec/two-siblings-exec', 'fork/clone-while-a-sibling-execs']) {
      expect(await compareVariants(kernelSpec(name), 'series/1', 'series/2')).toMatchObject({ kind: 'isomorphic' });
    }
  });

  test('a patch that removes what nobody calls changes no step', async () => {
    expect(await compareVariants(kernelSpec('exec/two-siblings-exec'), 'series/2', 'series/3')).toMatchObject({ kind: 'isomorphic' });
  });

  test('a patch that moves the copy of a table behind the point of no return is seen', async () => {
    expect(await compareVariants(kernelSpec('series/01-b-failed-exec-leaves-table'), 'v5.10', 'series/1')).toMatchObject({ kind: 'parted', parting: { by: 'run', kind: 'change' } });
  });

  test('both engines have the same graphs, with the same classes', async () => {
    const spec = kernelSpec('series/01-b-failed-exec-leaves-table');
    const [compiled, interpreted] = [await compareVariants(spec, 'v5.10', 'series/1'), await compareVariants(spec, 'v5.10', 'series/1', { engine: 'interpreter' })];
    const facts = ({ kind, sides, classes, parting }: typeof compiled): unknown => ({ kind, sides, classes, parting });
    expect(facts(interpreted)).toEqual(facts(compiled));
    expect(compiled.classes).toBeGreaterThan(100);
  });

  test('a graph without calls of the spec has the states that a search without reductions finds', async () => {
    const { likeness, calls, searches } = inFolder({ 'question.ts': freed }, (path) => {
      const spec = loadSpec(path);
      const programs = ['v1', 'later'].map((variant) => compile(spec, variant));
      return { likeness: compareVariants(spec, 'v1', 'later'), calls: compileObserved(spec, 'v1').calls, searches: programs.map((program) => explore(compileEngine(program))) };
    });
    expect(calls?.known).toEqual({});
    const found = await Promise.all(searches);
    expect((await likeness).sides.map((side) => [side.states, side.transitions])).toEqual(found.map(({ states, transitions }) => [states, transitions]));
  });

  test('an object that waits for a grace period is seen as one that is free, whatever is in it', async () => {
    const likeness = await inFolder({ 'question.ts': freed }, (path) => compareVariants(loadSpec(path), 'v1', 'later'));
    expect(likeness.kind).toBe('bisimilar');
    expect(likeness.sides[0]!.states).not.toBe(likeness.sides[1]!.states);
  });
});
