/** docs/api.md is true: its examples pass the compiler, and run in a folder in which fdcheck is installed. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as api from '../../src/index.js';
import * as matchers from '../../src/matchers/index.js';
import { questions } from '../cli/questions.js';
import { packaged, root, tsc, type Packaged } from '../helpers/packaged.js';
import { versions } from '../helpers/versions.js';

const page = readFileSync(join(root, 'docs/api.md'), 'utf8');
const examples = [...page.matchAll(/^```ts\n\/\/ (vitest|node): (\S+)\n(.*?)^```$/gms)].map(([, runner, name, text]) => ({ runner: runner!, name: `${runner!}/${name!}`, text: text! }));

let user: Packaged;

function run(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: user.folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' } });
  return { code: status, out: stdout, err: stderr };
}

beforeAll(() => {
  user = packaged();
  const compilerOptions = { target: 'es2023', lib: ['es2023'], module: 'nodenext', strict: true, exactOptionalPropertyTypes: true, types: ['node'], rootDir: '.', outDir: 'out' };
  user.write({
    ...questions, 'specs/versions.ts': versions, 'specs/broken.ts': questions['specs/fine.ts'].replace('counter += 1', 'counter += missing'),
    ...Object.fromEntries(examples.map(({ name, text }) => [name, text])),
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['vitest', 'node'] }),
  });
});

afterAll(() => user.remove());

/** What each script of the page prints. */
const prints: Readonly<Record<string, RegExp>> = {
  'node/specs.test.ts': /^# pass 1$/m,
  'node/trails.ts': /✗ none_lost is violated after 4 steps, proved shortest\n[^]*^(A|B): .*counter.*\(1 changed\)$[^]*:[0-9a-f]{16}:.* is 4 steps$/m,
  'node/outcomes.ts': /^12: violated\. An invariant or a final condition fails/,
  'node/broken.ts': /broken\.ts:7:14: error: .*\n 7 \|   counter \+= missing;/,
  'node/limits.ts': /^true true\ninconclusive: interrupt\n$/,
  'node/pairs.ts': /^parted, somewhere\n$/,
};

describe('docs/api.md', () => {
  test('its examples pass the compiler, without looking away from the types of the package', () => {
    expect(run(tsc, '-p', 'tsconfig.json')).toEqual({ code: 0, out: '', err: '' });
  });

  test('its scripts print what the page says', () => {
    const scripts = examples.filter(({ runner }) => runner === 'node');
    expect(scripts.map(({ name }) => name).toSorted()).toEqual(Object.keys(prints).toSorted());
    for (const { name } of scripts) {
      const { code, out } = run(`out/${name.replace(/\.ts$/, '.js')}`);
      expect([name, code]).toEqual([name, 0]);
      expect(out).toMatch(prints[name]!);
    }
  });

  test('its tests for vitest pass, and one that should fail does, with the counterexample and without a stack of fdcheck', () => {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const passing = run(vitest, 'run', 'vitest/specs.test.ts');
    expect(passing.out).toContain('4 passed');
    expect(passing.code).toBe(0);
    user.write({ 'vitest/fails.test.ts': "import 'fdcheck/vitest';\nimport { expect, test } from 'vitest';\n\ntest('x', async () => {\n  await expect('specs/lost.ts').toBeProved();\n});\n" });
    const failing = run(vitest, 'run', 'vitest/fails.test.ts');
    expect(failing.err).toContain('expected lost @ base to be proved, but found violated(none_lost)');
    expect(failing.err).toContain("fdcheck replay 'lost@base:");
    expect(failing.err).not.toContain('node_modules/fdcheck/dist');
    expect(failing.code).toBe(1);
  });

  test('names every matcher and every function of the library that a caller needs', () => {
    const named = new Set(page.match(/\w+/g));
    expect(Object.keys(matchers).filter((name) => !named.has(name))).toEqual([]);
    expect(Object.keys(api).filter((name) => !named.has(name))).toEqual([]);
  });
});
