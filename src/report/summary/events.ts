/** What happens on a trail that is worth a clause of prose: each as a verb phrase, with how much it matters. */
import type { ColumnId, Program, StructId } from '../../lang/ir.js';
import { isLife, objectName, type Change, type Row } from '../../checker/trail.js';
import type { State } from '../../checker/state.js';
import { isCapacity, shortPath, type Owned } from '../trail/changes.js';
import { listChanges, listPath, type ListChange } from '../trail/lists.js';
import { ownersIn } from '../trail/owners.js';
import type { Interest } from '../trail/stretches.js';
import { returnedValue } from '../trail/returns.js';
import { staleReads } from './stale.js';

/** A clause without its subject: `lowers files_struct#1.count from 2 to 1`. */
export interface Happening {
  readonly step: number;
  readonly task: number;
  /** The function that did it. */
  readonly fn: string;
  readonly clause: string;
  readonly score: number;
  /** What it is about, so that it is known which tasks meet there; null for an allocation. */
  readonly cell: string | null;
}

export interface Told {
  readonly program: Program;
  readonly start: State;
  readonly rows: readonly Row[];
  readonly interest: Interest;
  /** The object of which counts are told, too; null for none. */
  readonly about: { readonly struct: StructId; readonly number: number } | null;
  /** Tell also of what the property does not read. */
  readonly all?: boolean;
}

/** How much the kinds of changes matter, before it is known who else touches the cell. */
const SCORES = { freed: 7, list: 6, gone: 6, moved: 5, count: 4, last: 6, stale: 7, set: 3, flag: 2, number: 2, allocated: 2, failed: 3, kept: 6, lock: 0 } as const;
/** More for a cell that several tasks change; less for what a task does to an object of its own. */
const SHARED_BONUS = 3;
const PRIVATE_MALUS = 4;

/** What is told, and the objects whose counts are, by struct and number. */
export type Scene = Told & { readonly inPlay: ReadonlySet<string> };

/** The objects that a trail sees freed. */
function freedIn({ program, rows, interest }: Told): string[] {
  return rows.flatMap(({ changes }) => changes).filter((change) => isLife(program, program.columns[change.column]!) && change.before === 1 && interest.weigh(change) > 0)
    .map((change) => objectKey(program, change) ?? '');
}

/** Every happening of a trail, in order; what the last step does to ghosts is left to the sentence about the end. */
export function happenings(told: Told): Happening[] {
  const { program, start, rows, about } = told;
  const scene: Scene = { ...told, inPlay: new Set([...freedIn(told), ...(about === null ? [] : [`${about.struct}:${about.number}`])]) };
  const ownersOf = ownersIn(program, start, rows);
  const failed = new Set<string>();
  const found = rows.flatMap((row) => [
    ...staleReads(scene, row).map((clause) => happening(row, { clause, score: SCORES.stale, cell: null })),
    ...changesIn(scene, row, ownersOf({ rows: [row] })),
    ...failures(row, failed),
  ]);
  const tasksAt = new Map<string, Set<number>>();
  for (const { cell, task } of found) if (cell !== null) tasksAt.set(cell, (tasksAt.get(cell) ?? new Set()).add(task));
  return found.map((one) => (one.cell !== null && tasksAt.get(one.cell)!.size > 1 ? { ...one, score: one.score + SHARED_BONUS } : one));
}

/** The function in which an error of a task comes up first; its callers hand it on. */
function failures(row: Row, known: Set<string>): Happening[] {
  for (const { name, values } of row.returns) {
    const error = values.map(returnedValue).find((text) => /^-E[A-Z]+$/.test(text));
    if (error === undefined || known.has(`${row.task}${error}`)) continue;
    known.add(`${row.task}${error}`);
    return [{ ...happening(row, { clause: `gets ${error}`, score: SCORES.failed, cell: null }), fn: name }];
  }
  return [];
}

interface Said {
  readonly clause: string;
  readonly score: number;
  readonly cell: string | null;
}

function happening(row: Row, said: Said): Happening {
  return { step: row.number, task: row.task, fn: row.frames.at(-1)!.name, ...said };
}

function changesIn(told: Scene, row: Row, owned: Owned): Happening[] {
  const { program, start } = told;
  const mine = row.changes.filter((change) => isTold(told, row, change));
  const { lists, others } = listChanges(program, mine);
  const lives = others.filter(({ column }) => isLife(program, program.columns[column]!));
  const reset = new Set(lives.map(({ column, cell }) => `${program.columns[column]!.struct}:${cell + 1}`));
  const cells = others.filter((change) => !lives.includes(change) && !reset.has(objectKey(program, change) ?? ''));
  return [
    ...lists.map((one) => happening(row, listSaid(program, one, owned))),
    ...cells.map((change) => happening(row, cellSaid(told, row, change))),
    ...lives.flatMap((change) => lifeSaid(program, row, change)).map((said) => happening(row, said)),
  ].map((one) => (isPrivate(program, start, one) ? { ...one, score: one.score - PRIVATE_MALUS } : one));
}

