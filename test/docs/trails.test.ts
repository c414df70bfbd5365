import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from '../cli/harness.js';
import { readDot, readMermaid } from '../helpers/drawn.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = `${root}docs/trails.md`;
const outputBlock = /<!-- output: (.+) -->\n```(\w+)\n([^]*?)```/g;

/** As it is now: a test that writes comes before those that read. */
const page = (): string => readFileSync(file, 'utf8');

/** `npm run accept` (FDCHECK_WRITE_DOCS=1) writes what is printed into the page instead of comparing. */
const writes = process.env['FDCHECK_WRITE_DOCS'] === '1';

let folder = { path: '', remove: (): void => {} };
/** Of the page's own question: where the tasks hang. */
let trail = '';

beforeAll(async () => {
  folder = folderWith({ 'specs/opposite.ts': /```ts\n([^]*?)```/.exec(page())![1]! });
  const { out } = await fdcheck(folder.path, ['check', 'opposite']);
  trail = /fdcheck replay '(.*)'/.exec(out)![1]!;
});

afterAll(() => folder.remove());

/** What a command of the page prints: in the folder of the page's own question if it is about that. */
async function printed(command: string): Promise<string> {
  const own = command.includes(' opposite') || command.includes('$TRAIL');
  const { out, code } = await fdcheck(own ? folder.path : root, command.split(' ').map((word) => (word === '$TRAIL' ? trail : word)));
  expect(code).toBe(0);
  return out;
}

describe('docs/trails.md', () => {
  test('shows what fdcheck prints', async () => {
    for (const [whole, command, , shown] of page().matchAll(outputBlock)) {
      const now = await printed(command!);
      if (writes) writeFileSync(file, readFileSync(file, 'utf8').replace(whole, () => `${whole.slice(0, whole.length - shown!.length - 3)}${now}\`\`\``));
      expect(writes ? now : shown).toBe(now);
    }
    expect([...page().matchAll(outputBlock)].map(([, command]) => command!.split(' ')[0])).toEqual(['check', 'check', 'check', 'check', 'replay', 'replay', 'graph', 'graph']);
  }, 60_000);

  test('has drawings that Mermaid and Graphviz read', async () => {
    const drawings = [...page().matchAll(outputBlock)].flatMap(([, , language, shown]) => (language === 'mermaid' || language === 'dot' ? [{ language, shown: shown! }] : []));
    const read = await Promise.all(drawings.map(({ language, shown }) => (language === 'mermaid' ? readMermaid(shown) : readDot(shown).then(({ clusters }) => clusters.length))));
    expect(read).toEqual(['sequence', 'flowchart-v2', 1]);
  });

  test('keeps to the columns that a command names', () => {
    for (const [, command, , shown] of page().matchAll(outputBlock)) {
      const columns = Number(/--columns (\d+)/.exec(command!)?.[1] ?? Infinity);
      expect(shown!.split('\n').filter((line) => line.length > columns)).toEqual([]);
    }
  });
});
