import type { Sort } from './sorts.js';
import type { Space, Spaces } from './spaces.js';

/** What becomes of a value. */
export type Rename = (value: number) => number;

/** The new numbers of objects and tasks, and how values of each sort follow. */
export class Renamers {
  /** New index of each task. */
  readonly tasks: Int32Array;
  private readonly ofStruct: readonly Int32Array[];
  private readonly ofTask: Int32Array;

  constructor(private readonly spaces: Spaces, private readonly moving: ReadonlySet<Space>) {
    this.tasks = Int32Array.from({ length: spaces.taskCount }, (_, task) => task);
    this.ofStruct = spaces.program.structs.map(({ objects }) => Int32Array.from({ length: objects + 1 }, (_, one) => one));
    this.ofTask = this.ofStruct[spaces.tasks] ?? Int32Array.from({ length: spaces.taskCount + 1 }, (_, one) => one);
  }

  /** New number of each number. */
  numbers(space: Space): Int32Array {
    return space === this.spaces.tasks ? this.ofTask : this.ofStruct[space]!;
  }

  /** Whether any number of the space may change. */
  moves(space: Space): boolean {
    return this.spaces.roots(space).some((root) => this.moving.has(root));
  }

  reset(): void {
    this.tasks.forEach((_, task) => { this.tasks[task] = task; });
    for (const numbers of [...this.ofStruct, this.ofTask]) for (let one = 0; one < numbers.length; one++) numbers[one] = one;
  }

  /** Numbers tasks after their new indices. */
  numberTasks(): void {
    for (let task = 0; task < this.tasks.length; task++) this.ofTask[task + 1] = this.tasks[task]! + 1;
  }

  /** How values of this sort are renamed; null if they stay. */
  of(sort: Sort, uninit: number | null = null): Rename | null {
    switch (sort.kind) {
      case 'number': return this.moves(sort.space) ? shifted(this.numbers(sort.space), sort.offset) : null;
      case 'set': return this.moving.has(this.spaces.tasks) ? permuted(this.tasks, uninit) : null;
      case 'address': {
        const base = this.spaces.base(this.spaces.tasks);
        return base !== null && this.moving.has(this.spaces.tasks) ? shifted(this.ofTask, base) : null;
      }
      default: return null;
    }
  }
}

/** Numbers with `offset` added. Other values stay. */
function shifted(numbers: Int32Array, offset: number): Rename {
  return (value) => {
    const number = value - offset;
    return number > 0 && number < numbers.length ? numbers[number]! + offset : value;
  };
}

/** Sets of tasks. Other bits stay. */
function permuted(tasks: Int32Array, uninit: number | null): Rename {
  const all = 2 ** tasks.length - 1;
  return (value) => {
    if (value === 0 || value === uninit) return value;
    let set = value & ~all;
    for (let task = 0; task < tasks.length; task++) set |= ((value >> task) & 1) << tasks[task]!;
    return set;
  };
}
