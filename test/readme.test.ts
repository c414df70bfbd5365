import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './cli/harness.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}README.md`;
const readme = readFileSync(file, 'utf8');
const outputBlock = /<!-- output: (.+) -->\n```text\n([^]*?)```/g;

/** `npm run write-docs` (FDCHECK_WRITE_DOCS=1) writes what is printed into the page instead of comparing. */
const writes = process.env['FDCHECK_WRITE_DOCS'] === '1';

async function printed(command: string): Promise<string> {
  const { out, code } = await fdcheck(root, [...command.split(' '), '--columns', '100']);
  expect(out).toContain('as expected');
  expect(code).toBe(0);
  return out;
}

describe('README', () => {
  test('shows what fdcheck prints', async () => {
    for (const [whole, command, shown] of readme.matchAll(outputBlock)) {
      const now = await printed(command!);
      if (writes) writeFileSync(file, readFileSync(file, 'utf8').replace(whole, () => whole.replace(shown!, () => '').replace('```text\n', () => `\`\`\`text\n${now}`)));
      expect(writes ? now : shown).toBe(now);
    }
    expect([...readme.matchAll(outputBlock)]).not.toHaveLength(0);
  });

  test('the lost lock fits 100 columns and fewer than 40 rows, and names the functions where they act', async () => {
    const out = await printed('check exec/posix-lock-survives-exec --variant v5.10');
    const lines = out.slice(out.indexOf('✗'), out.indexOf('\n\n', out.indexOf('✗'))).split('\n');
    expect(lines.length).toBeLessThan(40);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    for (const fn of ['unshare_files', 'de_thread', 'put_files_struct', 'close_files', 'locks_remove_posix']) expect(lines.join('\n')).toContain(fn);
    expect(lines.at(-1)).toMatch(/^fdcheck replay '.*'$/);
  });

  test('its own question has the verdict that it says', async () => {
    const spec = /```ts\n(\/\/ my\.spec\.ts\n[^]*?)```/.exec(readme)![1]!;
    const folder = folderWith({ 'my.spec.ts': spec });
    const { out, code } = await fdcheck(folder.path, ['check', 'my.spec.ts']);
    folder.remove();
    expect(out).toContain('violated(none_lost), as expected');
    expect(code).toBe(0);
  });
});
