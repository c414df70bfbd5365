/** `check --watch` as a process, with edits as editors make them. Nothing waits for a time: each edit is made after what is printed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';
import { questions } from './questions.js';
import { run } from '../../src/cli/run.js';
import { processTerminal } from '../../src/cli/terminal.js';
import { packaged, type Packaged } from '../helpers/packaged.js';

/** A spec of a counter in another file. */
const question = `// Is the counter what it should be?
import { Int, proved, spec } from 'fdcheck/lang';
import { add, counter } from '../lib/counter.js';

function small(): boolean {
  return counter <= 2;
}

export default spec({ tasks: { A: add, B: add }, always: [small], expect: { base: proved } });
`;
const counting = (by: number): string => `import { Int } from 'fdcheck/lang';

export let counter: Int<0, 9> = 0;

export function add(): void {
  counter += ${by};
}
`;
/** Far more states than any test waits for. */
const endless = `// How long does this take?
import { Int, proved, spec } from 'fdcheck/lang';

let a: Int<0, 250> = 0;
let b: Int<0, 250> = 0;
let c: Int<0, 250> = 0;
let d: Int<0, 250> = 0;

function count_a(): void {
  while (a < 250) a += 1;
}

function count_b(): void {
  while (b < 250) b += 1;
}

function count_c(): void {
  while (c < 250) c += 1;
}

function count_d(): void {
  while (d < 250) d += 1;
}

function sane(): boolean {
  return a + b + c + d >= 0;
}

export default spec({ tasks: { A: count_a, B: count_b, C: count_c, D: count_d }, always: [sane], expect: { base: proved } });
`;

let user: Packaged;

beforeAll(() => {
  user = packaged();
});

afterAll(() => user.remove());

