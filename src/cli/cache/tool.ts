/** Which fdcheck this is: what another one kept may have been found by other rules. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the code of fdcheck, compiled or not. */
export const CODE = fileURLToPath(new URL('../..', import.meta.url));
/** Below it, of sources: text of models, which are told apart by their own digests. */
const TEXTS = ['model', join('lang', 'vocabulary')];

/** Hash of all code of this fdcheck (sha256, hex): never mind what its version says. */
export function toolHash(): string {
  return hashOfCode(() => true);
}

/** Of the code that searches and judges a program, however it was compiled and whatever is told of it then. */
export function engineHash(): string {
  return hashOfCode((name) => name.startsWith(`checker${sep}`));
}

function hashOfCode(isPart: (name: string) => boolean): string {
  const hash = createHash('sha256');
  const files = readdirSync(CODE, { recursive: true, encoding: 'utf8' }).filter((name) => isCode(name) && isPart(name)).toSorted();
  for (const name of files) hash.update(`${name}\n`).update(readFileSync(join(CODE, name)));
  return hash.digest('hex');
}

/** Whether a file is code of fdcheck, by its path below CODE. */
export function isCode(name: string): boolean {
  return !name.startsWith('..') && /\.[jt]s$/.test(name) && !name.endsWith('.d.ts') && !TEXTS.some((folder) => name.startsWith(folder + sep));
}
