import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';

const kernel = `import { Int, since, switches } from 'fdcheck/lang';
switches({ base: 'v1', series: [{ name: 'patch/1', title: 'Rename it', modelled: true }] });
let counter: Int<0, 1> = 0;
export function count(): void {
  if (since('patch/1')) add_one();
  else add();
}
function add(): void { counter = 1; }
function add_one(): void { counter = 1; }
`;

function question(expectations: string): string {
  return `// Does it count?\nimport { proved, spec } from 'fdcheck/lang';\nimport { count } from '../kernel.js';\nexport default spec({ tasks: { A: count }, ${expectations} });\n`;
}

let folder = { path: '', remove: (): void => {} };
const at = (...parts: string[]): string => join(folder.path, ...parts);

beforeEach(async () => {
  folder = folderWith({
    'kernel.ts': kernel, 'specs/fine.ts': question("expect: { v1: proved, 'patch/1': proved }, same: [['v1', 'patch/1']]"), 'specs/other.ts': question('expect: { v1: proved }'),
  });
  await fdcheck(folder.path, ['accept', '--quiet']);
});

afterEach(() => folder.remove());

describe('gate, of what is accepted and asked no longer', () => {
  test('tells nothing where all is asked', async () => {
    expect(await fdcheck(folder.path, ['gate'])).toMatchObject({ code: 0 });
  });

  test('tells a variant and a pair', async () => {
    writeFileSync(at('specs/fine.ts'), question('expect: { v1: proved }'));
    const { code, out } = await fdcheck(folder.path, ['gate', 'fine']);
    expect(out).toContain('drift: fine @ patch/1: accepted, and no longer asked');
    expect(out).toContain('drift: fine @ v1 = patch/1: accepted, and no longer asked');
    expect(code).toBe(21);
  });

  test('tells a spec that is gone or was moved, where all specs are gated', async () => {
    mkdirSync(at('specs/heavy'));
    renameSync(at('specs/other.ts'), at('specs/heavy/other.ts'));
    const { code, out } = await fdcheck(folder.path, ['gate']);
    expect(out).toContain('drift: results/other.json: accepted, and there is no such spec any more');
    expect(code).toBe(21);
    expect((await fdcheck(folder.path, ['gate', 'fine'])).out).toContain('no drift');
  });

  test('keeps the results of heavy specs, which it does not explore', async () => {
    mkdirSync(at('specs/heavy'));
    writeFileSync(at('specs/heavy/large.ts'), question('expect: { v1: proved }').replace('../kernel', '../../kernel'));
    expect((await fdcheck(folder.path, ['accept', 'heavy'])).out).toContain('wrote results/heavy/large.json');
    const { code, out } = await fdcheck(folder.path, ['gate']);
    expect(out).toContain('left out: 1 heavy spec (fdcheck gate heavy)');
    expect(code).toBe(0);
  });

  test('says no more of a spec that does not compile than that', async () => {
    writeFileSync(at('specs/fine.ts'), 'function (');
    const { code, out } = await fdcheck(folder.path, ['gate', 'fine']);
    expect(out).not.toContain('no longer asked');
    expect(code).toBe(150);
  });
});

test('accept says which specs it leaves out', async () => {
  mkdirSync(at('specs/heavy'));
  writeFileSync(at('specs/heavy/large.ts'), question('expect: { v1: proved }'));
  expect((await fdcheck(folder.path, ['accept'])).out).toContain('left out: 1 heavy spec (fdcheck accept heavy)');
  rmSync(at('specs/heavy'), { recursive: true });
  expect((await fdcheck(folder.path, ['accept'])).out).not.toContain('left out');
});
