import type { ColumnId, Site } from '../../lang/ir.js';
import type { Loop } from './loops.js';
import type { Sort } from './sorts.js';
import type { Space, Spaces } from './spaces.js';

/** Who runs the code that is looked at. What init does is no matter, except for addresses: it makes states, of which any may be the first. */
export type Mode = 'task' | 'property' | 'init';

/** How a global array is indexed somewhere. */
interface ColumnUse {
  readonly column: ColumnId;
  readonly by: Sort;
  readonly place: string;
}

/** What stands against symmetry, each with the first place where it was found; nothing is recorded before `recording` is set. */
export class Findings {
  recording = false;
  mode: Mode = 'task';
  site: Site | null = null;
  /** By pool (or the tasks): why its objects differ. */
  readonly refused = new Map<Space, string>();
  /** By task, from 0: why it is not like others. */
  readonly pinned = new Map<number, string>();
  /** Global arrays that have a row a task. */
  readonly byTask = new Set<ColumnId>();
  /** Loops that count through objects or tasks. */
  readonly roaming = new Map<Loop, Space>();
  private readonly leaks = new Map<Loop, string>();
  private readonly uses: ColumnUse[] = [];

  constructor(readonly spaces: Spaces) {
    const { rcuNesting } = spaces.program;
    if (rcuNesting !== null) this.byTask.add(rcuNesting);
  }

  /** These numbers mean more than which object it is. */
  refuse(space: Space, why: string): void {
    if (!this.recording || this.mode === 'init') return;
    for (const root of this.spaces.roots(space)) this.note(root, why);
  }

  refuseRoot(root: Space, why: string): void {
    if (this.recording) this.note(root, why);
  }

  /** Task or init code remembers addresses of these objects: a freed one can be told from others. Tasks are never freed. */
  remember(space: Space): void {
    if (!this.recording || this.mode === 'property') return;
    for (const root of this.spaces.roots(space)) if (root !== this.spaces.tasks) this.note(root, 'its addresses are remembered, so which slot is reused matters');
  }

  /** A constant is taken for a number of this space. */
  name(space: Space, number: number): void {
    if (!this.recording || this.mode === 'init') return;
    const run = this.spaces.runOf(space, number);
    if (run === null) return;
    if (run.root !== this.spaces.tasks) this.note(run.root, 'a constant tells one object from the others');
    else this.pin(number - run.from, 'a constant names this task');
  }

  /** A set of tasks has to do with this constant one. */
  nameSet(value: number): void {
    const all = 2 ** this.spaces.taskCount - 1;
    if ((value & all) === all || (value & all) === 0) return;
    for (let task = 0; task < this.spaces.taskCount; task++) if ((value >> task) & 1) this.name(this.spaces.tasks, task + 1);
  }

  roam(loop: Loop, space: Space): void {
    if (this.recording && this.mode !== 'init') this.roaming.set(loop, space);
  }

  /** What the loop counts is used as a mere number. */
  leak(loop: Loop, why: string): void {
    if (this.recording && !this.leaks.has(loop)) this.leaks.set(loop, this.placed(why));
  }

  use(column: ColumnId, by: Sort): void {
    if (!this.recording || this.mode === 'init') return;
    if (by.kind === 'number') this.byTask.add(column);
    else this.uses.push({ column, by, place: this.placed('') });
  }

  /** Settles what could not be told before everything was seen: arrays that are indexed by tasks in one place must be so in all. */
  settle(): void {
    const { spaces } = this;
    for (const column of this.byTask) if ((spaces.program.columns[column]!.dims[0] ?? 0) < spaces.taskCount) this.put(spaces.tasks, 'an array is too short for them');
    for (const { column, by, place } of this.uses) this.settleUse(column, by, place);
    for (const [loop, space] of this.roaming) {
      const leak = this.leaks.get(loop);
      if (leak !== undefined) for (const root of spaces.roots(space)) this.put(root, leak);
    }
  }

  /** Adds where it is to what is said. */
  placed(why: string): string {
    if (this.site === null) return why;
    const { file, line, fn } = this.site;
    return `${why} in ${fn === '' ? 'the model' : fn}, ${file.split('/').slice(-2).join('/')}:${line}`;
  }

  private settleUse(column: ColumnId, by: Sort, place: string): void {
    const { spaces } = this;
    const { name } = spaces.program.columns[column]!;
    if (!this.byTask.has(column)) {
      if (by.kind === 'counter' && !this.leaks.has(by.loop)) this.leaks.set(by.loop, `what a loop counts indexes ${name}${place}`);
    } else if (by.kind === 'counter') {
      this.roaming.set(by.loop, spaces.tasks);
      if (!this.counts(by, -1)) this.put(spaces.tasks, `a loop counts through some tasks only${place}`);
    } else if (by.kind === 'const') this.putPin(by.value, `a constant indexes ${name}${place}`);
    else this.put(spaces.tasks, `${name} has a row a task, and is indexed by another number${place}`);
  }

  /** Whether what is counted, `offset` added, goes through the numbers of all tasks with `want` added. */
  counts({ loop, offset }: { readonly loop: Loop; readonly offset: number }, want: number): boolean {
    return loop.lo + offset - want === 1 && loop.hi + offset - want === this.spaces.taskCount + 1;
  }

  private pin(task: number, why: string): void {
    this.putPin(task, this.placed(why));
  }

  private putPin(task: number, why: string): void {
    if (!this.pinned.has(task)) this.pinned.set(task, why);
  }

  private note(root: Space, why: string): void {
    this.put(root, this.placed(why));
  }

  private put(root: Space, why: string): void {
    if (!this.refused.has(root)) this.refused.set(root, why);
  }
}