/** A process whose output can be waited for, in pieces. */
class Watching {
  private text = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;
  private wake: () => void = () => {};

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, [user.main, ...args], { cwd: user.folder, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout!, this.child.stderr!]) stream.on('data', (data: Buffer) => (this.text += data.toString(), this.wake()));
    this.ended = new Promise((resolve) => this.child.on('close', (code) => (resolve(code), this.wake())));
  }

  /** What was printed up to and with this, which is then forgotten. */
  async until(what: string): Promise<string> {
    while (!this.text.includes(what)) {
      if (this.child.exitCode !== null) throw new Error(`ended without '${what}':\n${this.text}`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    const end = this.text.indexOf(what) + what.length;
    const seen = this.text.slice(0, end);
    this.text = this.text.slice(end);
    return seen;
  }

  /** As Ctrl-C does; the exit code and what was printed since. */
  async interrupt(): Promise<{ code: number | null; rest: string }> {
    this.child.kill('SIGINT');
    return { code: await this.ended, rest: this.text };
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

const at = (name: string): string => join(user.folder, name);
let watching: Watching;

beforeEach(() => {
  for (const name of ['specs', 'lib']) rmSync(at(name), { recursive: true, force: true });
  user.write({ 'specs/count.ts': question, 'lib/counter.ts': counting(1) });
});

afterEach(() => watching.kill());

function start(...args: readonly string[]): Watching {
  return (watching = new Watching(['check', ...args, '--watch']));
}

describe('check --watch', () => {
  test('checks again after a save, of the spec or of what it imports, and ends with the code of the last check', async () => {
    const seen = start('count');
    expect(await seen.until('1 check, all as expected')).toMatch(/^watching \d+ files; Ctrl-C ends\n✓ count @ base: proved, as expected\n/);
    writeFileSync(at('lib/counter.ts'), counting(2));
    expect(await seen.until('(exit code 12)')).toContain('lib/counter.ts changed\n✗ count @ base: violated(small), NOT as expected\n');
    expect(await seen.interrupt()).toMatchObject({ code: 12 });
  });

  test('sees a file that an editor renames into place', async () => {
    const seen = start('count');
    await seen.until('1 check, all as expected');
    for (const by of [2, 1, 3]) {
      writeFileSync(at('lib/.counter.ts.swp'), counting(by));
      renameSync(at('lib/.counter.ts.swp'), at('lib/counter.ts'));
      expect(await seen.until(by === 1 ? '1 check, all as expected' : '1 of 1 check not as expected')).toContain('lib/counter.ts changed\n');
    }
  });

  test('shows what does not compile, and goes on', async () => {
    const seen = start('count');
    await seen.until('1 check, all as expected');
    writeFileSync(at('lib/counter.ts'), counting(1).replace('counter += 1', 'counter += missing'));
    expect(await seen.until('(exit code 150)')).toMatch(/lib\/counter\.ts:6:14: error: .*\n 6 \|   counter \+= missing;/);
    writeFileSync(at('lib/counter.ts'), counting(1).replace('{', '{{'));
    expect(await seen.until('(exit code 150)')).toContain('syntax error');
    writeFileSync(at('lib/counter.ts'), counting(1));
    await seen.until('1 check, all as expected');
    expect(await seen.interrupt()).toMatchObject({ code: 0 });
  });

  test('follows imports that come and go, also into a folder that is not there yet', async () => {
    const seen = start('count');
    await seen.until('1 check, all as expected');
    writeFileSync(at('specs/count.ts'), question.replace('../lib/counter.js', '../lib/new/other.js'));
    expect(await seen.until('(exit code 150)')).toContain('cannot read');
    mkdirSync(at('lib/new'));
    writeFileSync(at('lib/new/other.ts'), counting(1));
    await seen.until('1 check, all as expected');
    writeFileSync(at('lib/counter.ts'), counting(2));
    writeFileSync(at('lib/new/other.ts'), counting(3));
    expect(await seen.until('(exit code 12)')).toContain('lib/new/other.ts changed\n');
    rmSync(at('lib/new'), { recursive: true });
    await seen.until('(exit code 150)');
    user.write({ 'lib/new/other.ts': counting(1) });
    await seen.until('1 check, all as expected');
  });

  test('waits for a spec that is away for a while', async () => {
    const seen = start('count');
    await seen.until('1 check, all as expected');
    renameSync(at('specs/count.ts'), at('count.ts.away'));
    await seen.until("error: no spec 'count'");
    renameSync(at('count.ts.away'), at('specs/count.ts'));
    expect(await seen.until('1 check, all as expected')).toContain('specs/count.ts changed\n');
  });

  test('an edit ends the check that runs, which says nothing more', async () => {
    user.write({ 'specs/count.ts': endless });
    const seen = start('count');
    await seen.until('frontier');
    user.write({ 'specs/count.ts': question });
    const text = await seen.until('1 check, all as expected');
    expect(text).not.toContain('inconclusive');
    expect(text).toMatch(/specs\/count\.ts(, lib\/counter\.ts)? changed\n/);
  });

  test('Ctrl-C ends a check that runs, as it does without --watch', async () => {
    user.write({ 'specs/count.ts': endless });
    const seen = start('count');
    await seen.until('Ctrl-C ends\n');
    const { code, rest } = await seen.interrupt();
    expect(rest).toContain('inconclusive (interrupted)');
    expect(code).toBe(22);
  });

  test('writes nothing but plain lines where there is no terminal', async () => {
    const seen = start('count');
    let text = await seen.until('1 check, all as expected');
    writeFileSync(at('lib/counter.ts'), counting(2));
    text += await seen.until('(exit code 12)');
    expect(text).not.toContain('\u001b');
  });
});

describe('check --watch in a terminal', () => {
  test('wipes the screen before each check but the first', async () => {
    const folder = folderWith({ 'specs/fine.ts': questions['specs/fine.ts'] });
    const interrupt = new AbortController();
    let [text, checks] = ['', 0];
    const out = (more: string): void => {
      text += more;
      if (!more.includes('all as expected')) return;
      checks += 1;
      if (checks === 1) writeFileSync(join(folder.path, 'specs/fine.ts'), `${questions['specs/fine.ts']}\n`);
      else interrupt.abort();
    };
    const code = await run(['check', 'fine', '--watch'], { ...processTerminal(interrupt.signal), cwd: folder.path, colour: false, live: true, out, err: out });
    folder.remove();
    expect(code).toBe(0);
    expect(text.split('\u001b[2J\u001b[3J\u001b[H')).toHaveLength(2);
    expect(text.split('\u001b[2J\u001b[3J\u001b[H')[1]).toMatch(/^specs\/fine\.ts changed\n/);
  });
});

describe('check --watch refuses', () => {
  test.each([
    ['one document of many results', ['fine', '--json'], '--watch prints a result after the other'],
    ['a spec that was never there', ['absent'], "no spec 'absent'"],
    ['a variant that the spec has not', ['fine', '--variant', 'v9'], "expects nothing of variant 'v9'"],
  ])('%s', async (_, args, says) => {
    const folder = folderWith({ 'specs/fine.ts': questions['specs/fine.ts'] });
    const { code, err } = await fdcheck(folder.path, ['check', ...args, '--watch']);
    folder.remove();
    expect(err).toContain(says);
    expect(code).toBe(64);
  });
});
