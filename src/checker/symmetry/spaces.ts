import type { Program, StructId } from '../../lang/ir.js';
import { partsOf, type Part } from '../program/parts.js';

/** What numbers number: the objects of a struct, or tasks (from 1). Tasks and the objects of Program.taskStruct are one space. */
export type Space = StructId;

/** The space of tasks where they have no struct. */
const PLAIN_TASKS = -1;

/** Numbers from .. to of a struct are objects 1, 2, ... of the pool `root`, or lie in those: they are renamed together. */
export interface Run {
  readonly root: Space;
  readonly from: number;
  readonly to: number;
}

/** The numberings of a program, and how the numbers of one follow from those of another. */
export class Spaces {
  readonly tasks: Space;
  readonly taskCount: number;
  private readonly parts: readonly (readonly Part[])[];
  private readonly runsOfStruct: readonly (readonly Run[])[];
  private readonly runsOfTasks: readonly Run[];

  constructor(readonly program: Program) {
    this.tasks = program.taskStruct ?? PLAIN_TASKS;
    this.taskCount = program.tasks.length;
    this.parts = partsOf(program);
    this.runsOfTasks = [{ root: this.tasks, from: 1, to: this.taskCount }];
    this.runsOfStruct = program.structs.map(({ id }) => this.findRuns(id));
  }

  /** The runs that the numbers of a space fall into. */
  runs(space: Space): readonly Run[] {
    return space === this.tasks ? this.runsOfTasks : (this.runsOfStruct[space] ?? []);
  }

  /** The pools whose renaming renames these numbers. */
  roots(space: Space): Space[] {
    return this.runs(space).map(({ root }) => root);
  }

  /** Highest number. */
  size(space: Space): number {
    return Math.max(0, ...this.runs(space).map(({ to }) => to));
  }

  /** What an address has more than the number; null if these have no addresses. */
  base(space: Space): number | null {
    return this.program.structs[space]?.addressBase ?? null;
  }

  /** The run that a number falls into; null for NULL and whatever else numbers nothing. */
  runOf(space: Space, number: number): Run | null {
    return this.runs(space).find(({ from, to }) => number >= from && number <= to) ?? null;
  }

  /** Whether `number of from + offset` is `number of to + want` for the object itself, or for one that is embedded in it. */
  converts(from: Space, offset: number, to: Space, want: number): boolean {
    const shift = offset - want;
    if (from === to) return shift === 0;
    return (this.parts[from] ?? []).some((part) => part.struct === to && part.shift === shift);
  }

  /** Whether a value is the address of a task. */
  taskAddressed(value: number): number | null {
    const base = this.base(this.tasks);
    return base !== null && this.runOf(this.tasks, value - base) ? value - base : null;
  }

  /** The struct that an address belongs to. */
  structAddressed(value: number): Space | null {
    return this.program.structs.find(({ addressBase, objects }) => value > addressBase && value <= addressBase + objects)?.id ?? null;
  }

  /** What the objects of a pool consist of, itself first. */
  partsOf(space: Space): readonly Part[] {
    return this.parts[space] ?? [];
  }

  private findRuns(id: StructId): readonly Run[] {
    const struct = this.program.structs[id]!;
    const own: Run[] = struct.heap > 0 ? [{ root: id, from: 1, to: struct.heap }] : [];
    const embedded = struct.embeddedIn.flatMap(({ container, first }) =>
      (container === this.tasks ? this.runsOfTasks : this.findRuns(container)).map(({ root, from, to }) => ({ root, from: first + from - 1, to: first + to - 1 })));
    return [...own, ...embedded];
  }
}
