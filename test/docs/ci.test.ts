/** docs/ci.md is true: its YAML obeys its schemas, and its scripts run, in a clone of a project with fdcheck installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { exitCode, outcomesByPrecedence } from '../../src/checker/outcome.js';
import { gitlabSchema, hooksConfigSchema } from '../helpers/ci-schemas.js';
import { packaged, root, type Packaged } from '../helpers/packaged.js';
import { workflowErrors } from '../helpers/workflows.js';

const page = readFileSync(join(root, 'docs/ci.md'), 'utf8');

/** A block of the page: its file, or `sh: title`, and its text. */
const blocks = [...page.matchAll(/^```(?:yaml|sh)\n# ([^\n]+)\n([^]*?)^```$/gm)].map(([, name, text]) => ({ name: name!, text: text! }));
const files = (ending: string) => blocks.filter(({ name }) => name.endsWith(ending));
const script = (title: string): string => blocks.find(({ name }) => name === `sh: ${title}`)!.text;

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string; readonly uses?: string }[] }>>;
}

interface Pipeline {
  readonly [job: string]: { readonly script: readonly string[]; readonly parallel?: number };
}

describe('the files of docs/ci.md', () => {
  test('every block says what it is', () => {
    expect(page.match(/^```(yaml|sh)$/gm)).toHaveLength(blocks.length);
    expect(blocks.length).toBeGreaterThan(9);
  });

  test("workflows obey GitHub's schema", async () => {
    const workflows = blocks.filter(({ name }) => name.startsWith('.github/workflows/'));
    expect(workflows).toHaveLength(2);
    for (const { name, text } of workflows) expect(await workflowErrors(name.split('/').at(-1)!, text)).toEqual([]);
  });

  test('the action is called with inputs that it has, and the page tells of all of them', () => {
    const { inputs }: { inputs: Record<string, { default: string }> } = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
    const given = files('.yml').flatMap(({ text }) => [...text.matchAll(/uses: your-organisation\/fdcheck@[^]*?(?=\n {6}- |\n {2}\w|$)/g)].flatMap(([step]) => [...step.matchAll(/^ {10}([\w-]+):/gm)].map(([, key]) => key!)));
    expect(given.filter((key) => !Object.hasOwn(inputs, key))).toEqual([]);
    const rows = new Map([...page.matchAll(/^\| `([\w-]+)` \| (?:`([^`]+)`|(all|none)) \|/gm)].map(([, name, value]) => [name!, value ?? '']));
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(Object.entries(inputs).map(([name, { default: usual }]) => [name, usual])));
  });

  test('the pipeline obeys what the manual of GitLab says', () => {
    const valid = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(gitlabSchema);
    const [pipeline] = files('.gitlab-ci.yml');
    valid(parse(pipeline!.text));
    expect(valid.errors).toBeNull();
    expect(valid(parse(pipeline!.text.replace('parallel: 4', 'parallel: many')))).toBe(false);
  });

  test('the hooks obey what the manual of pre-commit says, and the local one is the one of this repository', () => {
    const valid = new Ajv({ allErrors: true }).compile(hooksConfigSchema);
    const configs = files('.pre-commit-config.yaml').map(({ text }): { repos: { hooks: Record<string, unknown>[] }[] } => parse(text));
    for (const config of configs) expect([valid(config), valid.errors]).toEqual([true, null]);
    const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'));
    expect(hook).toMatchObject(configs[1]!.repos[0]!.hooks[0]!);
    expect(configs[0]!.repos[0]!.hooks).toEqual([{ id: hook.id }]);
  });

  test('the table of exit codes is complete', () => {
    const told = [...page.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, codes]) => codes!.split(', ').map(Number));
    expect(told.toSorted()).toEqual(outcomesByPrecedence().map(exitCode).toSorted());
  });
});

