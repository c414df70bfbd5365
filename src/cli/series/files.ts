/** The matrix in results/: written, and compared. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { seriesDocument } from '../../report/series/document.js';
import { matrixPage } from '../../report/series/markdown.js';
import type { Matrix } from '../../report/series/matrix.js';
import { writeTogether } from '../write.js';

const TRAILS = 'trails';

/** Text by path below the folder of results. */
export type Files = ReadonlyMap<string, string>;

export function filesOf(matrix: Matrix): Files {
  return new Map([
    ['matrix.md', matrixPage(matrix, TRAILS)], ['matrix.json', `${JSON.stringify(seriesDocument(matrix), null, 2)}\n`],
    ...matrix.columns.flatMap(({ pages }) => pages.map(({ file, text }) => [`${TRAILS}/${file}`, text] as const)),
  ]);
}

/** The files that stand in the folder; none if there is no such folder. */
export function filesIn(folder: string): Files {
  const trails = join(folder, TRAILS);
  const pages = existsSync(trails) ? readdirSync(trails).filter((name) => name.endsWith('.md')).toSorted() : [];
  const names = ['matrix.md', 'matrix.json', ...pages.map((name) => `${TRAILS}/${name}`)];
  return new Map(names.filter((name) => existsSync(join(folder, name))).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Writes the files, and removes pages that are no longer written. */
export function writeFiles(folder: string, files: Files): void {
  writeTogether(new Map([...files].map(([name, text]) => [join(folder, name), text])));
  for (const name of filesIn(folder).keys()) if (!files.has(name)) rmSync(join(folder, name));
}

/** Each file that differs, with its first line that does, in words. Of pages it is the trails that count: what else they show is the model's text and places in it. */
export function fileDifferences(accepted: Files, found: Files): string[] {
  const names = [...found.keys(), ...[...accepted.keys()].filter((name) => !found.has(name))];
  return names.flatMap((name) => difference(name, essence(name, accepted.get(name)), essence(name, found.get(name))));
}

/** Pages that tell the same trails, and show the model's text as it was. */
export function stalePages(accepted: Files, found: Files): string[] {
  return [...found].flatMap(([name, text]) => (isPage(name) && accepted.get(name) !== text && essence(name, accepted.get(name)) === essence(name, text) ? [name] : []));
}

function isPage(name: string): boolean {
  return name.startsWith(`${TRAILS}/`);
}

/** The addresses on a page, which may be broken anywhere; another file as it is. */
function essence(name: string, text: string | undefined): string | undefined {
  if (text === undefined || !isPage(name)) return text;
  return [...text.matchAll(/fdcheck replay '([^']*)'/g)].map(([, address]) => address!.replaceAll('\n', '')).join('\n');
}

function difference(name: string, before: string | undefined, now: string | undefined): string[] {
  if (before === now) return [];
  if (before === undefined) return [`${name}: nothing was accepted yet`];
  if (now === undefined) return [`${name}: accepted, and no longer written`];
  const [old, fresh] = [before.split('\n'), now.split('\n')];
  const lines = Array.from({ length: Math.max(old.length, fresh.length) }, (_, at) => at).filter((at) => old[at] !== fresh[at]);
  const [first = 0] = lines;
  const more = lines.length > 1 ? ` (and ${lines.length - 1} more lines)` : '';
  return [`${name}:${first + 1}: ${quoted(old[first])} → ${quoted(fresh[first])}${more}`];
}

function quoted(line: string | undefined): string {
  return line === undefined ? 'nothing' : `'${line.trim()}'`;
}
