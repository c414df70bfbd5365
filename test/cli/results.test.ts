import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAccepted } from '../../src/report/accepted.js';
import { parseFunctions } from '../../src/report/functions.js';
import { fdcheck, folderWith } from './harness.js';

let folder = { path: '', remove: (): void => {} };
const at = (...parts: string[]): string => join(folder.path, ...parts);

beforeAll(async () => {
  folder = folderWith({
    'src/model/counter.ts': "import { Int } from 'fdcheck/lang';\nlet counter: Int<0, 1> = 0;\nexport function count(): void { counter = counter === 0 ? 1 : 0; }\nexport function one(): Int<0, 1> { return counter; }\n",
    'specs/fine.ts': "// Does it count?\nimport { proved, spec } from 'fdcheck/lang';\nimport { count, one } from '../src/model/counter.js';\nexport default spec({ tasks: { A: count }, measure: [one], expect: { base: proved } });\n",
  });
  await fdcheck(folder.path, ['accept', '--quiet']);
});

afterAll(() => folder.remove());

const cut = (text: string, from: RegExp, to: string): string => {
  const less = text.replace(from, to);
  if (less === text) throw new Error(`nothing matches ${String(from)}`);
  return less;
};

describe('a file in results/ that is not what fdcheck wrote', () => {
  const broken: readonly [string, string, (text: string) => string][] = [
    ['is no JSON', 'results/fine.json', () => '{'],
    ['is null', 'results/fine.json', () => 'null'],
    ['has no variants', 'results/fine.json', () => '{ "format": "fdcheck-result-1", "variants": null }'],
    ['has a variant without verdicts', 'results/fine.json', (text) => cut(text, /"verdicts"/, '"said"')],
    ['has a verdict without trails', 'results/fine.json', (text) => cut(text, /"trails"/, '"paths"')],
    ['has a measure without a trail', 'results/fine.json', (text) => cut(text, /"trail":/, '"path":')],
    ['has functions without branches', 'results/functions.json', (text) => cut(text, /"branches"/, '"ways"')],
    ['has a branch that is reached by nobody knows whom', 'results/functions.json', (text) => cut(text, /"true": \{/, '"true": 1, "was": {')],
    ['has no files', 'results/functions.json', () => '{ "format": "fdcheck-functions-1", "files": null }'],
  ];
  test.each(broken)('%s (%s): gate says which, and what writes one', async (_, name, change) => {
    const before = readFileSync(at(name), 'utf8');
    writeFileSync(at(name), change(before));
    const { code, err } = await fdcheck(folder.path, ['gate', '--quiet']);
    writeFileSync(at(name), before);
    expect(err).toContain(at(name));
    expect(err).toContain('fdcheck accept');
    expect(err).not.toContain('a fault of fdcheck');
    expect(code).toBe(64);
  });

  test('that the system does not give is no fault of fdcheck', async () => {
    const before = readFileSync(at('results/fine.json'), 'utf8');
    rmSync(at('results/fine.json'));
    mkdirSync(at('results/fine.json'));
    const { code, err } = await fdcheck(folder.path, ['gate', '--quiet']);
    rmSync(at('results/fine.json'), { recursive: true });
    writeFileSync(at('results/fine.json'), before);
    expect(err).toBe('system error: EISDIR: illegal operation on a directory, read\n');
    expect(code).toBe(153);
  });

  test('what it wrote is read', () => {
    expect(parseAccepted(readFileSync(at('results/fine.json'), 'utf8'))).not.toBeNull();
    expect(parseFunctions(readFileSync(at('results/functions.json'), 'utf8'))).not.toBeNull();
  });
});
