/** The text of the model: licence, sources, versions. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compile, loadSpec } from '../../src/lang/compile.js';
import { withEditedModel } from './kernel-copy.js';

const folder = fileURLToPath(new URL('../../src/model/', import.meta.url));
const specs = fileURLToPath(new URL('../../specs/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const kernelFiles = files.filter((name) => /^(include|fs|kernel|net|security|drivers|arch|v5\.10)\//.test(name));

function text(name: string): string {
  return readFileSync(folder + name, 'utf8');
}

describe('the text of the kernel model', () => {
  it.each(files)('%s says first that it is GPL-2.0-only', (name) => {
    expect(text(name).split('\n')[0]).toBe('// SPDX-License-Identifier: GPL-2.0-only');
  });
});

/** Files of the model that import the name from a module of that name. */
function importersOf(name: string, module: string): string[] {
  const imports = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '[^']*${module}'`);
  return kernelFiles.filter((file) => imports.test(text(file))).toSorted();
}

describe('what the series is for', () => {
  it('unsharing a table for good is for execve and core dumps only', () => {
    expect(importersOf('unshare_files', 'kernel/fork.js')).toEqual(['fs/coredump.ts', 'fs/exec.ts']);
  });

  it('going back to a shared table is for an execve of v5.10 only', () => {
    expect(importersOf('reset_files_struct', 'fs/file.js')).toEqual(['fs/exec.ts']);
  });
});

describe('the switches of the kernel model', () => {
  const survives = loadSpec(`${specs}exec/posix-lock-survives-exec.ts`);

  it('are all modelled', () => {
    expect(text('switches.ts')).not.toContain('modelled: false');
  });

  it.each(['v5.10', 'v5.11', 'series/4', 'series/24', 'v5.10+series/12', 'series/3+series/17', 'series/1+878f12dbb8f5', 'v5.10+mutant/coredump-keeps-shared-table'])('accept %s', (variant) => {
    expect(compile(survives, variant).variant).toBe(variant);
  });

  it('name all 24 patches of the series, and other commits', () => {
    const table = text('switches.ts');
    expect([...table.matchAll(/name: 'series\/(\d+)'/g)].map(([, k]) => Number(k))).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    expect([...table.matchAll(/hash: '([0-9a-f]{12})'/g)]).toHaveLength(37);
  });

  it.each([['v5.10+series/21', '__close_fd'], ['v5.10+series/24', 'get_files_struct']])('%s: a driver that closes in another task\'s table cannot be written without %s', (variant, gone) => {
    const foreign = loadSpec(`${specs}fdtable/foreign-caller.ts`);
    expect(() => compile(foreign, variant)).toThrow(new RegExp(`${gone} does not exist in`));
    expect(compile(foreign, 'v5.10').variant).toBe('v5.10');
  });

  it('refuse a call of the v5.10 unshare_files where patch 2 has given it another signature', async () => {
    const late = { file: 'fs/exec.ts', from: "if (since('series/2')) {", to: "if (since('series/3')) {" };
    const refused = withEditedModel([late], 'exec/posix-lock-survives-exec.ts', async (path) => compile(loadSpec(path), 'series/2'));
    await expect(refused).rejects.toThrow(/unshare_files does not exist in series\/2/);
  });
});
