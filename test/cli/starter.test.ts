/** `fdcheck init` in a folder of one's own: what it writes and leaves alone, and that it works as the README in it says. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';
import { packaged, root } from '../helpers/packaged.js';

const FILES = ['.github/workflows/fdcheck.yml', '.gitignore', 'README.md', 'package.json', 'specs/get-against-put.ts', 'src/session.ts', 'test/specs.test.ts', 'tsconfig.json'];
const manifest: { version: string; devDependencies: Record<string, string> } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1)).toSorted();
}

describe('init in a folder', () => {
  let folder = { path: '', remove: (): void => {} };
  const text = (name: string): string => readFileSync(join(folder.path, name), 'utf8');
  const init = (...args: string[]) => fdcheck(folder.path, ['init', ...args]);

  beforeEach(() => {
    folder = folderWith({});
  });

  afterEach(() => folder.remove());

  test('that is empty writes a starter, and says what is next', async () => {
    const { code, out } = await init();
    expect(filesIn(folder.path)).toEqual(FILES);
    expect(out.split('\n').filter((line) => line.startsWith('wrote ')).map((line) => line.slice(6)).toSorted()).toEqual(FILES);
    expect(out).toContain('Next:\n  1. npm install\n');
    expect(code).toBe(0);
  });

  test('asks for this version of fdcheck, and for the vitest and TypeScript that it is tested with', async () => {
    await init();
    const { typescript, vitest } = manifest.devDependencies;
    expect(JSON.parse(text('package.json'))).toMatchObject({ private: true, type: 'module', devDependencies: { fdcheck: `^${manifest.version}`, typescript, vitest } });
  });

  test('is called like the folder, as npm takes names', async () => {
    for (const [name, called] of [['My Model', 'my-model'], ['._x', 'x'], ['fdcheck', 'my-model'], ['Ü', 'my-model']]) {
      const named = folderWith({ [`${name!}/.keep`]: '' });
      await fdcheck(join(named.path, name!), ['init']);
      expect(JSON.parse(readFileSync(join(named.path, name!, 'package.json'), 'utf8'))).toMatchObject({ name: called });
      named.remove();
    }
  });

  test('a second time changes nothing', async () => {
    await init();
    const before = FILES.map(text);
    const { code, out } = await init();
    expect(out).not.toContain('wrote');
    expect(FILES.map(text)).toEqual(before);
    expect(code).toBe(0);
  });

  test('of a project adds what is missing, and leaves what is there as it is', async () => {
    const own = {
      'package.json': '{\n\t"name": "theirs",\n\t"scripts": {\n\t\t"test": "mocha"\n\t},\n\t"dependencies": {\n\t\t"typescript": "^5"\n\t}\n}\n', '.gitignore': 'node_modules\nout/', 'README.md': '# Theirs\n', 'tsconfig.json': '{}\n',
    };
    for (const [name, what] of Object.entries(own)) writeFileSync(join(folder.path, name), what);
    const { code, out } = await init();
    expect(text('package.json')).toBe(`{\n\t"name": "theirs",\n\t"scripts": {\n\t\t"test": "mocha",\n\t\t"check": "fdcheck check",\n\t\t"gate": "fdcheck gate",\n\t\t"types": "tsc"\n\t},\n\t"dependencies": {\n\t\t"typescript": "^5"\n\t},\n\t"devDependencies": {\n\t\t"fdcheck": "^${manifest.version}",\n\t\t"vitest": "${manifest.devDependencies['vitest']!}"\n\t}\n}\n`);
    expect(text('.gitignore')).toBe('node_modules\nout/\nfdcheck.html\n');
    expect([text('README.md'), text('tsconfig.json')]).toEqual([own['README.md'], own['tsconfig.json']]);
    for (const line of ['left README.md alone', 'left tsconfig.json alone', 'added to package.json', 'added to .gitignore', 'wrote src/session.ts']) expect(out).toContain(line);
    expect(code).toBe(0);
  });

  test('in which a file would be lost refuses, names it, and writes nothing; --force writes over it', async () => {
    await init();
    for (const name of ['src/session.ts', 'test/specs.test.ts']) writeFileSync(join(folder.path, name), 'mine\n');
    rmSync(join(folder.path, 'tsconfig.json'));
    const { code, err } = await init();
    expect(err).toContain('error: src/session.ts, test/specs.test.ts are there already, and are other files: nothing was written.');
    expect([text('src/session.ts'), existsSync(join(folder.path, 'tsconfig.json'))]).toEqual(['mine\n', false]);
    expect(code).toBe(64);
    expect((await init('--force')).out).toContain('wrote src/session.ts\n');
    expect(text('src/session.ts')).toBe(readFileSync(join(root, 'starter/src/session.ts'), 'utf8'));
  });

  test.each([
    ['that is no JSON', '{ "name": ', 'package.json is no JSON object'],
    ['that is a list', '[]', 'package.json is no JSON object'],
    ['with scripts that are none', '{ "scripts": "test" }', '"scripts" in package.json is no object'],
  ])('refuses a package.json %s, and writes nothing', async (_, what, says) => {
    writeFileSync(join(folder.path, 'package.json'), what);
    const { code, err } = await init();
    expect(err).toContain(says);
    expect(filesIn(folder.path)).toEqual(['package.json']);
    expect(code).toBe(64);
  });

  test('takes --force for a starter only', async () => {
    const clone = folderWith({ 'src/model/switches.ts': '' });
    const { code, err } = await fdcheck(clone.path, ['init', '--patch', 'mine', '--function', 'x', '--force']);
    clone.remove();
    expect(err).toContain('--force is for a starter');
    expect(code).toBe(64);
  });
});

describe('the starter, with the packed package', () => {
  let [folder, archives] = ['', ''];
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };

  function run(command: string, ...args: readonly string[]): { code: number | null; out: string } {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8', timeout: 240_000 });
    return { code: status, out: stdout + stderr };
  }

  beforeAll(() => {
    const built = packaged();
    [folder, archives] = [mkdtempSync(join(tmpdir(), 'fdcheck-starter-')), mkdtempSync(join(tmpdir(), 'fdcheck-packed-'))];
    spawnSync('npm', ['pack', '--ignore-scripts', '--pack-destination', archives], { cwd: built.fdcheck, env });
    built.remove();
    const archive = join(archives, readdirSync(archives)[0]!);
    const quietly = ['--prefer-offline', '--no-audit', '--no-fund'];
    run('npm', 'install', '--prefix', archives, ...quietly, archive);
    run(join(archives, 'node_modules/.bin/fdcheck'), 'init');
    run('npm', 'install', '--save-dev', ...quietly, archive);
  }, 280_000);

  afterAll(() => [folder, archives].forEach((path) => rmSync(path, { recursive: true, force: true })));

  test('is written by it whole', () => {
    expect(filesIn(folder).filter((name) => !name.startsWith('node_modules/') && name !== 'package-lock.json')).toEqual(FILES);
  });

  test('check finds the violation and the proof', () => {
    const { code, out } = run('npx', 'fdcheck', 'check');
    expect(out).toContain('get-against-put @ v1: violated(session_is_alive) and reports(refcount), as expected');
    expect(out).toContain('get-against-put @ fix: proved, as expected');
    expect(code).toBe(0);
  });

  test('the compiler and the test pass', () => {
    expect(run('npm', 'run', '--silent', 'types')).toEqual({ code: 0, out: '' });
    const { code, out } = run('npm', 'test');
    expect(out).toContain('2 passed');
    expect(code).toBe(0);
  });

  test('what is accepted passes the gate; the unlock that README.md moves does not, with the line in its counterexample', () => {
    expect(run('npm', 'run', 'gate').code).not.toBe(0);
    expect(run('npx', 'fdcheck', 'accept').code).toBe(0);
    expect(filesIn(join(folder, 'results'))).toEqual(['get-against-put.json']);
    expect(run('npm', 'run', 'gate').code).toBe(0);

    const [file, unlink, unlock] = [join(folder, 'src/session.ts'), '  if (last) current_session = NULL;\n', '  spin_unlock(session_lock);\n'];
    const before = readFileSync(file, 'utf8');
    expect(before).toContain(unlink + unlock);
    writeFileSync(file, before.replace(unlink + unlock, unlock + unlink));
    expect(run('npm', 'run', 'gate').code).not.toBe(0);
    const { code, out } = run('npx', 'fdcheck', 'check', 'get-against-put', '--variant', 'fix');
    expect(out).toContain('put_under_lock');
    expect(code).toBe(12);
  });
});
