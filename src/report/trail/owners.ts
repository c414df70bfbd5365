/** Whose something is: an object that keeps the address of its owner (a record lock), and a lock that a task holds while others run. */
import type { Column, Program, StructId } from '../../lang/ir.js';
import type { State } from '../../checker/state.js';
import { valueName, type Row } from '../../checker/trail.js';
import type { Owned } from './changes.js';
import type { Stretch } from './stretches.js';

/** The owner that an object has had at a step, from 0 for the start. */
interface Entry {
  readonly number: number;
  readonly owner: number;
}

/** Tells of pointers in a stretch (null: at the start) whose the object is: ` (of files_struct#1)`. See ownerColumns. */
export function ownersIn(program: Program, start: State, rows: readonly Row[]): (stretch: Pick<Stretch, 'rows'> | null) => Owned {
  const columns = ownerColumns(program);
  const entries = new Map<string, Entry[]>();
  const note = (struct: StructId, object: number, entry: Entry): void => {
    const key = `${struct}:${object}`;
    const known = entries.get(key);
    if (known === undefined) entries.set(key, [entry]);
    else known.push(entry);
  };
  for (const { struct, column } of columns.values()) {
    start.mem[column.name]!.forEach((owner, cell) => note(struct, cell + 1, { number: 0, owner }));
    for (const { number, changes } of rows) for (const { cell, after } of changes.filter((change) => change.column === column.id)) note(struct, cell + 1, { number, owner: after });
  }
  return (stretch) => (column, value) => {
    const end = stretch?.rows.at(-1)?.number ?? 0;
    const { type, uninit } = program.columns[column]!;
    const owners = type.kind === 'pointer' ? columns.get(type.struct) : undefined;
    if (owners === undefined || value === 0 || value === uninit) return '';
    const last = (entries.get(`${owners.struct}:${value}`) ?? []).findLast(({ number, owner }) => number <= end && owner !== 0 && owner !== owners.column.uninit);
    return last === undefined ? '' : ` (of ${valueName(program, owners.column.type, last.owner).replace(/^&/, '')})`;
  };
}

/** By struct: the field that holds the address of an owner (fl_owner, dn_owner), or else the only address. */
export function ownerColumns(program: Program): ReadonlyMap<StructId, { readonly struct: StructId; readonly column: Column }> {
  const found = program.structs.flatMap(({ id, columns }) => {
    const addresses = columns.map((column) => program.columns[column]!).filter(({ type, ghost, dims }) => type.kind === 'address' && !ghost && dims.length === 1);
    const owner = addresses.find(({ name }) => name.endsWith('owner')) ?? (addresses.length === 1 ? addresses[0] : undefined);
    return owner === undefined ? [] : [[id, { struct: id, column: owner }] as const];
  });
  return new Map(found);
}

/**
 * For each stretch behind which another task goes on: the locks that its task holds there and did not hold when it was left before, if
 * another task of the trail takes locks of that class too.
 */
export function heldAtSwitch(program: Program, stretches: readonly Stretch[]): string[][] {
  const takers = new Map<number, Set<number>>();
  for (const { locks } of stretches.flatMap(({ rows }) => rows)) for (const { lockClass, task } of locks) takers.set(lockClass, (takers.get(lockClass) ?? new Set()).add(task));
  const waited = new Set(stretches.flatMap(({ task, rows }) => rows.flatMap(({ op, access }) => (LOCKING.has(op) ? [`${task}:${program.accesses[access]!.place}`] : []))));
  const isShared = (lockClass: number, holder: number): boolean => [...(takers.get(lockClass) ?? [])].some((task) => task !== holder)
    || program.tasks.some((_, task) => task !== holder && waited.has(`${task}:${program.lockClasses[lockClass]!.name}`));
  const before = new Map<number, readonly string[]>();
  return stretches.map(({ task, rows }, at) => {
    const next = stretches[at + 1];
    if (next === undefined || next.task === task) return [];
    const held = rows.at(-1)!.locks.filter((lock) => lock.task === task && isShared(lock.lockClass, task)).map(({ lock, shared }) => (shared ? `${lock} (shared)` : lock));
    const known = before.get(task) ?? [];
    before.set(task, held);
    return held.filter((lock) => !known.includes(lock));
  });
}

const LOCKING: ReadonlySet<string> = new Set(['lock', 'lock_interruptible', 'trylock']);
