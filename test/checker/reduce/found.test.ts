/**
 * Small models on which a reduction was wrong once: found by random.test.ts, or on the way, and cut down by hand. Each comes to what is said
 * under every set of reductions.
 */
import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../../src/checker/codegen/compile.js';
import { ALL_REDUCTIONS } from '../../../src/checker/reductions.js';
import { explore } from '../../../src/checker/search/explore.js';
import { programOf } from '../../helpers/front.js';
import { subsets, verdictsUnder } from '../../helpers/subsets.js';
import { disagreements, toldOf } from '../../oracle/reduction-agreement.js';

const STATES_MAX = 3_000;

const NUMBERS = 'let x: Int<0, 1> = 0; let y: Int<0, 1> = 0; let z: Int<0, 1> = 0;';
const NODE = `${NUMBERS} interface node { lock: spinlock_t; v: Int<0, 1>; w: Int<0, 1>; } let head: node = NULL; const done: completion = zeroed();`;
const TWO = 'tasks: { T1: first, T2: second }, always: [fact]';
const TWO_WITH_NODE = `setup() { head = kzalloc<node>(GFP_KERNEL); }, ${TWO}`;

const found: readonly { title: string; text: string; options: string; verdicts: readonly string[] }[] = [
  {
    title: 'a property that asks whether a task is idle sees when another one ends',
    text: `${NUMBERS} function first(): void { const a = x; const b = x; }
      function second(): void { x = 1; x = 0; y = 1; z = 1; }
      function fact(): boolean { return idle(1) || !idle(0) || y === 0; }`,
    options: TWO, verdicts: ['violated fact'],
  },
  {
    title: 'a task that waits for a value reads it, though it never moves',
    text: `${NUMBERS} function first(): void { x = 1; x = 0; }
      function second(): void { idle_until(() => x === 1); y = 1; }
      function fact(): boolean { return y === 0; }`,
    options: TWO, verdicts: ['violated fact'],
  },
  {
    title: 'a path that assume() removes has read what it was removed for',
    text: `${NUMBERS} function first(): void { z = 1; x = 1; x = 0; }
      function second(): void { const k = x; assume(k === 1); const j = z; y = 1; }
      function fact(): boolean { return y === 0; }`,
    options: TWO, verdicts: ['hung', 'violated fact'],
  },
  {
    title: 'a lock that is taken early hides what others break while it is free',
    text: `${NODE} function first(): void { const o = head; complete(done); spin_lock(o.lock); o.v = 1; spin_unlock(o.lock); }
      function second(): void { const o = head; wait_for_completion(done); o.w = 1; }
      function fact(): boolean { return objects<node>().every((o) => under(o.lock, () => o.w <= o.v)); }`,
    options: TWO_WITH_NODE, verdicts: ['violated fact'],
  },
  {
    title: 'the release of a lock by another task shows what a store without the lock repairs',
    text: `${NODE} function first(): void { const o = head; z = 1; o.v = 1; }
      function second(): void { const o = head; spin_lock(o.lock); o.w = 1; let k = 0; while (k === 0) k = z; spin_unlock(o.lock); }
      function fact(): boolean { return objects<node>().every((o) => under(o.lock, () => o.w <= o.v)); }`,
    options: TWO_WITH_NODE, verdicts: ['violated fact'],
  },
  {
    title: 'what another task stores under a lock is seen when that is released, before a store of what no lock protects',
    text: `${NODE} function first(): void { z = 1; y = 1; }
      function second(): void { const o = head; let k = 0; while (k === 0) k = z; spin_lock(o.lock); o.w = 1; spin_unlock(o.lock); }
      function fact(): boolean { return objects<node>().every((o) => under(o.lock, () => o.w <= y)); }`,
    options: TWO_WITH_NODE, verdicts: ['violated fact'],
  },
  {
    title: 'a task that goes round in what is its own alone, for ever',
    text: `${NUMBERS} function first(): void { for (;;) x = 0; }
      function fact(): boolean { return x === 0; }`,
    options: 'tasks: { T1: first }, always: [fact]', verdicts: [],
  },
];

describe('a model on which a reduction was wrong', () => {
  it.each(found.map((one) => [one.title, one] as const))('%s', async (_, { text, options, verdicts }) => {
    const program = programOf(text, options);
    const [none] = subsets;
    expect(await verdictsUnder(program, none!)).toEqual(verdicts);
    expect(toldOf(await disagreements(program, STATES_MAX))).toBe('');
  }, 20_000);

  it('takes no more steps than there are, where a task chooses again and again in what is its own alone', async () => {
    const program = programOf(`${NUMBERS} function first(): void { for (const i of range(0, 12)) x = choose(2); } function fact(): boolean { return x === 1; }`, 'tasks: { T1: first }, final: [fact]');
    const { passed, states } = await explore(compileEngine(program), { reductions: ALL_REDUCTIONS });
    expect(passed + states).toBeLessThan(1_000);
  });
});
