/** fdcheck as a package of its own, built from these sources somewhere else: nothing of it is shared with tests that run beside. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What it is built from, and what is packed. */
const PARTS = ['src', 'schema', 'docs', 'starter', 'LICENSE', 'LICENSES', 'ARCHITECTURE.md', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

export interface Packaged {
  /** A folder, type module, in which fdcheck is installed, as are the packages that this repository has. */
  readonly folder: string;
  /** The installed package. */
  readonly fdcheck: string;
  /** What runs its command line: `node main.js check`. */
  readonly main: string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly remove: () => void;
}

export function packaged(): Packaged {
  const folder = mkdtempSync(join(tmpdir(), 'fdcheck-user-'));
  const fdcheck = join(folder, 'node_modules', 'fdcheck');
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  };
  mkdirSync(fdcheck, { recursive: true });
  for (const part of PARTS) cpSync(join(root, part), join(fdcheck, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(fdcheck, 'node_modules'));
  for (const other of ['vitest', 'typescript', '@types']) symlinkSync(join(root, 'node_modules', other), join(folder, 'node_modules', other));
  write({ 'package.json': '{ "name": "user", "private": true, "type": "module" }\n' });
  execFileSync(process.execPath, [tsc, '-p', join(fdcheck, 'tsconfig.build.json')], { stdio: 'pipe' });
  execFileSync(process.execPath, [join(fdcheck, 'src/report/html/build-page.mjs')], { stdio: 'pipe' });
  return { folder, fdcheck, main: join(fdcheck, 'dist/cli/main.js'), write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export const tsc = join(root, 'node_modules/typescript/bin/tsc');
