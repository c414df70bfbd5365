import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Entries } from '../../src/cli/cache/entries.js';
import { fdcheck, folderWith, type Seen } from './harness.js';
import { questions } from './questions.js';

const MODEL = `import { Int, spin_lock, spin_unlock, spinlock_t, zeroed } from 'fdcheck/lang';

const lock: spinlock_t = zeroed();
let counter: Int<0, 2> = 0;

/** One more. */
export function count(): void {
  spin_lock(lock);
  const seen = counter;
  counter = seen + 1;
  spin_unlock(lock);
}

export function reset(): void {
  spin_lock(lock);
  counter = 0;
  spin_unlock(lock);
}

export function is_two(): boolean {
  return counter === 2;
}
`;
const spec = (tasks: string, names: string): string => `// Does it count to two?
import { idle, proved, spec } from 'fdcheck/lang';
import { ${names}, is_two } from '../src/counter.js';
function counted(): boolean { return !(idle(0) && idle(1)) || is_two(); }
export default spec({ tasks: ${tasks}, ${names === 'count' ? 'always: [counted]' : 'reachable: [is_two]'}, expect: { base: proved } });
`;
const files = {
  'src/counter.ts': MODEL,
  'specs/count.ts': spec('{ A: count, B: count }', 'count'),
  'specs/reset.ts': `// Can it be reset?\nimport { proved, spec } from 'fdcheck/lang';\nimport { reset } from '../src/counter.js';\nexport default spec({ tasks: { A: reset }, expect: { base: proved } });\n`,
};

let folder = { path: '', remove: (): void => {} };
const at = (...parts: string[]): string => join(folder.path, ...parts);
const check = (...args: string[]): Promise<Seen> => fdcheck(folder.path, ['check', '--cache', 'kept', ...args]);
const edit = (from: string | RegExp, to: string): void => {
  const text = readFileSync(at('src/counter.ts'), 'utf8');
  expect(text.replace(from, to)).not.toBe(text);
  writeFileSync(at('src/counter.ts'), text.replace(from, to));
};
/** How many of the two checks were found before. */
const before = ({ err }: Seen): number => Number(/(\d+) of 2 checks found before/.exec(err)?.[1] ?? 0);

beforeEach(async () => {
  folder = folderWith(files);
  const { code, err } = await check();
  if (code !== 0 || err.includes('found before')) throw new Error(`the first check is to search and to succeed: ${code} ${err}`);
});
afterEach(() => folder.remove());

describe('a check that is done again', () => {
  test('is found before, and says the same', async () => {
    const again = await check();
    expect(before(again)).toBe(2);
    expect(again.out).toBe((await fdcheck(folder.path, ['check'])).out);
    expect(again.code).toBe(0);
  });

  test.each([
    ['a comment', '/** One more. */', '/** One more than before.\n * Under the lock.\n */'],
    ['layout', 'counter = seen + 1;', 'counter  =\n    seen + 1 ;'],
    ['another name of a local', /seen/g, 'old'],
  ])('is found before after an edit of %s', async (_what, from, to) => {
    edit(from, to);
    expect(before(await check())).toBe(2);
  });

  test('is searched again where it reaches a function that does something else, and only there', async () => {
    edit('  const seen = counter;\n  counter = seen + 1;\n  spin_unlock(lock);', '  const seen = counter;\n  spin_unlock(lock);\n  counter = seen + 1;');
    const seen = await check();
    expect(before(seen)).toBe(1);
    expect(seen.out).toContain('✗ count @ base: violated(counted), NOT as expected');
    expect(seen.code).toBe(12);
  });

  test('is not searched again for text that compiles to the same program', async () => {
    edit('counter = seen + 1;', 'const next = seen + 1;\n  counter = next;');
    edit('const next = seen + 1;\n  counter = next;', 'counter = 1 + seen;');
    edit('counter = 1 + seen;', 'counter = seen + 2 - 1;');
    edit('counter = seen + 2 - 1;', 'counter = seen + 1;');
    writeFileSync(at('src/counter.ts'), `${readFileSync(at('src/counter.ts'), 'utf8')}\nexport function other(): void { reset(); }\n`);
    expect(before(await check())).toBe(2);
  });

  test('is judged by what its spec expects now', async () => {
    writeFileSync(at('specs/count.ts'), files['specs/count.ts'].replace('base: proved', 'base: hung').replace('idle, proved', 'hung, idle'));
    const { code, out } = await check();
    expect(out).toContain('✗ count @ base: proved, NOT as expected');
    expect(code).toBe(21);
  });

  test('is searched again where declarations differ', async () => {
    edit('let counter: Int<0, 2>', 'let counter: Int<0, 3>');
    expect(before(await check())).toBe(0);
  });

  test('is searched again where an import means another file now', async () => {
    writeFileSync(at('src/other.js'), MODEL);
    writeFileSync(at('specs/reset.ts'), files['specs/reset.ts'].replace('counter.js', 'other.js'));
    await check();
    expect(before(await check())).toBe(2);
    writeFileSync(at('src/other.ts'), MODEL.replace('counter = 0;\n  spin_unlock', 'counter = 0;\n  counter = 1;\n  spin_unlock'));
    expect(before(await check())).toBe(1);
  });

  test('with --no-cache is searched again', async () => {
    expect((await fdcheck(folder.path, ['check', '--no-cache'])).err).not.toContain('found before');
  });

  test('by other reductions is another check', async () => {
    expect((await check('--reduce', 'none')).err).not.toContain('found before');
    expect(before(await check('--reduce', 'none'))).toBe(2);
  });

  test('is not taken for done where a limit ended it', async () => {
    const limited = ['--max-states', '2', '--reduce', 'none'];
    expect((await check(...limited)).code).toBe(22);
    expect((await check('--reduce', 'none')).code).toBe(0);
  });
});

