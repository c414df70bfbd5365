/**
 * What text calls objects: `F0` for files_struct#1, `A` for file#1. A number says nothing to a reader, and takes the room of what does.
 *
 * The rule, which depends on the program alone: the only object that a pool hands out is called by the pool's name. The objects of a larger
 * pool have a letter and a number from 0: the letter that is customary for the pool, else the first of its name, in upper case; files are
 * letters, from A. Where that would be the name of a task, of a global or of another object, two letters of the name are taken, then three,
 * and so on. A legend says what they are.
 */
import type { Program, Struct } from '../../lang/ir.js';

export interface Nicknames {
  /** A text in which objects are called by numbers, with these names instead. */
  readonly of: (text: string) => string;
  /** The same for a sentence: `table F0`, `file A`. */
  readonly spoken: (text: string) => string;
  /** Pieces of a line that explains the names in these texts, which have the numbers still; none where nothing is to be explained. */
  readonly legend: (texts: readonly string[]) => string[];
  /** By the names with numbers. */
  readonly all: Readonly<Record<string, string>>;
}

/** How people who write about the kernel call these. */
const CUSTOMARY: Readonly<Record<string, { readonly letter: string; readonly noun: string }>> = {
  files_struct: { letter: 'F', noun: 'table' },
  file: { letter: '', noun: 'file' },
  fdtable: { letter: 'D', noun: 'fdtable' },
  inode: { letter: 'I', noun: 'inode' },
  file_lock: { letter: 'L', noun: 'lock' },
};

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const NUMBERED = /\b([A-Za-z_]\w*)#(\d+)(?!\d)(\.\w)?/g;

export function nicknamesOf(program: Program): Nicknames {
  const known = made.get(program) ?? make(program);
  made.set(program, known);
  return known;
}

const made = new WeakMap<Program, Nicknames>();

/** By struct: the names of its objects. */
type Tags = ReadonlyMap<string, readonly string[]>;

function make(program: Program): Nicknames {
  const tags = tagsOf(program);
  const tagOf = (struct: string, number: string): string | undefined => tags.get(struct)?.[Number(number) - 1];
  return {
    of: (text) => text.replaceAll(NUMBERED, (whole: string, struct: string, number: string, field = '') => {
      const tag = tagOf(struct, number);
      return tag === undefined ? whole : tag + String(field);
    }),
    spoken: (text) => text.replaceAll(NUMBERED, (whole: string, struct: string, number: string, field = '') => {
      const tag = tagOf(struct, number);
      if (tag === undefined) return whole;
      return field === '' && tag !== struct ? `${CUSTOMARY[struct]?.noun ?? struct} ${tag}` : tag + String(field);
    }),
    legend: (texts) => legendOf(tags, texts),
    all: Object.fromEntries([...tags].flatMap(([struct, names]) => names.flatMap((name, at) => (name === struct ? [] : [[`${struct}#${at + 1}`, name]])))),
  };
}

function tagsOf(program: Program): Tags {
  const taken = new Set([...program.tasks.map(({ name }) => name), ...program.columns.flatMap(({ name, struct }) => (struct === null ? [name.split('.')[0]!] : []))]);
  const pools = program.structs.filter(({ id, heap }) => heap > 1 && id !== program.taskStruct);
  const ordered = [...pools.filter(({ name }) => name in CUSTOMARY), ...pools.filter(({ name }) => !(name in CUSTOMARY))];
  const tags = new Map<string, readonly string[]>(program.structs.filter(({ heap, objects }) => heap === 1 && objects > 1).map(({ name }) => [name, [name]]));
  for (const pool of ordered) {
    const series = seriesOf(pool).find((names) => names.every((name) => !taken.has(name)));
    if (series === undefined) continue;
    series.forEach((name) => taken.add(name));
    tags.set(pool.name, series);
  }
  return tags;
}

/** What the objects of a pool could be called, best first. */
function seriesOf({ name, heap }: Struct): string[][] {
  const letter = CUSTOMARY[name]?.letter;
  const starts = Array.from({ length: name.length }, (_, at) => name[0]!.toUpperCase() + name.slice(1, at + 1));
  const stems = [...(letter === undefined || letter === '' ? [] : [letter]), ...starts];
  const numbered = stems.map((stem) => Array.from({ length: heap }, (_, at) => `${stem}${at}`));
  return letter === '' && heap <= LETTERS.length ? [LETTERS.slice(0, heap), ...numbered] : numbered;
}

function legendOf(tags: Tags, texts: readonly string[]): string[] {
  const seen = new Map<string, Set<string>>();
  for (const text of texts) {
    for (const [, struct = '', number = ''] of text.matchAll(NUMBERED)) {
      const tag = tags.get(struct)?.[Number(number) - 1];
      if (tag !== undefined && tag !== struct) seen.set(struct, (seen.get(struct) ?? new Set()).add(tag));
    }
  }
  const groups = [...seen].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([struct, names]) => [struct, ...[...names].toSorted()]);
  const pieces = groups.flatMap(([struct = '', ...names], at) => [...names, `= ${struct}${nounText(struct)}${at + 1 < groups.length ? ',' : ''}`]);
  return pieces.length === 0 ? [] : ['names:', ...pieces];
}

/** What sentences call it, where that is another word. */
function nounText(struct: string): string {
  const noun = CUSTOMARY[struct]?.noun ?? struct;
  return noun === struct ? '' : ` (${noun})`;
}
