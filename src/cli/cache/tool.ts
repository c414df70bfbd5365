/** Which fdcheck this is: what another one kept may have been found by other rules. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the code of fdcheck, compiled or not. */
export const CODE = fileURLToPath(new URL('../..', import.meta.url));
/** Below it, of sources: text of models, which are told apart by their own digests. */
const TEXTS = ['model', join('lang', 'vocabulary')];

/** Hash of all code of this fdcheck (sha256, hex), and of which parser it reads models with: never mind what its version says. */
export function toolHash(): string {
  return createHash('sha256').update(`${hashOfCode(() => true)} ${parserVersion()}`).digest('hex');
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

/** Of oxc-parser, as it is installed. */
function parserVersion(): string {
  for (let folder = dirname(createRequire(import.meta.url).resolve('oxc-parser')); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const { name, version }: { name?: unknown; version?: unknown } = JSON.parse(readFileSync(manifest, 'utf8'));
      if (name === 'oxc-parser') return String(version);
    }
    if (dirname(folder) === folder) return 'unknown';
  }
}

/** Whether a file is code of fdcheck, by its path below CODE. */
export function isCode(name: string): boolean {
  return !name.startsWith('..') && /\.[jt]s$/.test(name) && !name.endsWith('.d.ts') && !TEXTS.some((folder) => name.startsWith(folder + sep));
}
