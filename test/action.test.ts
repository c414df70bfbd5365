/** What other repositories take of this one: the GitHub action, the pre-commit hook, and the starter's workflow. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { folderWith } from './cli/harness.js';
import { root } from './helpers/packaged.js';
import { actionErrors, workflowErrors } from './helpers/workflows.js';
import { hooksSchema } from './helpers/ci-schemas.js';

const text = readFileSync(join(root, 'action.yml'), 'utf8');

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

const action: Action = parse(text);

/** The first column of a call that was noted: what came before `--`, and the arguments. */
const noting = (log: string, code: string): string => `#!/bin/sh\nprintf '%s\\n' "$0 $*" >> '${log}'\n${code}\n`;

describe('action.yml', () => {
  let folder = { path: '', remove: (): void => {} };
  const log = (): string[] => readFileSync(join(folder.path, 'log'), 'utf8').split('\n').slice(0, -1).map((line) => line.replaceAll(folder.path, '…'));

  beforeEach(() => {
    folder = folderWith({ log: '', 'work/.keep': '', 'action/.keep': '', 'bin/.keep': '' });
  });

  afterEach(() => folder.remove());

  /** A program on the path that notes how it is called. */
  function program(name: string, code: string): void {
    mkdirSync(join(folder.path, 'bin'), { recursive: true });
    writeFileSync(join(folder.path, 'bin', name), noting(join(folder.path, 'log'), code));
    chmodSync(join(folder.path, 'bin', name), 0o755);
  }

  /** Runs the shell steps as a runner does, with expressions put in, and gives the outputs and the code of the last one. */
  function steps(inputs: Readonly<Record<string, string>>): { code: number | null; exitCode: string; key: string } {
    const values: Record<string, string> = { 'github.action_path': join(folder.path, 'action') };
    for (const [name, { default: usual }] of Object.entries(action.inputs)) values[`inputs.${name}`] = inputs[name] ?? usual;
    const put = (template: string): string => template.replaceAll(/\$\{\{ (\S+) \}\}/g, (whole, name: string) => values[name] ?? whole);
    let code: number | null = null;
    for (const step of action.runs.steps.filter(({ run }) => run !== undefined)) {
      const output = join(folder.path, `output-${step.id!}`);
      writeFileSync(output, '');
      const env = { ...Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, put(value)])), PATH: `${join(folder.path, 'bin')}:${process.env['PATH']!}`, GITHUB_OUTPUT: output };
      expect(Object.values(env).join()).not.toContain('${{');
      code = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run!], { cwd: join(folder.path, 'work', put(step['working-directory']!)), env, encoding: 'utf8' }).status;
      for (const line of readFileSync(output, 'utf8').split('\n')) values[`steps.${step.id!}.outputs.${line.split('=')[0]!}`] = line.slice(line.indexOf('=') + 1);
    }
    return { code, exitCode: put(action.outputs['exit-code']!.value), key: values['steps.install.outputs.key']! };
  }

  test("obeys GitHub's schema", () => {
    expect(actionErrors(text)).toEqual([]);
    expect(actionErrors(text.replace('using: composite', 'using: compost'))).not.toEqual([]);
  });

  test('puts no input into the text of a script', () => {
    expect(action.runs.steps.flatMap(({ run }) => (run?.includes('${{') === true ? [run] : []))).toEqual([]);
  });

  test("gives its inputs to the project's own fdcheck, word by word, and its exit code to the workflow", () => {
    program('npx', 'case "$*" in *--version) exit 0;; *) exit 21;; esac');
    const { code, exitCode } = steps({ specs: 'exec/one\n  locks', args: '--shard 1/4  --quiet' });
    expect(log()).toEqual(['…/bin/npx --no -- fdcheck --version', '…/bin/npx --no -- fdcheck gate exec/one locks --reporter default,github,github-summary,sarif=fdcheck.sarif,junit=fdcheck.xml --shard 1/4 --quiet']);
    expect([code, exitCode]).toEqual([21, '21']);
  });

  test('checks all specs if none is named, with the reporter that is asked for', () => {
    program('npx', 'exit 0');
    const { code, exitCode } = steps({ command: 'check', reporter: 'ktap' });
    expect(log().at(-1)).toBe('…/bin/npx --no -- fdcheck check --reporter ktap');
    expect([code, exitCode]).toEqual([0, '0']);
  });

  test('installs what the project locks, and its own fdcheck where the project has none', () => {
    writeFileSync(join(folder.path, 'work', 'package-lock.json'), '{}');
    program('npm', 'pwd >> "$(dirname "$0")/../log"');
    program('npx', 'exit 1');
    program('node', 'exit 12');
    expect(steps({ specs: '$(touch hacked) `touch hacked`' })).toMatchObject({ code: 12, exitCode: '12' });
    expect(log()).toEqual([
      '…/bin/npm ci --no-audit --no-fund', '…/work', '…/bin/npx --no -- fdcheck --version', '…/bin/npm ci --no-audit --no-fund', '…/action',
      '…/bin/node …/action/dist/cli/main.js gate $(touch hacked) `touch hacked` --reporter default,github,github-summary,sarif=fdcheck.sarif,junit=fdcheck.xml',
    ]);
  });

  test('keeps what was checked under a key for these arguments, without a character that no key can have', () => {
    program('npx', 'exit 0');
    const keys = ['--reduce private,symmetry', '--shard 1/2', '--shard 2/2'].map((args) => steps({ args }).key);
    expect(new Set(keys).size).toBe(3);
    expect(keys.filter((key) => !/^[0-9a-f]{16}$/.test(key))).toEqual([]);
    const cache = action.runs.steps.find(({ uses }) => uses?.startsWith('actions/cache@'))!;
    expect(cache.with).toMatchObject({ path: '${{ inputs.working-directory }}/node_modules/.cache/fdcheck' });
    expect(action.runs.steps.findIndex((step) => step === cache)).toBeGreaterThan(action.runs.steps.findIndex(({ id }) => id === 'install'));
  });
});

describe('.pre-commit-hooks.yaml', () => {
  test('is a list of hooks as pre-commit documents them', () => {
    const valid = new Ajv({ allErrors: true }).compile(hooksSchema);
    const hooks: unknown = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'));
    valid(hooks);
    expect(valid.errors).toBeNull();
    expect(valid([{ id: 'x', name: 'x', entry: 'x', language: 'nodejs' }])).toBe(false);
  });
});

describe("the starter's workflow", () => {
  test("obeys GitHub's schema", async () => {
    const workflow = readFileSync(join(root, 'starter/.github/workflows/fdcheck.yml'), 'utf8');
    expect(await workflowErrors('fdcheck.yml', workflow)).toEqual([]);
    expect(await workflowErrors('fdcheck.yml', workflow.replace('runs-on', 'run-on'))).not.toEqual([]);
    expect(await workflowErrors('fdcheck.yml', workflow.replace('github.sha', 'github.shah'))).not.toEqual([]);
  });
});