describe('what is shown of a check that was found before', () => {
  test.each(Object.keys(questions))('%s: the whole text, with its counterexample, and the document are as without a cache', async (name) => {
    const other = folderWith(questions);
    const fresh = async (...args: string[]): Promise<Seen> => fdcheck(other.path, ['check', name, ...args]);
    const [text, json] = [await fresh(), await fresh('--json')];
    await fresh('--cache', 'kept');
    const [keptText, keptJson] = [await fresh('--cache', 'kept'), await fresh('--cache', 'kept', '--json')];
    expect(keptText.err).toContain('found before');
    expect(keptText.out).toBe(text.out);
    expect(keptJson.out).toBe(json.out);
    expect([keptText.code, keptJson.code]).toEqual([text.code, json.code]);
    other.remove();
  });
});

describe('a folder of kept things', () => {
  const all = (): string[] => readdirSync(at('kept'), { recursive: true, encoding: 'utf8' }).map((name) => at('kept', name)).filter((path) => statSync(path).isFile());

  test.each([
    ['is cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['is empty', () => Buffer.alloc(0)],
    ['is something else', () => Buffer.from('null')],
    ['has a bit turned', (bytes: Buffer) => Buffer.from(bytes.map((byte, place) => (place === bytes.length >> 1 ? byte ^ 4 : byte)))],
  ])('whose every file %s is as good as none', async (_what, damage) => {
    expect(all().length).toBeGreaterThan(4);
    for (const path of all()) writeFileSync(path, damage(readFileSync(path)));
    const seen = await check();
    expect(seen).toMatchObject({ code: 0 });
    expect(seen.err).not.toContain('found before');
    expect(before(await check())).toBe(2);
  });

  test('whose files have changed places gives nothing', async () => {
    const paths = all();
    const texts = paths.map((path) => readFileSync(path));
    paths.forEach((path, place) => writeFileSync(path, texts[(place + 1) % texts.length]!));
    expect((await check()).err).not.toContain('found before');
  });

  test('that cannot be made costs time only', async () => {
    writeFileSync(at('file'), '');
    expect(await fdcheck(folder.path, ['check', '--cache', 'file/below'])).toMatchObject({ code: 0 });
  });

  test('can be taken to where the same files stand elsewhere', async () => {
    const other = folderWith(files);
    expect(before(await fdcheck(other.path, ['check', '--cache', at('kept')]))).toBe(2);
    other.remove();
  });

  test('whose entries hold something else is as good as none', async () => {
    for (const path of all()) {
      const { key } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as { key: string };
      const { use } = (JSON.parse(gunzipSync(readFileSync(path)).toString()) as { value: { use?: unknown } }).value ?? {};
      writeFileSync(path, gzipSync(JSON.stringify({ key, value: { use, run: {}, spec: {}, document: null } })));
    }
    expect(await check()).toMatchObject({ code: 0 });
  });

  test('keeps what was put last, and nothing under another key', () => {
    const entries = new Entries(at('entries'));
    entries.put(['a', 'b'], 1);
    entries.put(['a', 'b'], [2]);
    expect(entries.get(['a', 'b'])).toEqual([2]);
    expect([entries.get(['a']), entries.get(['ab']), entries.get(['a', 'b', ''])]).toEqual([null, null, null]);
  });
});

describe('what code is reached', () => {
  const model = `import { Int } from 'fdcheck/lang';
let counter: Int<0, 3> = 0;
export function count(): void { if (counter < 2) counter += 1; }
export function other(): void { if (counter < 3) counter += 1; }
`;
  const question = (name: string): string => `// Does it ${name}?\nimport { proved, spec } from 'fdcheck/lang';\nimport { ${name} } from '../src/model/counter.js';\nexport default spec({ tasks: { A: ${name} }, expect: { base: proved } });\n`;
  const gate = (path: string): Promise<Seen> => fdcheck(path, ['gate', '--cache', 'kept']);

  test('is known of what was found before, where lines have moved as well as where nothing changed, and compared', async () => {
    const { path, remove } = folderWith({ 'src/model/counter.ts': model, 'specs/count.ts': question('count'), 'specs/other.ts': question('other') });
    await fdcheck(path, ['accept', '--quiet', '--cache', 'kept']);
    expect(await gate(path)).toMatchObject({ code: 0, err: expect.stringContaining('2 of 2 checks found before') });
    writeFileSync(join(path, 'src/model/counter.ts'), model.replace('export function', '// Lines move.\n\nexport function'));
    expect(await gate(path)).toMatchObject({ code: 0, err: expect.stringContaining('2 of 2 checks found before') });
    writeFileSync(join(path, 'src/model/counter.ts'), `// Once more.\n${model.replace('counter < 3) counter += 1', 'counter < 3 && counter > 5) counter += 1')}`);
    const { code, out } = await gate(path);
    expect(out).toContain('✓ count @ base: proved, as expected\n');
    expect(out).toContain('drift: branch `counter > 5` of other (counter.ts), false, is new: reached by 1 spec (other)');
    expect(out).not.toContain('of count (counter.ts)');
    expect(code).toBe(21);
    remove();
  });
});