/** What the property reads (or the report is about), first values and the ghosts of the last step apart. */
function isTold({ program, interest, rows, inPlay, all }: Scene, row: Row, change: Change): boolean {
  const column = program.columns[change.column]!;
  if (change.before === column.uninit || isCapacity(program, change.column) || (column.ghost && row === rows.at(-1))) return false;
  if (interest.weigh({ column: change.column }) === 2) return true;
  if (interest.quiet(row) || interest.weigh(change) === 0) return false;
  const isCount = row.op === 'rmw' && inPlay.has(objectKey(program, change) ?? '');
  return isCount || isLife(program, column) || all === true;
}

function listSaid(program: Program, { columns, list, lost, gained }: ListChange, owned: Owned): Said {
  const path = listPath(program, columns, list);
  const went = lost.map((change) => `${change.old}${owned(change.column, change.before)}`);
  const came = gained.map((change) => `${change.new}${owned(change.column, change.after)}`);
  const clause = went.length > 0 ? `takes ${went.join(' and ')} off ${path}` : `puts ${came.join(' and ')} on ${path}`;
  return { clause, score: SCORES.list, cell: path };
}

/** Nothing of an object that is embedded in another: that one's is told. */
function lifeSaid(program: Program, { task }: Row, { column, cell, after, before }: Change): Said[] {
  const struct = program.structs[program.columns[column]!.struct!]!;
  if (cell >= struct.heap || struct.id === program.taskStruct) return [];
  const name = objectName(program, struct.id, cell + 1);
  const about = `${struct.id}:${cell}`;
  if (after === 1) return [{ clause: `allocates ${name}`, score: SCORES.allocated, cell: null }];
  if (after === 2) return [{ clause: `leaves ${name} to RCU to be freed`, score: SCORES.freed, cell: about }];
  return [{ clause: before === 2 ? `ends the read section that ${name} waited for, and frees it` : `frees ${name}`, score: SCORES.freed, cell: `${about}:${task}` }];
}

function cellSaid({ program, rows }: Told, row: Row, change: Change): Said {
  const { type, range } = program.columns[change.column]!;
  const name = nameFor(program, row, change);
  const cell = change.path;
  const [old, now] = [change.old, change.new].map((value) => value.replace(/^&/, ''));
  switch (type.kind) {
    case 'bool': return { clause: change.after === 0 ? `clears ${name}` : `sets ${name}`, score: SCORES.flag, cell };
    case 'taskSet': return { clause: setClause(program, name, row, change), score: SCORES.flag, cell };
    case 'int': {
      const step = change.after - change.before;
      if (row.op !== 'rmw' || Math.abs(step) !== 1 || range.hi <= 1) return { clause: `changes ${name} from ${old} to ${now}`, score: SCORES.number, cell };
      return { clause: `${step > 0 ? 'raises' : 'lowers'} ${name} from ${old} to ${now}`, score: change.after === 0 ? SCORES.last : SCORES.count, cell };
    }
    default:
      if (program.lockClasses.some(({ owner }) => owner === change.column)) return lockSaid(rows, row, change, name);
      if (change.after === 0) return { clause: `clears ${name} (${old})`, score: SCORES.gone, cell };
      if (change.before === 0) return { clause: `sets ${name} to ${now}`, score: SCORES.set, cell };
      return { clause: `changes ${name} from ${old} to ${now}`, score: SCORES.moved, cell };
  }
}

/** A lock that is kept to the end matters more than one that is given back. */
function lockSaid(rows: readonly Row[], row: Row, { column, cell, after }: Change, name: string): Said {
  const isKept = after !== 0 && !rows.slice(row.number).some(({ changes }) => changes.some((other) => other.column === column && other.cell === cell));
  return { clause: after === 0 ? `releases ${name}` : `takes ${name}`, score: isKept ? SCORES.kept : SCORES.lock, cell: null };
}

/** The cell, as the acting task's own where it is. */
function nameFor(program: Program, row: Row, change: Change): string {
  const path = shortPath(program, change);
  return path.startsWith(`${row.taskName}.`) ? `its ${path.slice(row.taskName.length + 1)}` : path;
}

function setClause(program: Program, name: string, row: Row, { before, after }: Change): string {
  const tasks = (bits: number): string => program.tasks.flatMap((task, at) => (((bits >> at) & 1) === 0 ? [] : [at === row.task ? 'itself' : task.name])).join(' and ');
  const [came, went] = [after & ~before, before & ~after];
  return [...(went === 0 ? [] : [`takes ${tasks(went)} out of ${name}`]), ...(came === 0 ? [] : [`puts ${tasks(came)} into ${name}`])].join(' and ');
}

/** Struct and number of the object that a cell belongs to; null for a global. */
function objectKey(program: Program, { column, cell }: { column: ColumnId; cell: number }): string | null {
  const { struct, dims } = program.columns[column]!;
  const size = dims.slice(1).reduce((product, dim) => product * dim, 1);
  return struct === null ? null : `${struct}:${Math.floor(cell / size) + 1}`;
}

/** About an object that was not there at the start, by its name. */
function isPrivate(program: Program, start: State, { cell }: Happening): boolean {
  const match = /^(\w+)#(\d+)/.exec(cell ?? '');
  const struct = program.structs.find(({ name }) => name === match?.[1]);
  return struct !== undefined && start.mem[program.columns[struct.life]!.name]![Number(match![2]) - 1] === 0;
}
