import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { partOf } from '../../src/cli/select.js';
import { fdcheck, folderWith, type Seen } from './harness.js';

const MODEL = `import { Int, spin_lock, spin_unlock, spinlock_t, zeroed } from 'fdcheck/lang';

const lock: spinlock_t = zeroed();
let counter: Int<0, 2> = 0;
let closed: boolean = false;

export function count(): void {
  spin_lock(lock);
  if (closed) {
    spin_unlock(lock);
    return;
  }
  counter += 1;
  spin_unlock(lock);
}

export function close(): void {
  spin_lock(lock);
  closed = true;
  spin_unlock(lock);
}

export function value(): Int<0, 2> {
  return counter;
}
`;
const question = (name: string, task: string): string => `// Does it ${name}?
import { proved, spec } from 'fdcheck/lang';
import { close, count, value } from '../src/counter.js';
function stays(): boolean { return value() < 2; }
export default spec({ tasks: { A: ${task}, B: close }, always: [stays], expect: { base: proved } });
`;
const files = { 'src/counter.ts': MODEL, 'specs/count.ts': question('count', 'count'), 'specs/close.ts': question('close', 'close') };

let folder = { path: '', remove: (): void => {} };
const at = (...parts: string[]): string => join(folder.path, ...parts);
const run = (...args: string[]): Promise<Seen> => fdcheck(folder.path, args);
const edit = (name: string, from: string | RegExp, to: string): void => {
  const text = readFileSync(at(name), 'utf8');
  expect(text.replace(from, to)).not.toBe(text);
  writeFileSync(at(name), text.replace(from, to));
};
const results = (): string[] => ['count', 'close'].map((name) => readFileSync(at(`results/${name}.json`), 'utf8'));

beforeEach(async () => {
  folder = folderWith(files);
  const { code, err } = await run('accept', '--quiet');
  if (code !== 0) throw new Error(err);
});
afterEach(() => folder.remove());

describe('gate', () => {
  test('of what was accepted tells no drift', async () => {
    expect(await run('gate', '--quiet')).toMatchObject({ code: 0, err: '' });
  });

  test('after an unlock was dropped names the function, the verdict with its trail, and the steps that are taken no more', async () => {
    edit('src/counter.ts', '  counter += 1;\n  spin_unlock(lock);', '  counter += 1;');
    const { code, out } = await run('gate', '--quiet');
    expect(out).toContain('drift: changed since it was accepted: count (src/counter.ts)\n');
    expect(out).toContain('drift: hung: proved → hung\n');
    expect(out).toContain("fdcheck replay 'count@base:");
    expect(out).toMatch(/drift: count: 6 steps → 5, taken \d+ → \d+ times/);
    expect(out).toContain('✓ close @ base: proved, as expected\n');
    expect(code).toBe(21);
  });

  test('after a check was dropped tells which steps were taken and are no longer', async () => {
    edit('src/counter.ts', 'if (closed) {', 'if (closed && counter > 2) {');
    const { code, out } = await run('gate', '--quiet');
    expect(out).toMatch(/drift: count: \d steps → \d/);
    expect(code).toBe(21);
    edit('src/counter.ts', 'if (closed && counter > 2) {', 'if (closed) {');
    edit('src/counter.ts', '  closed = true;', '  closed = false;');
    const seen = await run('gate', '--quiet', 'count');
    expect(seen.out).toContain('drift: changed since it was accepted: close (src/counter.ts)\n');
    expect(seen.out).toMatch(/drift: count, step \d \(spin_unlock\(lock\)\): taken (once|\d+ times) and now never\n/);
  });

  test.each([
    ['a comment', /\nexport/g, '\n/** Comment. */\nexport'],
    ['an empty line', 'closed = true;', '\n\nclosed = true;'],
  ])('after an edit of %s tells no drift', async (_what, from, to) => {
    edit('src/counter.ts', from, to);
    expect(await run('gate', '--quiet')).toMatchObject({ code: 0 });
  });

  test('tells a change of declarations, where functions are as they were', async () => {
    edit('src/counter.ts', 'let counter: Int<0, 2> = 0;', 'let counter: Int<0, 2> = 1;');
    expect((await run('gate', '--quiet')).out).toContain('drift: changed since it was accepted: declarations (types, constants, imports)\n');
  });

  test('stops when enough checks drift, and says what it left', async () => {
    edit('src/counter.ts', 'closed = true;', 'closed = !closed;');
    const some = await run('gate', '--quiet', '--bail', '1');
    expect(some.out).toContain('not begun: 1 check, as there are enough drifts (--bail 0 goes on)\n');
    expect(some.code).toBe(21);
    expect((await run('gate', '--quiet', '--bail', '0')).out).not.toContain('not begun');
    expect(JSON.parse((await run('gate', '--quiet', '--bail', '1', '--json')).out)).toMatchObject({ command: 'gate', outcome: 'drift', exit: 21, skipped: [expect.stringContaining('@ base')] });
  });

  test('keeps the exit code of what does not compile', async () => {
    edit('src/counter.ts', 'closed = true;', 'closed = 3;');
    expect(await run('gate', '--quiet')).toMatchObject({ code: 150 });
  });

  test('says that a search did not come to its end, and compares nothing of it', async () => {
    const { code, out } = await run('gate', '--quiet', 'count', '--max-states', '1');
    expect(out).not.toContain('drift:');
    expect(code).toBe(22);
  });
});

