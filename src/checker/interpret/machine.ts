import { isDraft } from 'immer';
import type { Access, AccessId, Block, ColumnId, Fn, FnId, LockClassId, Program, ReportId } from '../../lang/ir.js';
import type { State } from '../state.js';
import { EngineBug, must } from './bug.js';
import type { Footprint } from '../footprint.js';
import type { Choices } from './choices.js';

/** A footprint, and the first cell of each column in its numbering. */
export interface Recorder {
  readonly footprint: Footprint;
  readonly columns: readonly number[];
}

/** A state that is being made: a copy, or an immer draft. */
export interface Draft {
  readonly mem: Record<string, number[]>;
  readonly stacks: Frame[][];
}

export interface Frame {
  fn: FnId;
  block: number;
  locals: number[];
}

/** A stack of frames that runs: a task's, init's or a property's. */
export interface Thread {
  readonly stack: Frame[];
  /** `task` stops at boundaries, `init` does not, `property` may not change anything either. */
  readonly role: Fn['role'];
  /** What the last return gave. */
  results: readonly number[];
}

/** The running task takes a lock of `lockClass` while it holds locks of the classes `held` (ascending, not empty). */
export interface Acquire {
  readonly task: number;
  readonly lockClass: LockClassId;
  readonly held: readonly LockClassId[];
}

/** A framed function of a task came to its end. */
export interface Returned {
  readonly task: number;
  readonly fn: FnId;
  /** Empty where it gives nothing back. */
  readonly values: readonly number[];
}

/** A false check. */
export interface ReportEnd {
  readonly report: ReportId;
  /** Number of the object concerned, 0 if there is none. */
  readonly object: number;
  /** The frames of the running task when it came about, bottom first. */
  readonly stack: readonly { readonly fn: FnId; readonly block: number }[];
}

/** Why a path does not lead to a state. */
export type Halt = { readonly kind: 'removed' } | ({ readonly kind: 'report' } & ReportEnd);

/** One path: the memory that it changes, and what it did on its way. */
export class Machine {
  /** The running task. */
  self = 0;
  /** Frames of init, while it runs. */
  setup: readonly Frame[] = [];
  readonly acquires: Acquire[] = [];
  readonly fired: AccessId[] = [];
  readonly returns: Returned[] = [];
  private readonly owned = new Set<string>();

  constructor(
    readonly program: Program,
    private readonly draft: Draft,
    readonly choices: Choices,
    private readonly recorder: Recorder | null = null,
  ) {}

  /** Told what is touched, if anybody asked. */
  get footprint(): Footprint | null {
    return this.recorder?.footprint ?? null;
  }

  cells(column: ColumnId): readonly number[] {
    return must(this.draft.mem[must(this.program.columns[column], `column ${column}`).name], `memory of column ${column}`);
  }

  /** Notes that the model reads a cell. */
  noteRead(column: ColumnId, cell: number): void {
    this.recorder?.footprint.read(this.recorder.columns[column]! + cell);
  }

  /** A copy shares its columns with the state that it was made from until they are written; immer sees to its drafts itself. */
  write(column: ColumnId, cell: number, value: number): void {
    const { name } = must(this.program.columns[column], `column ${column}`);
    this.recorder?.footprint.write(this.recorder.columns[column]! + cell);
    if (!this.owned.has(name) && !isDraft(this.draft)) this.draft.mem[name] = [...this.cells(column)];
    this.owned.add(name);
    this.draft.mem[name]![cell] = value;
  }

  stackOf(task: number): Frame[] {
    return must(this.draft.stacks[task], `task ${task}`);
  }

  /** All frames whose pointers count as references. */
  frames(): readonly Frame[] {
    return [...this.setup, ...this.draft.stacks.flat()];
  }
}

/** A copy that can be worked on; columns are copied when they are written. */
export function draftOf(state: State): Draft {
  return {
    mem: { ...(state.mem as Record<string, number[]>) },
    stacks: state.stacks.map((stack) => stack.map((frame) => ({ ...frame, locals: [...frame.locals] }))),
  };
}

/** A frame of `fn` at its entry. */
export function frameOf(program: Program, fnId: FnId, args: readonly number[]): Frame {
  const fn = must(program.fns[fnId], `function ${fnId}`);
  if (args.length !== fn.params) throw new EngineBug(`${fn.name} takes ${fn.params} arguments, not ${args.length}`);
  const frame = { fn: fnId, block: fn.entry, locals: fn.locals.map(() => 0) };
  args.forEach((value, local) => setLocal(program, frame, local, value));
  return frame;
}

/** Gives a local a value of its range. */
export function setLocal(program: Program, frame: Frame, localId: number, value: number): void {
  const fn = program.fns[frame.fn]!;
  const local = must(fn.locals[localId], `local ${localId} of ${fn.name}`);
  if (value < local.range.lo || value > local.range.hi) {
    throw new EngineBug(`${value} is outside ${local.range.lo}..${local.range.hi}, the range of ${local.name} in ${fn.name}`);
  }
  frame.locals[localId] = value;
}

/** Locals that are not live become 0. */
export function keepLive(frame: Frame, live: readonly number[]): void {
  frame.locals = frame.locals.map((value, local) => (live.includes(local) ? value : 0));
}

export function blockOf(program: Program, { fn, block }: { readonly fn: FnId; readonly block: number }): Block {
  return must(program.fns[fn]?.blocks[block], `block ${block} of function ${fn}`);
}

/** The boundary access at which a frame stands, or null where it does not stand at a control point. */
export function boundaryAt(program: Program, frame: { readonly fn: FnId; readonly block: number }): Access | null {
  const first = blockOf(program, frame).instrs[0];
  return first?.kind === 'access' && first.boundary ? must(program.accesses[first.access], `access ${first.access}`) : null;
}
