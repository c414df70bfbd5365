import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fdcheck } from './harness.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const question = ['exec/posix-lock-survives-exec', '--variant', 'v5.10'];

/** The address of the first trail in a text. */
function trailIn(text: string): string {
  return /fdcheck replay '([^']+)'/.exec(text)?.[1] ?? '';
}

function statesIn(text: string): number {
  return Number(/([\d,]+) states/.exec(text)?.[1]?.replaceAll(',', ''));
}

describe('--reduce none', () => {
  test('makes each access a step, says so, and keeps the verdict', async () => {
    const reduced = await fdcheck(root, ['check', ...question]);
    const whole = await fdcheck(root, ['check', ...question, '--reduce', 'none']);
    expect([reduced.code, whole.code]).toEqual([0, 0]);
    expect(reduced.out).toContain('reduced: private');
    expect(whole.out).toContain('every access a step');
    expect(statesIn(whole.out)).toBeGreaterThan(statesIn(reduced.out));
  });

  test('makes a trail that replays as it is, without the option', async () => {
    const { out } = await fdcheck(root, ['check', ...question, '--reduce', 'none']);
    const replayed = await fdcheck(root, ['replay', trailIn(out)]);
    expect(replayed.code).toBe(0);
    expect(replayed.out).toContain('110 steps, replayed');
  });

  test('shows in explain that nothing was merged', async () => {
    const merged = 'only the task itself writes it';
    expect((await fdcheck(root, ['explain', question[0]!])).out).toContain(merged);
    expect((await fdcheck(root, ['explain', question[0]!, '--reduce', 'none'])).out).not.toContain(merged);
  });
});