describe('accept', () => {
  test('of the same again changes no byte', async () => {
    const before = results();
    expect(await run('accept', '--quiet')).toMatchObject({ code: 0 });
    expect(results()).toEqual(before);
  });

  test('of something else wants to know why, writes nothing without, and keeps the reason with it', async () => {
    const before = results();
    edit('src/counter.ts', '  closed = true;', '  closed = false;');
    const refused = await run('accept', '--quiet');
    expect(refused.err).toContain("results/close.json and 1 more result would change, and nothing was written. Say why that is right: fdcheck accept --why '…'");
    expect(refused.code).toBe(64);
    expect(results()).toEqual(before);
    expect(await run('accept', '--quiet', '--why', 'It never closes')).toMatchObject({ code: 0 });
    expect(results().map((text) => (JSON.parse(text) as { why: string }).why)).toEqual(['It never closes', 'It never closes']);
    const accepted = results();
    expect(await run('accept', '--quiet')).toMatchObject({ code: 0 });
    expect(results()).toEqual(accepted);
    expect(await run('gate', '--quiet')).toMatchObject({ code: 0 });
  });

  test('refuses an empty reason', async () => {
    expect(await run('accept', '--why', ' ')).toMatchObject({ code: 64 });
  });

  test('of one spec leaves the others as they are', async () => {
    const [, close] = results();
    edit('src/counter.ts', '  counter += 1;\n', '  counter += 0;\n');
    expect(await run('accept', 'count', '--quiet', '--why', 'It counts no more')).toMatchObject({ code: 0 });
    expect(results()[1]).toBe(close);
  });
});

describe('--changed-since', () => {
  const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder.path, encoding: 'utf8' });
  beforeEach(() => {
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'all');
  });

  test.each([
    ['nothing', () => {}, []],
    ['a function that one spec reaches', () => edit('src/counter.ts', 'counter += 1', 'counter += 0'), ['count']],
    ['a function that both reach', () => edit('src/counter.ts', 'closed = true', 'closed = false'), ['close', 'count']],
    ['a comment', () => edit('src/counter.ts', 'counter += 1;', 'counter += 1; // one'), []],
    ['a declaration', () => edit('src/counter.ts', 'closed: boolean = false', 'closed: boolean = true'), ['close', 'count']],
    ['a spec', () => edit('specs/close.ts', 'value() < 2', 'value() < 1'), ['close']],
    ['a result', () => edit('results/close.json', '"states": ', '"states": 1'), ['close']],
    ['what packages are installed', () => writeFileSync(at('package.json'), '{}'), ['close', 'count']],
    ['a new spec', () => writeFileSync(at('specs/more.ts'), question('more', 'close')), ['more']],
  ])('checks what can be affected by an edit of %s', async (_what, change, specs) => {
    change();
    const { out } = await run('check', '--quiet', '--changed-since', 'HEAD');
    const [first, ...lines] = out.trimEnd().split('\n').filter((line) => !line.startsWith('  '));
    expect(first).toMatch(new RegExp(`^${specs.length} checks? of \\d can be affected by what changed since HEAD$`));
    expect(lines.filter((line) => /^[✓✗]/.test(line)).map((line) => line.slice(2).split(' ')[0])).toEqual(specs);
  });

  test('checks what is made of files that git does not keep', async () => {
    writeFileSync(at('.gitignore'), 'src\n');
    git('rm', '-q', '--cached', 'src/counter.ts');
    git('add', '.');
    git('commit', '-qm', 'The model is kept elsewhere');
    expect((await run('check', '--quiet', '--changed-since', 'HEAD')).out).toContain('2 checks of 2');
  });

  test('tells the result of a spec that is no more', async () => {
    rmSync(at('specs/close.ts'));
    const { code, out } = await run('gate', '--quiet', '--changed-since', 'HEAD');
    expect(out).toContain('results/close.json: accepted, and there is no such spec any more');
    expect(code).toBe(21);
  });

  test('counts what was committed since, too', async () => {
    edit('src/counter.ts', 'counter += 1', 'counter += 0');
    git('commit', '-qam', 'less');
    expect((await run('gate', '--quiet', '--changed-since', 'HEAD')).out).toContain('0 checks of 2');
    expect((await run('gate', '--quiet', '--changed-since', 'HEAD~')).out).toContain('1 check of 2');
  });

  test('of a revision that there is not is a usage error', async () => {
    expect(await run('check', '--changed-since', 'nowhere')).toMatchObject({ code: 64, err: expect.stringContaining('--changed-since nowhere: git cannot tell') });
  });
});

describe('--shard', () => {
  test('i/n are parts of the checks: each is in one of them', async () => {
    const parts = await Promise.all(['1/2', '2/2'].map((shard) => run('gate', '--quiet', '--shard', shard)));
    const checked = parts.map(({ out }) => [...out.matchAll(/^✓ (\S+)/gm)].map(([, name]) => name));
    expect(checked.map((names) => names.length)).toEqual([1, 1]);
    expect(checked.flat().toSorted()).toEqual(['close', 'count']);
    expect(parts[0]!.out).toContain('shard 1 of 2: 1 check of 2\n');
  });

  test.each(['0/2', '3/2', '1', 'a/b', '1/0'])('%s is refused', async (shard) => {
    expect(await run('check', '--shard', shard)).toMatchObject({ code: 64, err: expect.stringContaining('a shard is i/n, with i from 1 to n: 2/4') });
  });

  test('parts are disjoint, complete, in the order of the whole, and none is dearer than another by more than one item', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), (costs, count) => {
      const items = costs.map((cost, place) => ({ cost, place }));
      const parts = Array.from({ length: count }, (_, i) => partOf(items, ({ cost }) => cost, { index: i + 1, count }));
      expect(parts.flat().toSorted((a, b) => a.place - b.place)).toEqual(items);
      for (const part of parts) expect(part).toEqual(part.toSorted((a, b) => a.place - b.place));
      const loads = parts.map((part) => part.reduce((sum, { cost }) => sum + cost, 0));
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(Math.max(0, ...costs));
    }));
  });
});
