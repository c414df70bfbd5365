/** What something was made from, as it is kept: so much of the text as could change it. */
import { createHash } from 'node:crypto';
import { dirname, join, relative, sep } from 'node:path';
import type { TextUse } from '../../lang/digest.js';
import { isListOf, isNumber, isRecord, isText } from '../../report/shape.js';
import type { Texts } from './texts.js';

/** Paths are relative to the folder of the spec, with slashes: the same on every machine. */
export interface KeptUse {
  readonly files: readonly string[];
  /** Where no file may be. */
  readonly absent: readonly string[];
  /** Places in `files`, and names. */
  readonly functions: readonly (readonly [number, string])[];
  /** Of the whole text of all files. */
  readonly text: string;
  /** Of what it can depend on: the functions, and the rest of each file. */
  readonly digest: string;
}

/** How the text stands to what was kept. */
export type Standing =
  /** Not a character differs. */
  | 'same'
  /** What differs is comments, layout, names of locals, or functions that were not looked up. */
  | 'equivalent'
  | 'other';

/** What was used, as the text is now; null where a file is not as it was when it was read, or was not there. */
export function keptUse(spec: string, use: TextUse, texts: Texts): KeptUse | null {
  if (!texts.areAsIn(use)) return null;
  const places = new Map(use.files.map(({ path }, at) => [path, at]));
  const functions = use.functions.flatMap(({ file, name }) => (places.has(file) ? [[places.get(file)!, name] as const] : []));
  const sorted = functions.toSorted(([a, x], [b, y]) => a - b || (x < y ? -1 : Number(x > y)));
  const short = (path: string): string => relative(dirname(spec), path).replaceAll(sep, '/');
  return withHashes(spec, { files: use.files.map(({ path }) => short(path)), absent: use.absent.map(short), functions: sorted }, texts);
}

export function standingOf(spec: string, kept: KeptUse, texts: Texts): Standing {
  const now = withHashes(spec, kept, texts);
  if (now === null || now.digest !== kept.digest) return 'other';
  return now.text === kept.text ? 'same' : 'equivalent';
}

/** Several uses for one spec, as one. */
export function unitedUse(uses: readonly TextUse[]): TextUse {
  const files = new Map<string, TextUse['files'][number]>();
  for (const { path, hash } of uses.flatMap((use) => use.files)) {
    // A file that was edited between two of them is as none of them read it.
    files.set(path, { path, hash: (files.get(path)?.hash ?? hash) === hash ? hash : '' });
  }
  const functions = new Map(uses.flatMap((use) => use.functions.map((one) => [`${one.file}\n${one.name}`, one] as const)));
  return { files: [...files.values()], absent: [...new Set(uses.flatMap((use) => use.absent))], functions: [...functions.values()] };
}

/** A use as it was told, with the paths of this machine. */
export function toldUse(spec: string, { files, absent, functions }: KeptUse, texts: Texts): TextUse {
  const paths = files.map((file) => join(dirname(spec), file));
  return { absent: absent.map((file) => join(dirname(spec), file)), files: paths.map((path) => ({ path, hash: texts.at(path)?.hash ?? '' })), functions: functions.map(([at, name]) => ({ file: paths[at]!, name })) };
}

export function isKeptUse(value: unknown): value is KeptUse {
  const isFunction = (one: unknown): one is readonly [number, string] => Array.isArray(one) && one.length === 2 && isNumber(one[0]) && isText(one[1]);
  return isRecord(value) && isListOf(value['files'], isText) && isListOf(value['absent'], isText) && isListOf(value['functions'], isFunction) && isText(value['text']) && isText(value['digest']);
}

/** Null where a file is missing or does not parse, or a function is no more. */
function withHashes(spec: string, { files, absent, functions }: Pick<KeptUse, 'files' | 'absent' | 'functions'>, texts: Texts): KeptUse | null {
  if (absent.some((file) => texts.at(join(dirname(spec), file)) !== null)) return null;
  const found = files.map((file) => texts.at(join(dirname(spec), file)));
  const rests = found.map((one) => one?.digest?.rest ?? null);
  const used = functions.map(([at, name]) => found[at]?.digest?.functions[name] ?? null);
  if (rests.includes(null) || used.includes(null)) return null;
  const digest = hashOf(files.map((file, at) => [file, rests[at]]), functions.map(([at, name], i) => [at, name, used[i]]));
  return { files, absent, functions, text: hashOf(found.map((one) => one!.hash)), digest };
}

function hashOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
