/** `fdcheck init` in a folder of one's own: a small model, a question, its test, and a workflow that gates them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../failure.js';
import type { Terminal } from '../terminal.js';
import { writeTogether } from '../write.js';
import { ignoredText, manifestText } from './manifest.js';

/** Three folders up from src/cli/init and from dist/cli/init. */
const FOLDER = fileURLToPath(new URL('../../../starter', import.meta.url));

/** npm packs no file of that name. */
const IGNORED = '_gitignore';

/** Files that a project has anyway: what is there is left alone. */
const EVERYBODYS: readonly string[] = ['README.md', 'tsconfig.json'];

interface Plan {
  /** New text by absolute path. */
  readonly texts: Map<string, string>;
  /** What is said of each file. */
  readonly lines: string[];
  /** Files that are there, and are others. */
  readonly clashes: string[];
}

/** Writes what is missing. Throws UsageError, and writes nothing, where a file is there that is another one, unless it is to be written over. */
export function starter({ force }: { readonly force?: true }, terminal: Terminal): number {
  const { texts, lines, clashes } = plan(terminal.cwd, force === true);
  if (clashes.length > 0) {
    throw new UsageError(`${clashes.join(', ')} ${clashes.length === 1 ? 'is there already, and is another file' : 'are there already, and are other files'}: nothing was written. Move ${clashes.length === 1 ? 'it' : 'them'} away, run init in an empty folder, or write over ${clashes.length === 1 ? 'it' : 'them'} with --force`);
  }
  writeTogether(texts);
  terminal.out(`${[...lines, '', ...NEXT].join('\n')}\n`);
  return 0;
}

const NEXT = [
  'Next:',
  '  1. npm install',
  '  2. npx fdcheck check: what specs/get-against-put.ts asks, with the counterexample of v1 and the proof of the fix',
  '  3. npx fdcheck check get-against-put --watch, and edit src/session.ts',
  '  4. npx fdcheck accept: writes results/, to be committed with package-lock.json; npx fdcheck gate and the workflow compare with it',
  '  README.md has more words about each',
];

function plan(cwd: string, force: boolean): Plan {
  const made: Plan = { texts: new Map(), lines: [], clashes: [] };
  for (const name of readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(FOLDER.length + 1)).toSorted()) {
    planFile(made, { name, cwd, force });
  }
  return made;
}

function planFile({ texts, lines, clashes }: Plan, { name, cwd, force }: { readonly name: string; readonly cwd: string; readonly force: boolean }): void {
  const shown = (name === IGNORED ? '.gitignore' : name).replaceAll(sep, '/');
  const target = join(cwd, shown);
  const own = readFileSync(join(FOLDER, name), 'utf8');
  const there = existsSync(target) ? readFileSync(target, 'utf8') : null;
  const wanted = name === 'package.json' ? manifestText(own, there, { name: basename(cwd), file: shown }) : name === IGNORED ? ignoredText(own, there) : own;
  if (there === wanted) lines.push(`${shown} is as it should be`);
  else if (there !== null && EVERYBODYS.includes(name)) lines.push(`left ${shown} alone`);
  else if (there !== null && wanted === own && !force) clashes.push(shown);
  else {
    texts.set(target, wanted);
    lines.push(`${there === null || wanted === own ? 'wrote' : 'added to'} ${shown}`);
  }
}
