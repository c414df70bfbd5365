import type { Fn, ValueType } from '../lang/ir.js';
import { finalise, hashInteger, hashText, mix, type Lanes } from './hash.js';
import { cellCount, localOffset, type Layout } from './layout/layout.js';
import { Queue } from './store/queue.js';
import { storedLocals } from './layout/build.js';

/**
 * The fingerprint of a set of states: the sum of a 64-bit hash of each, so that order does not matter. A state's hash is taken over
 * pairs of a stable path and a value, and not over cells, so that it survives a new layout, a comment, another name of a local:
 *
 *     column cell      `files_struct.fd[3]` (flat index)      its value; nothing if it is the column's `initial`
 *     control point    `T1.pc`                                function name and ordinal; nothing for an empty stack
 *     suspended frame  `T1.close_fd.ret`                      caller's name and ordinal of the call; nothing for the bottom frame
 *     local            `T1.close_fd#2` (its number)          its value; nothing if it is 0
 *
 * Values that are numbers of functions, addresses or "never written" are hashed by name.
 */
export class Fingerprint {
  private lo = 0;
  private hi = 0;
  private readonly columns: ColumnTables;
  private readonly stacks: readonly StackSlots[];
  private readonly fnOfCode: Int32Array;
  /** By task, then number of the area's content: two lanes each. */
  private readonly known: readonly number[][];
  private sumLo = 0;
  private sumHi = 0;
  /** What the columns add, of the states that were taken in and not visited yet; of the visited state. */
  private readonly ahead = new Queue();
  private nearLo = 0;
  private nearHi = 0;

  constructor(layout: Layout) {
    this.columns = columnTables(columnSlots(layout));
    this.stacks = layout.program.tasks.map((_, task) => stackSlots(layout, task));
    this.fnOfCode = Int32Array.from(layout.points.points, (point) => point?.fn ?? -1);
    this.known = layout.tasks.map(() => []);
  }

  /** Tells that the next state is visited (Changes): states are, in the order in which they were taken in. */
  visit(): void {
    this.nearLo = this.ahead.take();
    this.nearHi = this.ahead.take();
  }

  /**
   * Takes a state into the sum. Each distinct state is to be added once. `areas` are numbers for what is in each task's area, if the
   * caller has some: from 0, the next one at its first use. What has a number is hashed once, and of columns only `changes` if they are told.
   */
  add(cells: Int32Array, areas: Int32Array | null = null, changes: Changes | null = null): void {
    if (changes === null) this.takeColumns(cells);
    else this.takeChanges(cells, changes);
    this.ahead.put(this.sumLo);
    this.ahead.put(this.sumHi);
    for (let task = 0; task < this.stacks.length; task++) {
      if (areas === null) this.takeStack(this.stacks[task]!, cells);
      else this.takeKnown(task, areas[task]!, cells);
    }
    const lo = (this.sumLo + finalise(this.sumHi ^ 0x3c6ef372)) | 0;
    const hi = (this.sumHi + finalise(lo ^ 0x1b873593)) | 0;
    this.lo = (this.lo + finalise(lo + hi)) | 0;
    this.hi = (this.hi + hi) | 0;
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    return [this.hi, this.lo].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }

  private takeChanges(cells: Int32Array, { cells: old, changed, changes }: Changes): void {
    const { tables, startOf, slotOf: slots } = this.columns;
    let { nearLo: lo, nearHi: hi } = this;
    this.sumLo = 0;
    this.sumHi = 0;
    for (let k = 0; k < changes; k++) {
      const cell = changed[k]!;
      const start = startOf[cell]!;
      if (start === WIDE) {
        this.take(slots[cell]!, old[cell]!, -1);
        this.take(slots[cell]!, cells[cell]!);
      } else {
        const [now, before] = [start + 2 * cells[cell]!, start + 2 * old[cell]!];
        lo = (lo + tables[now]! - tables[before]!) | 0;
        hi = (hi + tables[now + 1]! - tables[before + 1]!) | 0;
      }
    }
    this.sumLo = (this.sumLo + lo) | 0;
    this.sumHi = (this.sumHi + hi) | 0;
  }

