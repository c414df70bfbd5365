/** `--reporter a,b=FILE`: which reports are wanted and where they go, known to be possible before anything is searched; and their writing. */
import { appendFileSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Option } from 'commander';
import type { CheckDocument } from '../report/check-document.js';
import { isReporter, reporters, type ReporterName } from '../report/reporters/index.js';
import { shortPath, UsageError } from './failure.js';
import { sourceLinks } from './html-links.js';
import { repositoryRoot } from './root.js';
import { closest } from './suggest.js';
import type { Terminal } from './terminal.js';
import { writeTogether } from './write.js';

/** What commander makes of the options. */
export interface ReporterFlags {
  readonly reporter?: readonly string[];
  /** The same as `--reporter json`. */
  readonly json?: true;
}

/** A report that is wanted. */
interface Wanted {
  readonly name: ReporterName;
  /** Absolute; null for stdout. */
  readonly file: string | null;
  /** Other tools write to the file too: the report is added at its end. */
  readonly added: boolean;
}

export interface Reports {
  /** The usual text goes to stdout. */
  readonly text: boolean;
  /** All but the usual text on stdout. */
  readonly wanted: readonly Wanted[];
}

/** Annotations are lines among others: they may stand below the usual text. */
const BELOW_TEXT: readonly ReporterName[] = ['github'];

export function reporterOption(): Option {
  const names = Object.entries(reporters).map(([name, { about }]) => `${name}: ${about}`).join('; ');
  return new Option('--reporter <names>', `reports, by name, with a comma between them: NAME=FILE writes one to a file, NAME alone to stdout (${names})`)
    .argParser((text, before: readonly string[] | undefined) => [...(before ?? []), text]);
}

/** Whether a document has to be made. */
export function wantsDocument({ json, reporter }: ReporterFlags): boolean {
  return json === true || reporter !== undefined;
}

/** Throws UsageError where a report is unknown, or cannot be written as it is wanted. */
export function reportsOf({ reporter = [], json }: ReporterFlags, terminal: Terminal): Reports {
  const named = reporter.flatMap((text) => text.split(',')).map((text) => wantedOf(text, terminal));
  const all: Wanted[] = [...named, ...(json === true ? [{ name: 'json' as const, file: null, added: false }] : [])];
  const onStdout = all.filter(({ file }) => file === null).map(({ name }) => name);
  refuseTwoOnStdout(onStdout);
  refuseTwoInOneFile(all, terminal.cwd);
  for (const { file } of all) if (file !== null) refuseUnwritable(file, terminal.cwd);
  return { text: onStdout.length === 0 || onStdout.includes('default'), wanted: all.filter(({ name, file }) => name !== 'default' || file !== null) };
}

/** Writes every report but the usual text; the files together or not at all, and before stdout, where a reader may have gone. */
export async function writeReports(document: CheckDocument, { wanted }: Reports, terminal: Terminal): Promise<void> {
  const made = await Promise.all(wanted.map(async (one) => ({ ...one, report: (await reporters[one.name].load())(document, sourceLinks(one.file ?? terminal.cwd, repositoryRoot(terminal.cwd), process.env)) })));
  const whole = new Map<string, string>();
  for (const { file, added, report } of made) {
    if (file === null) continue;
    if (added) appendFileSync(file, report);
    else if (isDevice(file)) writeFileSync(file, report);
    else whole.set(file, report);
  }
  writeTogether(whole);
  for (const { file, report } of made) if (file === null) terminal.out(report);
}

function wantedOf(text: string, { cwd, stepSummary = null }: Terminal): Wanted {
  const [name = '', ...rest] = text.split('=');
  const file = rest.join('=');
  if (!isReporter(name)) throw new UsageError(unknownText(name));
  if (rest.length > 0 && file === '') throw new UsageError(`--reporter ${name}= names no file: write ${name}=FILE, or ${name} alone for stdout`);
  if (rest.length > 0) return { name, file: resolve(cwd, file), added: false };
  return name === 'github-summary' && stepSummary !== null ? { name, file: resolve(cwd, stepSummary), added: true } : { name, file: null, added: false };
}

function unknownText(name: string): string {
  const names = Object.keys(reporters);
  const near = name === '' ? null : closest(name, names);
  const hint = near === null ? '' : `; did you mean ${near}?`;
  return name === '' ? `--reporter has an empty name; there are ${names.join(', ')}` : `no reporter '${name}'${hint} (there are ${names.join(', ')})`;
}

function refuseTwoOnStdout(names: readonly ReporterName[]): void {
  const taking = names.includes('default') ? names.filter((name) => !BELOW_TEXT.includes(name)) : names;
  if (taking.length < 2) return;
  const moved = taking.findLast((name) => name !== 'default') ?? 'default';
  throw new UsageError(`${taking.join(' and ')} cannot both go to stdout: give ${moved} a file (${moved}=FILE)`);
}

function refuseTwoInOneFile(wanted: readonly Wanted[], cwd: string): void {
  const seen = new Map<string, ReporterName>();
  for (const { name, file } of wanted) {
    if (file === null) continue;
    const other = seen.get(file);
    if (other !== undefined) throw new UsageError(`${other} and ${name} cannot both be written to ${shortPath(cwd, file)}: give each a file of its own`);
    seen.set(file, name);
  }
}

/** A file that is there is replaced; folders that are not there are made below the nearest one that is, in which a file is tried. */
function refuseUnwritable(file: string, cwd: string): void {
  const place = shortPath(cwd, file);
  const there = existsSync(file) ? statSync(file) : null;
  if (there?.isDirectory()) throw new UsageError(`a report cannot be written to ${place}: it is a folder; name a file in it`);
  if (there !== null && !there.isFile()) return;
  let folder = dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory()) throw new UsageError(`a report cannot be written to ${place}: ${shortPath(cwd, folder)} is no folder`);
  const tried = join(folder, `.fdcheck-${process.pid}`);
  try {
    writeFileSync(tried, '');
    rmSync(tried);
  } catch (error) {
    throw new UsageError(`a report cannot be written to ${place}: nothing can be written in ${shortPath(cwd, folder)} (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`);
  }
}

/** A pipe or a terminal (/dev/stderr, a shell's >(command)) takes a text, and cannot be replaced. */
function isDevice(file: string): boolean {
  return existsSync(file) && !statSync(file).isFile();
}