describe('the scripts of docs/ci.md', () => {
  let user: Packaged;
  let env: NodeJS.ProcessEnv;
  const at = (name: string): string => join(user.folder, name);

  function sh(text: string, more: Readonly<Record<string, string>> = {}): { code: number | null; out: string } {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', `set -eu\n${text}`], { cwd: user.folder, env: { ...env, ...more }, encoding: 'utf8' });
    return { code: status, out: stdout + stderr };
  }

  const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: user.folder, env, encoding: 'utf8', stdio: 'pipe' });

  /** A word of the model that takes the proof away. */
  const broken = (): string => readFileSync(at('src/session.ts'), 'utf8').replace("if (since('fix')) {", "if (since('fix') && false) {");

  beforeAll(() => {
    user = packaged();
    user.write({ 'bin/npm': '#!/bin/sh\ntest "$1" = ci\n', 'node_modules/.bin/fdcheck': '#!/bin/sh\nexec node "$(dirname "$0")/../fdcheck/dist/cli/main.js" "$@"\n' });
    for (const name of ['bin/npm', 'node_modules/.bin/fdcheck']) chmodSync(at(name), 0o755);
    const identity = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org', GIT_CONFIG_GLOBAL: '/dev/null' };
    env = { ...process.env, ...identity, NO_COLOR: '1', FORCE_COLOR: '0', PATH: `${at('bin')}:${process.env['PATH']!}`, GITHUB_STEP_SUMMARY: at('summary.md') };
    sh('fdcheck() { npx --no -- fdcheck "$@"; }; fdcheck init; fdcheck accept');
    git('init', '--quiet', '--initial-branch', 'main');
    writeFileSync(at('.gitignore'), 'node_modules/\nbin/\n/fdcheck.*\n/reports/\n/summary.md\n/.fdcheck-cache/\n');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'first');
    git('tag', 'v1.0');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  });

  afterAll(() => user.remove());

  beforeEach(() => {
    git('checkout', '--quiet', '--force', 'main');
    git('reset', '--quiet', '--hard', 'v1.0');
    for (const name of ['reports', 'fdcheck.xml', 'fdcheck.html', 'fdcheck.ktap', 'summary.md']) rmSync(at(name), { recursive: true, force: true });
    writeFileSync(at('summary.md'), '');
  });

  test('the gate passes, writes its report, and fails where the model is broken', () => {
    expect(sh(script('gate')).code).toBe(0);
    expect(readFileSync(at('fdcheck.xml'), 'utf8')).toContain('<testsuite');
    writeFileSync(at('src/session.ts'), broken());
    expect(sh(script('gate')).code).not.toBe(0);
  });

  test('a pull request is gated on what it can affect', () => {
    writeFileSync(at('README.md'), 'other\n');
    git('commit', '--quiet', '--all', '--message', 'words');
    expect(sh(script('pull request'))).toMatchObject({ code: 0 });
    expect(sh(script('pull request')).out).not.toContain('get-against-put @ fix: proved');
    writeFileSync(at('src/session.ts'), broken());
    git('commit', '--quiet', '--all', '--message', 'broken');
    expect(sh(script('pull request')).out).toContain('session_is_alive');
    expect(sh(script('pull request')).code).not.toBe(0);
  });

  test('shards come together', () => {
    expect(sh(script('shards'))).toMatchObject({ code: 0 });
    const ktap = readFileSync(at('fdcheck.ktap'), 'utf8');
    expect(ktap).toMatch(/^KTAP version 1\n/);
    expect(ktap).toContain('fix');
  });

  test('a kselftest ends as kselftests do', () => {
    expect(sh(script('kselftest'))).toMatchObject({ code: 0 });
    expect(sh(script('kselftest')).out).toMatch(/^KTAP version 1\n/);
    writeFileSync(at('src/session.ts'), broken());
    expect(sh(script('kselftest')).code).toBe(1);
    user.write({ 'bin/npx': '#!/bin/sh\nexit 1\n' });
    chmodSync(at('bin/npx'), 0o755);
    const skipped = sh(script('kselftest'));
    rmSync(at('bin/npx'));
    expect(skipped).toEqual({ code: 4, out: 'TAP version 13\n1..0 # SKIP fdcheck is not installed\n' });
  });

  test('bisect finds the commit, past one that does not compile', () => {
    const whole = readFileSync(at('src/session.ts'), 'utf8');
    const uncompiled = whole.replace('{', '{{');
    const commits = [['words', `${whole}// words\n`], ['uncompiled', uncompiled], ['uncompiled', `${uncompiled}\n`], ['mended', whole], ['culprit', broken()]] as const;
    for (const [message, text] of commits) {
      writeFileSync(at('src/session.ts'), text);
      git('commit', '--quiet', '--all', '--message', message);
    }
    const { code, out } = sh(script('bisect'));
    expect(out).toContain(`${git('rev-parse', 'HEAD').trim()} is the first bad commit`);
    expect(out).toContain('does not compile (exit code 150)');
    expect(code).toBe(0);
    expect(git('rev-parse', '--abbrev-ref', 'HEAD').trim()).toBe('main');
  });

  test('the hook lets a commit of words pass, and refuses a broken model', () => {
    mkdirSync(at('.git/hooks'), { recursive: true });
    writeFileSync(at('.git/hooks/pre-commit'), script('hook'));
    chmodSync(at('.git/hooks/pre-commit'), 0o755);
    expect(script('hook')).toMatch(/^#!\/bin\/sh\n/);
    writeFileSync(at('README.md'), 'other\n');
    expect(sh('git commit --all --message words').code).toBe(0);
    writeFileSync(at('src/session.ts'), broken());
    const { code, out } = sh('git commit --all --message broken');
    rmSync(at('.git/hooks/pre-commit'));
    expect(out).toContain('session_is_alive');
    expect(code).not.toBe(0);
    const hook = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'))[0] as { entry: string };
    expect(sh(hook.entry).code).not.toBe(0);
  });

  test("GitLab's jobs pass: each shard, then the report", () => {
    const { stages: _, ...jobs }: Pipeline & { stages: unknown } = parse(files('.gitlab-ci.yml')[0]!.text);
    const count = jobs['fdcheck']!.parallel!;
    for (let index = 1; index <= count; index += 1) {
      expect(sh(jobs['fdcheck']!.script.join('\n'), { CI_NODE_INDEX: String(index), CI_NODE_TOTAL: String(count) })).toMatchObject({ code: 0 });
      expect(existsSync(at(`reports/${index}.xml`))).toBe(true);
    }
    expect(sh(jobs['report']!.script.join('\n'))).toMatchObject({ code: 0 });
    expect(readFileSync(at('fdcheck.html'), 'utf8')).toContain('<!');
  });

  test("GitHub's jobs pass: the steps of the action with what the workflows give it, then the report", () => {
    const { runs, inputs }: { runs: { steps: { id?: string; run?: string }[] }; inputs: Record<string, { default: string }> } = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
    const text = runs.steps.find(({ id }) => id === 'run')!.run!;
    const action = (args: string, reporter: string) => spawnSync('bash', ['-eo', 'pipefail', '-c', text], {
      cwd: user.folder, env: { ...env, MAIN: '', COMMAND: 'gate', SPECS: '', ARGS: args, REPORTER: reporter, GITHUB_OUTPUT: at('reports.out') }, encoding: 'utf8',
    });
    expect(action('', inputs['reporter']!.default)).toMatchObject({ status: 0 });
    expect([existsSync(at('fdcheck.sarif')), existsSync(at('fdcheck.xml')), readFileSync(at('summary.md'), 'utf8') !== '', readFileSync(at('reports.out'), 'utf8')]).toEqual([true, true, true, 'exit-code=0\n']);
    rmSync(at('reports.out'));
    for (const shard of [1, 2, 3, 4]) expect(action(`--shard ${shard}/4`, `default,github,json=reports/${shard}.json`)).toMatchObject({ status: 0 });
    rmSync(at('reports.out'));
    const workflows = files('.yml').filter(({ name }) => name.startsWith('.github')).map(({ text: yaml }): Workflow => parse(yaml));
    const runs_ = workflows.flatMap(({ jobs }) => Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => (run === undefined ? [] : [run]))));
    for (const run of runs_) expect(sh(run)).toMatchObject({ code: 0 });
    expect(existsSync(at('fdcheck.html'))).toBe(true);
  });

  test("the starter's workflow passes", () => {
    const workflow: Workflow = parse(readFileSync(at('.github/workflows/fdcheck.yml'), 'utf8'));
    const gate = workflow.jobs['gate']!.steps.flatMap(({ run }) => (run?.startsWith('npx') === true ? [run] : []));
    expect(gate).toHaveLength(1);
    expect(sh(gate[0]!)).toMatchObject({ code: 0 });
    expect(existsSync(at('fdcheck.html'))).toBe(true);
  });
});
