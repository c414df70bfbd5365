import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';
import { questions } from './questions.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const question = ['exec/posix-lock-survives-exec', '--variant', 'v5.10'];

let folder = { path: '', remove: (): void => {} };

beforeAll(() => {
  folder = folderWith(questions);
});

afterAll(() => folder.remove());

/** The addresses of the trails in a text. */
function trailsIn(text: string): string[] {
  return [...text.matchAll(/fdcheck replay '([^']+)'/g)].map(([, address]) => address!);
}

function statesIn(text: string): number {
  return Number(/([\d,]+) states/.exec(text)?.[1]?.replaceAll(',', ''));
}

describe('--reduce', () => {
  test('none makes each access a step, says so, and keeps the verdict', async () => {
    const reduced = await fdcheck(root, ['check', ...question]);
    const whole = await fdcheck(root, ['check', ...question, '--reduce', 'none']);
    expect([reduced.code, whole.code]).toEqual([0, 0]);
    expect(reduced.out).toContain('reduced: private, transactions, symmetry;');
    expect(reduced.out).toMatch(/[\d,]+ states, [\d,]+ passed, [\d,]+ transitions/);
    expect(whole.out).toContain('every access a step;');
    expect(whole.out).toMatch(/[\d,]+ states, [\d,]+ transitions/);
    expect(statesIn(whole.out)).toBeGreaterThan(statesIn(reduced.out));
  });

  test('all is what it is if nothing is said', async () => {
    expect((await fdcheck(folder.path, ['check', 'lost', '--reduce', 'all'])).out).toBe((await fdcheck(folder.path, ['check', 'lost'])).out);
  });

  test.each([['transactions', 'transactions'], ['symmetry,private', 'private, symmetry']])('%s switches those on, in whatever order', async (which, told) => {
    const { code, out } = await fdcheck(folder.path, ['check', 'lost', '--reduce', which]);
    expect(out).toContain(`reduced: ${told};`);
    expect(code).toBe(0);
  });

  test('makes a trail that replays as it is, whatever was reduced', async () => {
    for (const which of ['none', 'private', 'all']) {
      const { out } = await fdcheck(folder.path, ['check', 'freed', '--reduce', which]);
      const replayed = await fdcheck(folder.path, ['replay', trailsIn(out)[0]!]);
      expect(replayed.code).toBe(0);
      expect(replayed.out).toContain('use-after-free');
    }
  });

  test('shows in explain what was merged, and with none that nothing was', async () => {
    expect((await fdcheck(root, ['explain', ...question])).out).toContain('+ merged');
    expect((await fdcheck(root, ['explain', ...question, '--reduce', 'none'])).out).not.toContain('+ merged');
  });
});

describe('--minimise steps', () => {
  test('gives the trails of a search without reductions, and says that they are proved shortest', async () => {
    const plain = await fdcheck(folder.path, ['check', 'locks/opposite', '--reduce', 'none']);
    const { code, out } = await fdcheck(folder.path, ['check', 'locks/opposite', '--minimise', 'steps']);
    expect(trailsIn(out)).toEqual(trailsIn(plain.out));
    expect(out).toContain('✗ a task hangs after 2 steps, proved shortest\n');
    expect(out).toContain('detected (2 of 2) after 2 steps, proved shortest\n');
    expect(out).toContain('reduced: private, transactions, symmetry;');
    expect(code).toBe(12);
  });

  test('says of a trail that it is not proved shortest where a limit comes first, and keeps the verdict', async () => {
    const reduced = (await fdcheck(folder.path, ['check', 'lost'])).out;
    const story = reduced.slice(reduced.indexOf('\n', reduced.indexOf('✗ ')));
    const { code, out } = await fdcheck(folder.path, ['check', 'lost', '--minimise', 'steps', '--max-states', String(statesIn(reduced))]);
    expect(out).toContain(`none_lost is violated after 4 steps, not proved shortest${story}`);
    expect(code).toBe(0);
  });

  test('says nothing of the length of trails where nobody asks', async () => {
    expect((await fdcheck(folder.path, ['check', 'lost'])).out).not.toContain('shortest');
  });
});