  private takeColumns(cells: Int32Array): void {
    const { narrow, tables, starts, wide } = this.columns;
    let lo = 0;
    let hi = 0;
    for (let k = 0; k < narrow.length; k++) {
      const at = starts[k]! + 2 * cells[narrow[k]!]!;
      lo = (lo + tables[at]!) | 0;
      hi = (hi + tables[at + 1]!) | 0;
    }
    this.sumLo = lo;
    this.sumHi = hi;
    for (const slot of wide) this.take(slot, cells[slot.cell]!);
  }

  private takeKnown(task: number, area: number, cells: Int32Array): void {
    const known = this.known[task]!;
    if (2 * area === known.length) {
      const { sumLo, sumHi } = this;
      this.takeStack(this.stacks[task]!, cells);
      known.push((this.sumLo - sumLo) | 0, (this.sumHi - sumHi) | 0);
    } else {
      this.sumLo = (this.sumLo + known[2 * area]!) | 0;
      this.sumHi = (this.sumHi + known[2 * area + 1]!) | 0;
    }
  }

  private takeStack({ pc, frames }: StackSlots, cells: Int32Array): void {
    const code = cells[pc.cell]!;
    this.take(pc, code);
    let fn = this.fnOfCode[code]!;
    while (fn >= 0) {
      const frame = frames[fn]!;
      const ret = cells[frame.ret.cell]!;
      this.take(frame.ret, ret);
      for (const slot of frame.locals) this.take(slot, cells[slot.cell]!);
      fn = frame.callers[ret]!;
    }
  }

  /** Adds what the slot's value stands for, `times` 1 or -1. */
  private take(slot: Slot, value: number, times = 1): void {
    const known = (value - slot.first) * 2;
    if (known >= 0 && known < slot.table.length) {
      this.sumLo = (this.sumLo + times * slot.table[known]!) | 0;
      this.sumHi = (this.sumHi + times * slot.table[known + 1]!) | 0;
    } else {
      const { lo, hi } = slot.hash(value);
      this.sumLo = (this.sumLo + times * lo) | 0;
      this.sumHi = (this.sumHi + times * hi) | 0;
    }
  }
}

/** How a state's columns differ from those of the visited state: in the first `changes` cells of `changed`. */
export interface Changes {
  /** The visited state. */
  readonly cells: Int32Array;
  readonly changed: Int32Array;
  readonly changes: number;
}

/** A cell under its path, with the hashes of its usual values: two lanes each, from value `first`. */
interface Slot {
  readonly cell: number;
  readonly first: number;
  readonly table: Int32Array;
  /** The table has all values that a stored state may have here. */
  readonly complete: boolean;
  hash(value: number): Lanes;
}

/** The slots of the columns, laid out for speed. */
interface ColumnTables {
  /** Cells whose tables have all values; the hashes of value v of the k-th of them are at `tables[starts[k] + 2 * v]` and after it. */
  readonly narrow: Int32Array;
  readonly starts: Int32Array;
  readonly tables: Int32Array;
  /** The others. */
  readonly wide: readonly Slot[];
  /** By cell: its start, or WIDE; and its slot. */
  readonly startOf: Int32Array;
  readonly slotOf: readonly Slot[];
}

const WIDE = -(2 ** 31);

interface StackSlots {
  readonly pc: Slot;
  /** By function; null for those that are never on this stack. */
  readonly frames: readonly (FrameSlots | null)[];
}

interface FrameSlots {
  readonly ret: Slot;
  readonly locals: readonly Slot[];
  /** By return code: the caller, or -1. */
  readonly callers: Int32Array;
}

/** The table starts no lower than this (errno values are negative and small), and has no more values; others are hashed when met. */
const TABLE_FROM = -128;
const TABLE_MAX = 256;
const NOTHING: Lanes = { lo: 0, hi: 0 };

function slotOf(layout: Layout, cell: number, path: string, lanes: (value: number) => Lanes | null): Slot {
  const { lo, hi } = layout.ranges[cell]!;
  const pathLanes = hashText(path);
  const hash = (value: number): Lanes => {
    const found = lanes(value);
    return found ? mix(pathLanes, found) : NOTHING;
  };
  const first = hi - lo < TABLE_MAX ? lo : Math.max(lo, TABLE_FROM);
  const table = tableOf(first, Math.min(hi - first + 1, TABLE_MAX), hash);
  return { cell, first, table, complete: table.length === 2 * (hi - lo + 1), hash };
}

