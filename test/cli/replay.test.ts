import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readMermaid } from '../helpers/drawn.js';
import { fdcheck, folderWith } from './harness.js';
import { questions } from './questions.js';

let folder = { path: '', remove: (): void => {} };
let trail = '';

beforeAll(async () => {
  folder = folderWith(questions);
  const { out } = await fdcheck(folder.path, ['check', 'freed']);
  trail = /fdcheck replay '(.*)'/.exec(out)![1]!;
});

afterAll(() => folder.remove());

const replay = (...args: readonly string[]) => fdcheck(folder.path, ['replay', trail, ...args]);

describe('fdcheck replay', () => {
  test('tells the trail in words before its table', async () => {
    const { out, code } = await replay();
    expect(code).toBe(0);
    expect(out.replaceAll('\n  ', ' ')).toContain('A reads shared in user. Then B clears shared (thing) and frees thing in freer. A then writes thing.value in user');
    expect(out.indexOf('A reads shared')).toBeLessThan(out.indexOf('what changed'));
    expect((await replay('--format', 'text')).out).toBe(out);
  });

  test('tells what check tells of the same trail', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'freed']);
    const told = out.slice(out.indexOf('  A reads shared'), out.indexOf('fdcheck replay'));
    expect((await replay()).out).toContain(told);
  });

  test('writes JSON, by either option', async () => {
    const { out } = await replay('--json');
    expect(JSON.parse(out)).toMatchObject({ address: trail });
    expect((await replay('--format', 'json')).out).toBe(out);
    expect((await replay('--format', 'json', '--json')).out).toBe(out);
  });

  test('writes the Informal Trace Format', async () => {
    const { out } = await replay('--format', 'itf');
    expect(JSON.parse(out)).toMatchObject({ '#meta': { format: 'ITF', source: 'freed' }, vars: ['action', 'tasks', 'preempt_depth', 'shared', 'thing'], states: [{ '#meta': { index: 0 }, shared: 'thing' }, {}, {}, {}, { shared: 'NULL' }] });
  });

  test('writes a sequence diagram', async () => {
    const { out } = await replay('--format', 'mermaid');
    expect(await readMermaid(out)).toBe('sequence');
    expect(out).toContain('✗ BUG: KASAN: use-after-free in user');
  });

  test('refuses two formats at once, and one that it does not know', async () => {
    const { err, code } = await replay('--json', '--format', 'itf');
    expect([code, err]).toEqual([64, 'error: --json and --format itf cannot both be: leave one out\n']);
    expect((await replay('--format', 'xml')).code).toBe(64);
  });
});
