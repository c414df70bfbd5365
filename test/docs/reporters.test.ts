import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reporters } from '../../src/report/reporters/index.js';
import { fdcheck, folderWith } from '../cli/harness.js';

const file = fileURLToPath(new URL('../../docs/reporters.md', import.meta.url));
const page = readFileSync(file, 'utf8');
const outputBlock = /<!-- output: (.+) -->\n(````?)(\w+)\n([^]*?)\2\n/g;
const excerptBlock = /<!-- excerpt: (.+) -->\n```\w+\n([^]*?)```\n/g;

/** `npm run accept` (FDCHECK_WRITE_DOCS=1) writes what is printed into the page instead of comparing. */
const writes = process.env['FDCHECK_WRITE_DOCS'] === '1';

let folder = { path: '', remove: (): void => {} };

beforeAll(() => {
  const [, spec] = /```ts\n(\/\/ specs\/lost\.ts\n[^]*?)```/.exec(page)!;
  folder = folderWith({ 'specs/lost.ts': spec!.slice(spec!.indexOf('\n') + 1) });
});

afterAll(() => folder.remove());

async function printed(command: string): Promise<string> {
  const { out, code } = await fdcheck(folder.path, command.split(' '));
  expect(code).toBe(12);
  return out;
}

describe('docs/reporters.md', () => {
  test('shows what fdcheck prints', async () => {
    const shownBy = new Set<string>();
    for (const [whole, command, fence, language, shown] of page.matchAll(outputBlock)) {
      const now = await printed(command!);
      shownBy.add(command!.split(' ').at(-1)!);
      if (writes) writeFileSync(file, readFileSync(file, 'utf8').replace(whole, () => `<!-- output: ${command!} -->\n${fence!}${language!}\n${now}${fence!}\n`));
      expect(writes ? now : shown).toBe(now);
    }
    expect([...shownBy].toSorted()).toEqual(['github', 'github-summary', 'junit', 'ktap', 'tap']);
  });

  test('shows lines of long reports in their order', async () => {
    const blocks = [...page.matchAll(excerptBlock)];
    for (const [, command, shown] of blocks) {
      let rest = await printed(command!);
      for (const part of shown!.split('…\n')) {
        const at = rest.indexOf(part);
        expect(at, `${part} is not printed by fdcheck ${command!} there`).toBeGreaterThanOrEqual(0);
        rest = rest.slice(at + part.length);
      }
    }
    expect(blocks).toHaveLength(2);
  });

  test('names every reporter', () => {
    for (const name of Object.keys(reporters)) expect(page).toContain(`| \`${name}\` |`);
  });
});
