import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { questions } from './cli/questions.js';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };

const mySpec = `// Does a POSIX lock survive execve when the process has a second thread?
import { as, proved, spec, violated } from 'fdcheck/lang';
import { A, execve, F_SETLK, F_WRLCK, fcntl, open, pause, posix_lock_survives_exec, process, thread_of } from 'fdcheck/model';

function leader(): void {
  execve(pause_for_ever);
}

function pause_for_ever(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', pause_for_ever) },
  bounds: { fds: 2, files_struct: 2 },
  always: [posix_lock_survives_exec],
  expect: { 'v5.10': violated(posix_lock_survives_exec), 'series/1': proved },
});
`;

let folder = '';

function inFolder(command: string, args: readonly string[]): { code: number | null; out: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8', timeout: 240_000 });
  return { code: status, out: stdout + (status === 0 ? '' : stderr) };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdcheck-package-'));
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, env });
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root, env, stdio: 'pipe' });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  writeFileSync(join(folder, 'package.json'), '{ "name": "elsewhere", "private": true, "type": "module" }\n');
  execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, archive)], { cwd: folder, env, stdio: 'pipe' });
  writeFileSync(join(folder, 'my.spec.ts'), mySpec);
  writeFileSync(join(folder, 'lost.spec.ts'), questions['specs/lost.ts']);
}, 280_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe('the packed package', () => {
  test('checks a spec outside the repository that imports the language and the kernel', () => {
    const { code, out } = inFolder('npx', ['fdcheck', 'check', 'my.spec.ts']);
    expect(out).toContain('my @ v5.10: violated(posix_lock_survives_exec), as expected');
    expect(out).toContain('my @ series/1: proved, as expected');
    expect(code).toBe(0);
  });

  test('says the same whatever the number of workers', () => {
    const [one, two] = ['1', '2'].map((workers) => inFolder('npx', ['fdcheck', 'check', 'my.spec.ts', 'lost.spec.ts', '--trails', '--workers', workers]));
    expect(two).toEqual(one);
    expect(one!.out).toContain('3 checks, all as expected');
  });

  test('a trail that it printed is replayed', () => {
    const { out } = inFolder('npx', ['fdcheck', 'check', 'lost.spec.ts']);
    const { out: replayed, code } = inFolder('npx', ['fdcheck', 'replay', /'([^']+)'/.exec(out)![1]!]);
    expect(replayed).toContain('none_lost is false here');
    expect(code).toBe(0);
  });

  test('is a library with types', () => {
    writeFileSync(join(folder, 'use.mjs'), "import { check, compile, loadSpec, NO_REDUCTIONS } from 'fdcheck';\nconst { counts } = await check(compile(loadSpec('lost.spec.ts'), 'base'), { reductions: NO_REDUCTIONS });\nconsole.log(counts.states);\n");
    expect(inFolder('node', ['use.mjs'])).toEqual({ code: 0, out: '12\n' });
  });

  test('makes the HTML report, whose page it has ready', () => {
    writeFileSync(join(folder, 'report.mjs'), `import { htmlReport } from 'fdcheck';\nconst empty = { format: 'fdcheck-check-2', command: 'check', outcome: 'proved', exit: 0, runs: [], pairs: [], failures: [], drifts: [], skipped: [] };\nconsole.log(htmlReport(empty).length > 50_000);\n`);
    expect(inFolder('node', ['report.mjs'])).toEqual({ code: 0, out: 'true\n' });
  });

  test('contains no tests, no sources that run, and both licences', () => {
    const files = readdirSync(join(folder, 'node_modules/fdcheck'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /^(test|specs|results)\//.test(file) || /^src\/(checker|report|cli|lang\/front)\//.test(file))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['LICENSES/MIT.txt', 'LICENSES/GPL-2.0-only.txt', 'dist/index.d.ts', 'schema/check.json', 'src/lang/vocabulary/index.ts', 'src/model/index.ts']));
  });
});
