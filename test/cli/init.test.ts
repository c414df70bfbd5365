import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';

const switches = `import { switches } from 'fdcheck/lang';

switches({
  base: 'v1',
  series: [{ name: 'series/1', title: 'first', modelled: true }],
});
`;

const counter = `import {
  exists_since, Int, unlikely,
} from 'fdcheck/lang';

export let counter: Int<0, 2> = 0;

/** Counts. */
export function count(): void {
  // Not atomic.
  const old = counter;
  counter = old + 1;
}

function late(): Int<0, 2> {
  exists_since('series/1');
  return counter;
}

export function short(): Int<0, 2> { return counter; }

export function same(): void {}
`;

const other = `export function same(): void {
  void 0;
}
`;

const files = { 'src/model/switches.ts': switches, 'src/model/counter.ts': counter, 'src/model/lib/other.ts': other, 'below/readme.txt': '' };

let folder = { path: '', remove: (): void => {} };
const text = (name: string): string => readFileSync(join(folder.path, name), 'utf8');
const init = (...args: string[]) => fdcheck(folder.path, ['init', ...args]);

beforeEach(() => {
  folder = folderWith(files);
});

afterEach(() => folder.remove());

describe('init', () => {
  test('gives a function two equal arms, behind the word that says when it exists, and imports since', async () => {
    expect((await init('--patch', 'abc1234', '--function', 'count', 'late', 'short')).code).toBe(0);
    expect(text('src/model/counter.ts')).toMatchInlineSnapshot(`
      "import {
        exists_since, Int, since, unlikely,
      } from 'fdcheck/lang';

      export let counter: Int<0, 2> = 0;

      /** Counts. */
      export function count(): void {
        if (since('abc1234')) {
          // Not atomic.
          const old = counter;
          counter = old + 1;
        } else {
          // Not atomic.
          const old = counter;
          counter = old + 1;
        }
      }

      function late(): Int<0, 2> {
        exists_since('series/1');
        if (since('abc1234')) {
          return counter;
        } else {
          return counter;
        }
      }

      export function short(): Int<0, 2> {
        if (since('abc1234')) {
          return counter;
        } else {
          return counter;
        }
      }

      export function same(): void {}
      "
    `);
  });

  test('makes the list of other switches where there is none, and adds to it where there is', async () => {
    await init('--patch', 'abc1234', '--title', "counter: don't lose", '--function', 'count');
    await init('--patch', 'mine', '--title', 'two\nlines', '--function', 'late');
    expect(text('src/model/switches.ts')).toMatchInlineSnapshot(`
      "import { switches } from 'fdcheck/lang';

      switches({
        base: 'v1',
        series: [{ name: 'series/1', title: 'first', modelled: true }],
        others: [
          { name: 'abc1234', title: "counter: don't lose", hash: 'abc1234', kind: 'behaviour', modelled: true,
            functions: ['count'], changes: 'Say in a sentence what is different.' },
          { name: 'mine', title: 'two lines', kind: 'behaviour', modelled: true,
            functions: ['late'], changes: 'Say in a sentence what is different.' },
        ],
      });
      "
    `);
  });

  test('writes a question about the base and the patch', async () => {
    const { out } = await init('--patch', 'abc1234', '--title', 'counter: Count', '--function', 'count');
    expect(text('specs/patches/abc1234.ts')).toContain("// \"counter: Count\" (abc1234); count.\n");
    expect(text('specs/patches/abc1234.ts')).toContain("expect: { 'v1': violated(the_patch_keeps_its_promise), 'v1+abc1234': proved },");
    expect(out).toMatchInlineSnapshot(`
      "wrote src/model/switches.ts
      wrote src/model/counter.ts
      wrote specs/patches/abc1234.ts

      Next:
        1. count: edit the arm since('abc1234'); the other arm stays as it is
        2. specs/patches/abc1234.ts: write the question, its tasks, and the property that the patch makes true
        3. fdcheck check patches/abc1234: fails while nothing flips, with the reason
        4. src/model/switches.ts: say in a sentence what is different; npm run types; fdcheck gate: every other result is what it was
      "
    `);
  });

  test('works from a folder below, and takes a path where two files have the function', async () => {
    const { code } = await fdcheck(join(folder.path, 'below'), ['init', '--patch', 'mine', '--function', 'lib/other.ts:same']);
    expect(code).toBe(0);
    expect(text('src/model/lib/other.ts')).toContain("import { since } from 'fdcheck/lang';\nexport function same(): void {\n  if (since('mine')) {\n    void 0;\n  } else {");
  });

  test.each([
    ['no patch', [], 'init needs the name of a patch'],
    ['no function', ['--patch', 'mine'], 'init needs the function that the patch changes'],
    ['a name that is no file name', ['--patch', 'a/b', '--function', 'count'], "'a/b' cannot name a patch"],
    ['the name of a version', ['--patch', 'v1', '--function', 'count'], "there is a patch or a version 'v1' already"],
    ['an unknown function', ['--patch', 'mine', '--function', 'cuont'], "the model has no function 'cuont'; did you mean count?"],
    ['a function that two files have', ['--patch', 'mine', '--function', 'same'], 'say which, --function counter.ts:same or --function lib/other.ts:same'],
  ])('refuses %s and writes nothing', async (_, args, says) => {
    const { code, err } = await init(...args);
    expect(err).toContain(says);
    expect(code).toBe(64);
    expect(text('src/model/switches.ts')).toBe(switches);
    expect(existsSync(join(folder.path, 'specs'))).toBe(false);
  });

  test('gives a function that is named twice its arms once', async () => {
    const { code, out } = await init('--patch', 'mine', '--function', 'count', 'counter.ts:count');
    expect(text('src/model/counter.ts').match(/since\('mine'\)/g)).toHaveLength(1);
    expect(out).toContain("1. count: edit the arm since('mine')");
    expect(code).toBe(0);
  });

  test.each(['../mine', "mi'ne", 'm\u00efne', '..', '', 'series/1', 'mine.d'])('refuses a name that no file and no variant can have, and writes nothing: %j', async (name) => {
    const { code, err } = await init('--patch', name, '--function', 'count');
    expect(err).toContain('cannot name a patch');
    expect([text('src/model/switches.ts'), text('src/model/counter.ts')]).toEqual([switches, counter]);
    expect(code).toBe(64);
  });

  test('takes a title with quotes, as text', async () => {
    expect((await init('--patch', 'mine', '--title', 'it\'s "quoted" \\ */ `x` ${y}\nand more', '--function', 'count')).code).toBe(0);
    expect(text('src/model/switches.ts')).toContain('title: "it\'s \\"quoted\\" \\\\ */ `x` ${y} and more"');
  });

  test('writes all or nothing', async () => {
    const { code, err } = await init('--patch', 'a'.repeat(300), '--function', 'count');
    expect(err).toContain('system error: ENAMETOOLONG');
    expect([text('src/model/switches.ts'), text('src/model/counter.ts')]).toEqual([switches, counter]);
    expect(readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('new'))).toEqual([]);
    expect(code).toBe(153);
  });

  test('finds no function that only a comment names', async () => {
    writeFileSync(join(folder.path, 'src/model/noted.ts'), '// function noted(): void {}\nexport const text = \'function noted() {}\';\n');
    expect((await init('--patch', 'mine', '--function', 'noted')).err).toContain("the model has no function 'noted'");
  });

  test('refuses a patch that there is already', async () => {
    await init('--patch', 'mine', '--function', 'count');
    const { code, err } = await init('--patch', 'mine', '--function', 'late');
    expect(err).toContain("there is a patch or a version 'mine' already, in src/model/switches.ts");
    expect(code).toBe(64);
  });

  test('refuses a folder that is no clone, and says what to do', async () => {
    const elsewhere = folderWith({});
    const { code, err } = await fdcheck(elsewhere.path, ['init', '--patch', 'mine', '--function', 'count']);
    elsewhere.remove();
    expect(err).toContain('this is no clone of fdcheck');
    expect(err).toContain('clone the repository, and run init in it');
    expect(code).toBe(64);
  });
});
