/** docs/model-your-patch.md is true, and can be followed: in a copy of the repository, under another name. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fdcheck } from '../cli/harness.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = join(root, 'docs/model-your-patch.md');
const page = readFileSync(file, 'utf8');

/** The blocks of the page that say what they are: kind, of what, and the text. */
const blocks = [...page.matchAll(/<!-- (in|file|arm|output): (.+) -->\n```\w+\n([^]*?)```/g)].map(([whole, kind, of, text]) => ({ whole, kind, of: of!, text: text! }));
const blocksOf = (kind: string) => blocks.filter((block) => block.kind === kind);

/** `npm run write-docs` (FDCHECK_WRITE_DOCS=1) writes what is printed into the page instead of comparing. */
const writes = process.env['FDCHECK_WRITE_DOCS'] === '1';

describe('the page', () => {
  test('shows what is in the repository', () => {
    for (const { of, text } of blocksOf('in')) expect(readFileSync(join(root, of), 'utf8')).toContain(text);
    for (const { of, text } of blocksOf('file')) expect(readFileSync(join(root, of), 'utf8')).toBe(text);
    expect(blocksOf('in').length + blocksOf('file').length).toBeGreaterThan(3);
  });

  test('shows what fdcheck prints', async () => {
    for (const { whole, of, text } of blocksOf('output')) {
      const { out, code } = await fdcheck(root, [...of.split(' '), '--columns', '100']);
      expect(code).toBe(0);
      if (writes) writeFileSync(file, readFileSync(file, 'utf8').replace(whole, () => `<!-- output: ${of} -->\n\`\`\`text\n${out}\`\`\``));
      expect(writes ? out : text).toBe(out);
    }
    expect(blocksOf('output')).not.toHaveLength(0);
  });
});

const node = (folder: string, ...args: readonly string[]): string => execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, NO_COLOR: '1' } });

/** Exit code and standard output of `fdcheck ...` in the copy, by the copy's own code. */
function run(folder: string, ...args: readonly string[]): { code: number; out: string } {
  try {
    return { code: 0, out: node(folder, 'dist/cli/main.js', ...args) };
  } catch (error) {
    if (error instanceof Error && 'status' in error && 'stdout' in error) return { code: Number(error.status), out: String(error.stdout) };
    throw error;
  }
}

describe('following the page in a copy of the repository', () => {
  let copy = '';
  const at = (name: string): string => join(copy, name);
  const edit = (name: string, by: (text: string) => string): void => writeFileSync(at(name), by(readFileSync(at(name), 'utf8')));
  /** What compiled programs are called: a line a spec and variant. */
  const script = `import { compile, loadSpec } from './dist/lang/compile.js';
    import { programHash } from './dist/checker/trail.js';
    for (const name of ['fdtable/close-against-fget', 'locks/close-against-setlk', 'patches/054aa8d439b9']) {
      const spec = loadSpec('specs/' + name + '.ts');
      for (const variant of spec.variants) console.log(name, variant, programHash(compile(spec, variant)));
    }`;
  const programs = (): string => node(copy, '--input-type=module', '--eval', script);

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'fdcheck-clone-'));
    for (const name of ['src', 'specs', 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.check.json']) cpSync(join(root, name), at(name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), at('node_modules'));
    node(copy, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
  });

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test('the skeleton changes no program, passes the compiler, and is told not to flip; with the arm and the question of the page it does', () => {
    const before = programs();
    const { out } = run(copy, 'init', '--patch', 'try-it', '--title', "fget: it's tried", '--function', '__fget_files', 'fs/locks.ts:fcntl_setlk');
    expect(out.split('\n').filter((line) => line.startsWith('wrote'))).toEqual([
      'wrote src/model/switches.ts', 'wrote src/model/fs/file/lookup.ts', 'wrote src/model/fs/locks.ts', 'wrote specs/patches/try-it.ts',
    ]);
    expect(programs()).toBe(before);
    expect(node(copy, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.check.json')).toBe('');

    const unflipped = run(copy, 'check', 'patches/try-it', '--quiet');
    expect(unflipped.out).toContain('patches/try-it: nothing can flip between v5.10 and v5.10+try-it');
    expect(unflipped.code).toBe(21);

    const [arm] = blocksOf('arm');
    edit('src/model/fs/file/lookup.ts', (text) => text.replace(/(if \(since\('try-it'\)\) \{\n)[^]*?(\n  \} else \{)/, (_, head: string, tail: string) => `${head}${arm!.text}${tail}`));
    edit('specs/patches/try-it.ts', () => blocksOf('file')[0]!.text.replaceAll('054aa8d439b9', 'try-it'));
    const flipped = run(copy, 'check', 'patches/try-it', '--quiet');
    expect(flipped.out).toBe([
      '✓ patches/try-it @ v5.10: violated(fget_holds_what_the_slot_held), as expected', '✓ patches/try-it @ v5.10+try-it: proved, as expected', '2 checks, all as expected', '',
    ].join('\n'));
    expect(programs()).toBe(before);
  }, 180_000);
});
