import type { FnId } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import { localOffset } from '../layout/layout.js';
import type { Rename, Renamers } from './renamers.js';
import type { Stored } from './summaries.js';
import type { Survey } from './survey.js';

/** Locals of a frame that are renamed, by their offset in the task's area. */
type Locals = readonly { readonly offset: number; readonly rename: Rename }[];

/** Renames what stacks hold, and moves them to the tasks' new places. */
export class Areas {
  private readonly atPoint: readonly Locals[];
  private readonly atCall: readonly (readonly Locals[])[];

  constructor(private readonly layout: Layout, { summaries }: Survey, private readonly renamers: Renamers) {
    const { points, frames } = layout;
    const locals = (fn: FnId, stored: readonly Stored[]): Locals => stored.flatMap(([local, sort]) => {
      const rename = renamers.of(sort);
      return rename === null ? [] : [{ offset: localOffset(frames, fn, local), rename }];
    });
    this.atPoint = points.points.map((point, code) => (point === null ? [] : locals(point.fn, summaries.atPoint.get(code) ?? [])));
    this.atCall = points.sites.map((sites, fn) => [[], ...sites.map(({ caller }, at) => locals(caller, summaries.atCall[fn]!.get(at + 1) ?? []))]);
  }

  apply(from: Int32Array, to: Int32Array): void {
    const { tasks } = this.layout;
    for (let task = 0; task < tasks.length; task++) this.area(task, this.renamers.tasks[task]!, from, to);
  }

  private area(task: number, place: number, from: Int32Array, to: Int32Array): void {
    const { tasks, points, frames, program } = this.layout;
    const { base, size } = tasks[task]!;
    const target = tasks[place]!.base;
    const entry = program.tasks[task]!.entry ?? -1;
    const other = program.tasks[place]!.entry ?? -1;
    if (target !== base) for (let cell = 0; cell < size; cell++) to[target + cell] = from[base + cell]!;
    let code = from[base]!;
    const top = points.points[code];
    if (!top) return;
    if (top.fn === entry) code = points.codes[other]![top.block]!;
    to[target] = code;
    let fn = top.fn;
    let locals = this.atPoint[from[base]!]!;
    for (;;) {
      for (const { offset, rename } of locals) to[target + offset] = rename(from[base + offset]!);
      const back = from[base + frames[fn]!]!;
      const site = points.sites[fn]![back - 1];
      if (!site) return;
      if (site.caller === entry) to[target + frames[fn]!] = points.returnCodes[other]![site.block]!;
      locals = this.atCall[fn]![back]!;
      fn = site.caller;
    }
  }
}
