/** What is wrong at the end of a trail, in a sentence. */
import type { AccessOp, Program } from '../../lang/ir.js';
import type { State } from '../../checker/state.js';
import { cellName, taskName, valueName, type Event, type HeldLock, type ObjectLife, type Replay } from '../../checker/trail.js';
import { locksHeld, stackFrames } from '../../checker/trail/row.js';
import { shortPath } from '../trail/changes.js';
import { columnsRead } from '../trail/interest.js';
import { locksKept } from '../verdicts.js';
import { lockColumns, stuckTasks } from '../waiting.js';
import { joined } from './prose.js';

/** Values that a sentence about a property names. */
const VALUES_MAX = 3;

/** A property that is false (or, asked for as reachable, true) in the last state. */
export function brokenSentence(program: Program, { rows, states, start }: Replay, { name, fn, value, final }: { name: string; fn: number; value: boolean; final: boolean }): string {
  const reads = columnsRead(program, fn);
  const locks = new Set(program.lockClasses.flatMap(({ id }) => lockColumns(program, id)));
  const changed = (rows.at(-1)?.changes ?? []).filter(({ column }) => reads.has(column) && !locks.has(column)).map((change) => `${shortPath(program, change)} is ${change.new}`);
  const values = changed.length > 0 ? changed : valuesOf(program, states.at(-1) ?? start!, reads);
  const holds = value ? 'holds' : 'does not hold';
  const when = rows.length === 0 ? 'At the start already' : final ? 'Nothing can move any more, and' : 'Now';
  const told = values.length === 0 || values.length > VALUES_MAX ? '' : `: ${joined(values)}`;
  return `${when} ${name} ${holds}${told}.`;
}

/** The plain globals that a property reads. */
function valuesOf(program: Program, state: State, reads: ReadonlySet<number>): string[] {
  return program.columns.filter(({ id, struct, dims, type }) => reads.has(id) && struct === null && dims.length === 0 && (type.kind === 'int' || type.kind === 'bool'))
    .map(({ id, name, type }) => `${cellName(program, id, 0)} is ${valueName(program, type, state.mem[name]![0]!)}`);
}

/** Who waits for whom. */
export function hungSentences(program: Program, state: State): string[] {
  const clauses = stuckTasks(program, state).map(({ task, access, wanted }) => {
    const top = state.stacks[task]!.at(-1)!;
    const where = `${taskName(program, task)} waits in ${program.fns[top.fn]!.name}`;
    if (wanted.length > 0) return `${where} for ${joined(wanted.map((lock) => `${lock.lock}, which ${taskName(program, lock.task)} holds`))}`;
    return `${where} at ${program.sites[access.site]!.text}, and nobody is left to end that`;
  });
  return [`Nothing can move any more: ${clauses.join('; ')}.`];
}

/** The access, or whatever else the kernel reports. */
export function reportSentence(program: Program, replayed: Replay): string {
  const { report, history, rows } = replayed;
  const { class: reportClass, detail, site } = program.reports[report!.report]!;
  const last = rows.at(-1)!;
  const who = last.taskName;
  const fn = stackFrames(program, report!.stack, site).at(-1)?.name ?? last.frames.at(-1)!.name;
  if (history !== null) {
    const freed = history.freed === null ? '' : `; ${eventText(program, history.freed, ` had freed ${history.object}`)}`;
    return `${who} then ${verbOf(last.op)} ${accessedName(program, replayed)} in ${fn}${freed}.`;
  }
  if (reportClass === 'held-at-exit') {
    const held = locksKept(program, replayed);
    if (held.length > 0) return `${who} ends in ${fn} and still holds ${joined(held.map(lockText))}.`;
  }
  return `${who} triggers this in ${fn}, at ${program.sites[site]!.text}${detail === '' ? '' : `: ${detail}`}.`;
}

/** Setup itself ends in a report. */
export function setupSentence(program: Program, { report }: Replay): string {
  const { detail, site } = program.reports[report!.report]!;
  return `Setup triggers this at ${program.sites[site]!.text}${detail === '' ? '' : `: ${detail}`}.`;
}

export function leakSentence(program: Program, { allocated }: ObjectLife, name: string): string {
  const by = allocated === null ? '' : `, allocated by ${eventText(program, allocated)},`;
  return `Nothing can move any more: ${name}${by} is not freed, and no pointer to it is left.`;
}

/** A lock that is taken under others, as an edge of a cycle. */
export function lockSentence(program: Program, { rows, states, start }: Replay): string | null {
  const last = rows.at(-1);
  const before = rows.length > 1 ? states.at(rows.length - 2) : start;
  if (last === undefined || before === undefined || before === null) return null;
  const held = locksHeld(program, before).filter(({ task }) => task === last.task);
  const taken = last.locks.filter((lock) => lock.task === last.task && !held.some((other) => other.lock === lock.lock));
  if (held.length === 0 || taken.length === 0) return null;
  return `${last.taskName} takes ${joined(taken.map(lockText))} in ${last.frames.at(-1)!.name} while it holds ${joined(held.map(lockText))}.`;
}

function lockText({ lock, shared }: HeldLock): string {
  return shared ? `${lock} (shared)` : lock;
}

/** The field of the object that a report is about, as far as the access names one: `file#1.f_inode`. */
export function accessedName(program: Program, { report, history, rows }: Pick<Replay, 'report' | 'history' | 'rows'>): string {
  const object = history!.object;
  const struct = program.structs[program.reports[report!.report]!.object!.struct]!.name;
  const { place } = program.accesses[rows.at(-1)!.access]!;
  return place?.startsWith(`${struct}.`) === true ? `${object}${place.slice(struct.length)}` : object;
}

function eventText(program: Program, { step, task, frames }: Event, verb = ''): string {
  const who = task < 0 ? 'setup' : taskName(program, task);
  const fn = frames.at(-1)?.name;
  return `${who}${verb}${fn === undefined ? '' : ` in ${fn}`}${step === 0 ? '' : ` at step ${step}`}`;
}

function verbOf(op: AccessOp): string {
  switch (op) {
    case 'store': return 'writes';
    case 'free': return 'frees';
    case 'load': return 'reads';
    default: return 'uses';
  }
}