function tableOf(first: number, count: number, hash: (value: number) => Lanes): Int32Array {
  const table = new Int32Array(count * 2);
  for (let k = 0; k < count; k++) {
    const { lo, hi } = hash(first + k);
    table[2 * k] = lo;
    table[2 * k + 1] = hi;
  }
  return table;
}

function columnSlots(layout: Layout): Slot[] {
  return layout.program.columns.flatMap((column) => {
    const base = layout.columns[column.id] ?? 0;
    const lanes = valueLanes(layout, column.type);
    const ofCell = (value: number): Lanes | null => {
      if (value === column.initial) return null;
      return value === column.uninit ? hashText('uninit') : lanes(value);
    };
    return Array.from({ length: cellCount(column) }, (_, k) => slotOf(layout, base + k, `${column.name}[${k}]`, ofCell));
  });
}

function columnTables(slots: readonly Slot[]): ColumnTables {
  const narrow = slots.filter(({ complete }) => complete);
  const starts: number[] = [];
  let end = 0;
  for (const { first, table } of narrow) {
    starts.push(end - 2 * first);
    end += table.length;
  }
  const tables = new Int32Array(end);
  narrow.forEach(({ first, table }, k) => tables.set(table, starts[k]! + 2 * first));
  const startOf = new Int32Array(slots.length).fill(WIDE);
  narrow.forEach(({ cell }, k) => { startOf[cell] = starts[k]!; });
  const slotOf: Slot[] = [];
  for (const slot of slots) slotOf[slot.cell] = slot;
  return {
    narrow: Int32Array.from(narrow, ({ cell }) => cell), starts: Int32Array.from(starts), tables,
    wide: slots.filter(({ complete }) => !complete), startOf, slotOf,
  };
}

function stackSlots(layout: Layout, task: number): StackSlots {
  const { program, points } = layout;
  const { base, fns } = layout.tasks[task]!;
  const name = program.tasks[task]!.name;
  const pc = slotOf(layout, base, `${name}.pc`, (code) => {
    const point = points.points[code];
    if (!point) return null;
    const fn = program.fns[point.fn]!;
    return hashText(`${fn.name}@${fn.blocks[point.block]?.ordinal}`);
  });
  return { pc, frames: program.fns.map((fn) => (fns.has(fn.id) ? frameSlots(layout, base, name, fn) : null)) };
}

function frameSlots(layout: Layout, base: number, task: string, fn: Fn): FrameSlots {
  const sites = layout.points.sites[fn.id] ?? [];
  const ret = slotOf(layout, base + (layout.frames[fn.id] ?? 0), `${task}.${fn.name}.ret`, (code) => {
    const site = sites[code - 1];
    return site ? hashText(`${layout.program.fns[site.caller]!.name}@${site.call.ordinal}`) : null;
  });
  const locals = [...storedLocals(fn)].map((local) => {
    const lanes = valueLanes(layout, fn.locals[local]!.type);
    const cell = base + localOffset(layout.frames, fn.id, local);
    return slotOf(layout, cell, `${task}.${fn.name}#${local}`, (value) => (value === 0 ? null : lanes(value)));
  });
  return { ret, locals, callers: Int32Array.of(-1, ...sites.map(({ caller }) => caller)) };
}

function valueLanes(layout: Layout, type: ValueType): (value: number) => Lanes {
  const { fns, structs } = layout.program;
  if (type.kind === 'function') {
    return (value) => (value === 0 ? hashInteger(0) : hashText(fns[type.fns[value - 1] ?? -1]?.name ?? `${value}`));
  }
  if (type.kind !== 'address') return hashInteger;
  return (value) => {
    const struct = structs.find(({ addressBase, objects }) => value > addressBase && value <= addressBase + objects);
    return struct ? hashText(`${struct.name}+${value - struct.addressBase}`) : hashInteger(value);
  };
}
