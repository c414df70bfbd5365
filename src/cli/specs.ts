/** From what the user types to spec files: paths, names below specs/, or all of them. */
import { accessSync, constants, existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { counted } from '../report/numbers.js';
import { closest } from './suggest.js';
import { UsageError } from './failure.js';

/** What a spec's name leaves out of its path. */
const ENDINGS = ['', '.ts', '.spec.ts'];

/** The folder below specs/ of the questions that take minutes each: they are checked where they are named. */
const HEAVY = 'heavy';

/** Absolute paths of the specs that the arguments name, in that order; all under specs/ but for the heavy ones where there is no argument. */
export function findSpecs(wanted: readonly string[], cwd: string): string[] {
  const folder = specsFolder(cwd);
  if (wanted.length > 0) return [...new Set(wanted.flatMap((one) => findSpec(one, cwd, folder)))];
  const heavy = heavySpecs(cwd);
  const found = allSpecs(cwd).filter((file) => !heavy.includes(file));
  if (found.length === 0) throw new UsageError(`there are only heavy specs in ${folder}: name them (${HEAVY})`);
  return found;
}

/** Every spec under specs/, the heavy ones included. */
export function allSpecs(cwd: string): string[] {
  const folder = specsFolder(cwd);
  if (folder === null) throw new UsageError(`there is no folder specs/ in ${cwd} or above it; name a spec file: fdcheck check my.spec.ts`);
  return someSpecs(folder);
}

/** Every spec file under a folder. Throws UsageError where there is none: nothing checked is nothing wrong, and must not look like a proof. */
export function someSpecs(folder: string): string[] {
  const found = specsUnder(folder);
  if (found.length === 0) throw new UsageError(`there is no spec in ${folder}: a spec is a file that ends in .ts`);
  return found;
}

function heavySpecs(cwd: string): string[] {
  const folder = join(specsFolder(cwd) ?? cwd, HEAVY);
  return existsSync(folder) && statSync(folder).isDirectory() ? specsUnder(folder) : [];
}

/** What a command without arguments says of the specs that it leaves out; null if there are none. */
export function leftOutText(wanted: readonly string[], command: string, cwd: string): string | null {
  const heavy = wanted.length === 0 ? heavySpecs(cwd) : [];
  return heavy.length === 0 ? null : `left out: ${counted(heavy.length, 'heavy spec')} (fdcheck ${command} ${HEAVY})`;
}

/** The nearest folder `specs` at or above the working folder, or null. */
export function specsFolder(cwd: string): string | null {
  const here = join(cwd, 'specs');
  if (existsSync(here) && statSync(here).isDirectory()) return here;
  const above = dirname(cwd);
  return above === cwd ? null : specsFolder(above);
}

/** Every spec file under a folder, by path. */
export function specsUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .toSorted()
    .map((file) => join(folder, file));
}

function findSpec(wanted: string, cwd: string, folder: string | null): string[] {
  const path = resolve(cwd, wanted);
  const candidates = [path, ...(folder === null ? [] : [join(folder, wanted)])].flatMap((base) => ENDINGS.map((ending) => base + ending));
  const found = candidates.find((candidate) => lstatSync(candidate, { throwIfNoEntry: false }) !== undefined);
  if (found === undefined) throw new UsageError(unknownSpec(wanted, folder));
  assertReadable(found, wanted);
  return statSync(found).isDirectory() ? someSpecs(found) : [found];
}

function assertReadable(file: string, wanted: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${wanted} cannot be read (${why}: ${file})`);
  }
}

function unknownSpec(wanted: string, folder: string | null): string {
  if (folder === null) return `no spec '${wanted}': there is no such file, and no folder specs/ here or above`;
  const names = specsUnder(folder).map((file) => file.slice(folder.length + 1, -'.ts'.length).replaceAll(sep, '/'));
  const near = closest(wanted, names);
  return `no spec '${wanted}'${near === null ? '' : `; did you mean ${near}?`} (fdcheck list shows them all)`;
}
