import { expect, it } from 'vitest';
import { check } from '../../../src/checker/check.js';
import { compareWithExpectation } from '../../../src/checker/expectation.js';
import { programOf } from '../../helpers/front.js';

it('a setup that leaves no initial state is a model error, and proves nothing', async () => {
  const program = programOf('let g: boolean = false; function one(): void { g = true; } function never(): boolean { return false; }', 'setup() { assume(false); }, tasks: { T1: one }, always: [never]');
  const result = await check(program);
  expect(result.counts.states).toBe(0);
  expect(result.outcome).toBe('model');
  expect(compareWithExpectation(result, { kind: 'proved' })).toMatchObject({ met: false, outcome: 'model' });
});
