import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSpec, variantNames } from '../../src/lang/compile.js';
import { fdcheck, folderWith } from './harness.js';
import { questions } from './questions.js';
import { packaged, root, type Packaged } from '../helpers/packaged.js';
import { versions } from '../helpers/versions.js';

const files = { ...questions, 'specs/versions.ts': versions, 'specs/not.d.ts': '', 'mine.spec.ts': '', 'below/other.ts': '' };
let folder = { path: '', remove: (): void => {} };

beforeAll(() => {
  folder = folderWith(files);
});

afterAll(() => folder.remove());

/** What could stand where the last of the words is. */
async function completed(...words: readonly string[]): Promise<string[]> {
  const { code, out, err } = await fdcheck(folder.path, ['complete', '--', ...words]);
  expect([code, err]).toEqual([0, '']);
  return out.split('\n').slice(0, -1).map((line) => line.split('\t')[0]!);
}

describe('fdcheck complete', () => {
  test('knows the commands, but not itself', async () => {
    const commands = await completed('');
    expect(commands).toEqual(expect.arrayContaining(['check', 'gate', 'accept', 'completion', 'help']));
    expect(commands).not.toContain('complete');
    expect(await completed('ch')).toEqual(['check']);
    expect(await completed('help', 'ex')).toEqual(['explain']);
  });

  test('knows the options of a command that are not there yet, with a few words about each', async () => {
    expect(await completed('check', '--ma')).toEqual(['--max-states', '--max-depth', '--max-seconds']);
    expect(await completed('check', '--max-states', '5', '--ma')).toEqual(['--max-depth', '--max-seconds']);
    expect(await completed('check', '--max-states=5', '--ma')).toEqual(['--max-depth', '--max-seconds']);
    expect((await fdcheck(folder.path, ['complete', '--', 'check', '--fi'])).out).toBe('--first\tstop after the level in which something is violated\n');
    expect(await completed('--v')).toEqual(['--version']);
  });

  test('knows what options choose from, behind a space and behind =', async () => {
    expect(await completed('check', '--engine', '')).toEqual(['compiled', 'interpreter']);
    expect(await completed('check', '--engine=i')).toEqual(['--engine=interpreter']);
    expect(await completed('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(await completed('check', '--max-states', '')).toEqual([]);
  });

  test('goes on in a list', async () => {
    expect(await completed('check', '--reduce', '')).toEqual(['all', 'none', 'private', 'transactions', 'symmetry']);
    expect(await completed('check', '--reduce', 'private,')).toEqual(['private,transactions', 'private,symmetry']);
    expect(await completed('compare', 'versions', '--variants', 'v1,')).toEqual(['v1,fix/1']);
  });

  test('knows specs by their names, a folder at a time, without those that are there', async () => {
    expect(await completed('check', '')).toEqual(['fine', 'freed', 'locks/', 'lost', 'versions']);
    expect(await completed('check', 'locks/')).toEqual(['locks/opposite']);
    expect(await completed('gate', 'lost', 'f')).toEqual(['fine', 'freed']);
    expect(await completed('check', '--', 'fi')).toEqual(['fine']);
    expect(await completed('compare', 'lost', '')).toEqual([]);
  });

  test('knows spec files by their paths where no name begins like that', async () => {
    expect(await completed('check', 'm')).toEqual(['mine.spec.ts']);
    expect(await completed('check', 'be')).toEqual(['below/']);
    expect(await completed('check', 'below/')).toEqual(['below/other.ts']);
    expect(await completed('check', './sp')).toEqual(['./specs/']);
  });

  test('knows the variants of the specs that are named', async () => {
    expect(await completed('check', 'versions', '--variant', '')).toEqual(['v1', 'fix/1']);
    expect(await completed('check', '--quiet', 'versions', 'lost', '--variant', '')).toEqual(['v1', 'fix/1', 'base']);
    expect(await completed('check', '--variant', '')).toEqual([]);
  });

  test.each([
    ['an unknown command', ['chekc', '']],
    ['an unknown spec', ['check', 'absent', '--variant', '']],
    ['a folder that is not there', ['check', 'absent/x/']],
    ['a spec that is none', ['check', 'mine.spec.ts', '--variant', '']],
    ['an unknown option', ['check', '--wrong=', '--variants=']],
    ['what looks like an option of its own', ['complete', '--help']],
  ])('says nothing, and that is all, for %s', async (_, words) => {
    expect(await completed(...words)).toEqual([]);
  });

  test('the variants that it reads off a spec are those that the spec has', () => {
    for (const name of ['exec/posix-lock-survives-exec', 'fdtable/close-against-fget', 'series/matrix/threads', 'locks/close-against-setlk']) {
      const file = `${root}/specs/${name}.ts`;
      expect(variantNames(file)).toEqual(loadSpec(file).variants);
    }
  });
});

describe('in bash', () => {
  let user: Packaged;

  beforeAll(() => {
    user = packaged();
    user.write(files);
  });

  afterAll(() => user.remove());

  /** What bash offers for these words, the last of which is being typed, as readline takes them apart. */
  function offered(...words: readonly string[]): string[] {
    const script = `fdcheck() { "$NODE" "$MAIN" "$@"; }
      source <(fdcheck completion bash)
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
      eval "$(complete -p fdcheck | sed 's/^complete -F \\([^ ]*\\) fdcheck$/\\1/')"
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { ...process.env, NODE: process.execPath, MAIN: user.main };
    return execFileSync('bash', ['--norc', '-euc', script, 'bash', ...words], { cwd: user.folder, env, encoding: 'utf8' }).split('\n').filter((line) => line !== '');
  }

  test('a tab completes commands, specs, variants and values', () => {
    expect(offered('fdcheck', 'ga')).toEqual(['gate']);
    expect(offered('fdcheck', 'check', 'locks/o')).toEqual(['locks/opposite']);
    expect(offered('fdcheck', 'check', 'versions', '--variant', 'f')).toEqual(['fix/1']);
    expect(offered('fdcheck', 'check', 'absent', '--variant', '')).toEqual([]);
  });

  test('what bash takes apart at = is completed behind it', () => {
    expect(offered('fdcheck', 'check', '--engine', '=', 'int')).toEqual(['interpreter']);
    expect(offered('fdcheck', 'check', '--engine', '=')).toEqual(['compiled', 'interpreter']);
    expect(offered('fdcheck', 'check', '--engine', '=', 'compiled', '--fir')).toEqual(['--first']);
  });

  test('the scripts of all shells ask the command that is there', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) expect((await fdcheck(folder.path, ['completion', shell])).out).toContain(' complete -- ');
    const { code, err } = await fdcheck(folder.path, ['completion', 'csh']);
    expect(err).toContain("Allowed choices are bash, zsh, fish");
    expect(code).toBe(64);
  });
});
