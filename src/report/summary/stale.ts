/** What a task read and another changed before it went on: where races begin. */
import type { Column, Program } from '../../lang/ir.js';
import type { Row } from '../../checker/trail.js';
import { cellName } from '../../checker/trail.js';
import { isCapacity, shortPath } from '../trail/changes.js';
import type { Scene } from './events.js';

const READS: ReadonlySet<string> = new Set(['load', 'rmw', 'rcu']);

/** Clauses about a step that reads what another task changes before this one acts on it, or that stores there what it read before. */
export function staleReads({ program, rows, interest, inPlay }: Scene, row: Row): string[] {
  if (row.changes.length > 0 || row.report !== null) return [];
  const counted = new Set([...inPlay].map((key) => Number(key.split(':')[0])));
  const isTold = ({ id, ghost, struct, name }: Column): boolean => !ghost && !isCapacity(program, id) && (struct === null || struct !== program.taskStruct)
    && (interest.weigh({ column: id }) === 2 || (struct !== null && counted.has(struct) && name.endsWith('.counter')));
  return columnsAt(program, row).filter(isTold).slice(0, 1).flatMap((column) => {
    const name = nameOf(program, column);
    if (row.op === 'store' && wasOverwritten(rows, row, column)) return [`overwrites ${name} with what it made of the old value`];
    if (!READS.has(row.op) || !isOvertaken(rows, row, column)) return [];
    return [`reads ${name}`];
  });
}

/** The columns of the place that a step is about. */
function columnsAt(program: Program, { access }: Row): Column[] {
  const { place } = program.accesses[access]!;
  return place === null ? [] : program.columns.filter(({ name }) => name === place || name.startsWith(`${place}.`));
}

/** A single cell by its name, else the field. */
function nameOf(program: Program, { id, dims, name }: Column): string {
  return dims.every((size) => size === 1) ? shortPath(program, { column: id, path: cellName(program, id, 0) }) : name.replace(/\.counter$/, '');
}

/**
 * Whether another task changes the place before this one goes on; of a pointer, which is used later: at any time before this one's last step,
 * if it does not read the place again until then.
 */
function isOvertaken(rows: readonly Row[], row: Row, { id, type }: Column): boolean {
  const behind = rows.slice(row.number);
  const back = type.kind === 'pointer' ? behind.findLastIndex(({ task }) => task === row.task) : behind.findIndex(({ task }) => task === row.task);
  const change = behind.findIndex(({ task, changes }) => task !== row.task && changes.some(({ column }) => column === id));
  if (change < 0 || change > back) return false;
  return !behind.slice(0, back).some(({ task, access }) => task === row.task && access === row.access);
}

/** Whether another task has changed the place since this one stood in front of its step. */
function wasOverwritten(rows: readonly Row[], row: Row, { id }: Column): boolean {
  const before = rows.slice(0, row.number - 1);
  const mine = before.findLastIndex(({ task }) => task === row.task);
  return mine >= 0 && before.slice(mine + 1).some(({ changes }) => changes.some(({ column }) => column === id));
}
