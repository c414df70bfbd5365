/** A loop without a shared access ends by itself, or in a model error. */
import { describe, expect, it } from 'vitest';
import { run } from '../../../helpers/vocabulary.js';

const ran = 'model: a loop in one ran 4000 times within one step';

describe('a loop that never ends within one step is a model error', () => {
  it('by itself', async () => {
    expect((await run('function one(): void { let k = choose(2); while (k === 0) k = k * 2; }', 'tasks: { T1: one }')).reports).toEqual([ran]);
  });

  it('though it calls a function, if that touches no memory either', async () => {
    const text = 'function never(k: int): boolean { return k > 2; } function one(): void { const k = choose(2); while (!never(k)) {} }';
    expect((await run(text, 'tasks: { T1: one }')).reports).toEqual([ran]);
  });

  it('though it counts, if a call sets its counter back', async () => {
    const text = 'function back(k: Int<0, 9>): Int<0, 9> { return k === 1 ? 0 : k; } function one(): void { for (let k: Int<0, 9> = 0; k < 5; k++) k = back(k); }';
    expect((await run(text, 'tasks: { T1: one }')).reports).toEqual([ran]);
  });
});

it('a loop with a control point in a function that it calls may turn for ever', async () => {
  const text = 'let g: boolean = false; function look(): boolean { return g; } function one(): void { while (!look()) {} }';
  expect(await run(text, 'tasks: { T1: one }')).toMatchObject({ reports: [], hung: false });
});
