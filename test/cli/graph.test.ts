import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDot, readMermaid } from '../helpers/drawn.js';
import { fdcheck, folderWith } from './harness.js';
import { questions } from './questions.js';

let folder = { path: '', remove: (): void => {} };

beforeAll(() => {
  folder = folderWith(questions);
});

afterAll(() => folder.remove());

const graph = (...args: readonly string[]) => fdcheck(folder.path, ['graph', ...args]);

describe('fdcheck graph', () => {
  test('draws every state and transition, each labelled with task, function and access', async () => {
    const { out, code } = await graph('lost');
    const { nodes, edges } = await readDot(out);
    expect(code).toBe(0);
    expect(nodes.size).toBe(12);
    expect(edges).toHaveLength(14);
    expect(edges[0]).toEqual({ from: 's0', to: 's1', label: 'A increment: counter' });
    expect(nodes.get('s0')).toContain('0: initial\\lA: increment: counter\\l');
    expect([...nodes.values()].filter((label) => label.includes('✗ none_lost'))).toHaveLength(1);
    expect([...nodes.values()].filter((label) => label.includes('is_two reached'))).toHaveLength(1);
  });

  test('leaves out what reductions may, where it is told to', async () => {
    const { nodes, edges } = await readDot((await graph('lost', '--reduce', 'all')).out);
    expect(nodes.size).toBe(6);
    expect(edges.map(({ label }) => label)).toContain('A increment: counter += 1 and 2 more');
  });

  test('marks where tasks hang and what ends in a report', async () => {
    const hung = await readDot((await graph('locks/opposite')).out);
    expect([...hung.nodes.values()].filter((label) => label.includes(': hung'))).toHaveLength(1);
    const freed = await readDot((await graph('freed')).out);
    expect([...freed.nodes.values()]).toContain('BUG: KASAN: use-after-free in user\\l');
  });

  test('writes a flowchart that Mermaid reads', async () => {
    for (const args of [['lost'], ['locks/opposite'], ['freed'], ['lost', '--task', 'A']]) expect(await readMermaid((await graph(...args, '--format', 'mermaid')).out)).toBe('flowchart-v2');
  });

  test('draws what a task runs: a cluster a function, its control points and how it goes on', async () => {
    const { nodes, edges, clusters } = await readDot((await graph('freed', '--task', 'A')).out);
    expect(clusters).toEqual([expect.stringMatching(/^user {2}.*freed\.ts:10$/)]);
    const at = (text: string) => [...nodes].find(([, label]) => label.startsWith(text))![0];
    expect(nodes.get(at('shared'))).toMatch(/^shared\\lload plain {2}.*freed\.ts:11\\l$/);
    expect(edges).toEqual(expect.arrayContaining([
      { from: at('user'), to: at('shared'), label: '' }, { from: at('shared'), to: at('mine.value = 1'), label: 'mine' }, { from: at('shared'), to: at('return'), label: '!(mine)' },
      { from: at('mine.value = 1'), to: at('return'), label: '' },
    ]));
    expect(edges).toHaveLength(4);
  });

  test('refuses a graph that nobody could read, and says what to do instead', async () => {
    const { err, code } = await graph('lost', '--max-states', '5');
    expect(code).toBe(64);
    expect(err).toContain('more than 5 states: --reduce all leaves out interleavings that cannot matter, --max-states N draws more, --task A draws what a task runs instead');
  });

  test('names the tasks where one is not there', async () => {
    const { err, code } = await graph('lost', '--task', 'C');
    expect(code).toBe(64);
    expect(err).toContain("has no task 'C'");
    expect(err).toContain('it has A, B');
  });

  test('draws one spec', async () => {
    const { err, code } = await graph('specs');
    expect(code).toBe(64);
    expect(err).toContain('graph draws one spec');
  });

  test('is the same each time', async () => {
    expect((await graph('freed', '--reduce', 'all')).out).toBe((await graph('freed', '--reduce', 'all')).out);
  });
});
