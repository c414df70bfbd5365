/** From states to acts: what each transition of a replayed trail did, read off the states before and after it. */
import type { AccessId, Program, ReportId, SiteId } from '../../lang/ir.js';
import type { FrameState, State } from '../../checker/state.js';
import type { Act, Change } from './act.js';

/** A transition and the states around it; `after` is null where it ended in a report. */
export interface Transition {
  readonly task: number;
  readonly choices: readonly number[];
  readonly before: State;
  readonly after: State | null;
  readonly report: ReportId | null;
}

export function actsOf(program: Program, transitions: readonly Transition[]): Act[] {
  return transitions.map((transition, at) => actOf(program, transition, at + 1));
}

function actOf(program: Program, { task, choices, before, after, report }: Transition, number: number): Act {
  const frames = before.stacks[task] ?? [];
  return {
    number, task, choices, report,
    stack: frames.map(({ fn }) => fn),
    sites: frames.map((frame) => siteOf(program, frame)),
    access: accessOf(program, frames.at(-1)),
    changes: after === null ? [] : changesBetween(program, before, after),
    ended: after !== null && after.stacks[task]!.length === 0,
  };
}

/** Where a frame stands: at the access that it will make, or at the call that it waits for. */
export function siteOf(program: Program, { fn, block }: FrameState): SiteId {
  const { instrs, end } = program.fns[fn]!.blocks[block]!;
  const first = instrs[0];
  if (first?.kind === 'access' && first.boundary) return program.accesses[first.access]!.site;
  return end.kind === 'call' ? end.site : program.fns[fn]!.site;
}

/** The access in front of which a task stands. */
export function accessOf(program: Program, frame: FrameState | undefined): AccessId {
  const first = frame === undefined ? undefined : program.fns[frame.fn]!.blocks[frame.block]!.instrs[0];
  if (first?.kind !== 'access') throw new Error('a task moved that does not stand at an access');
  return first.access;
}

/** Every cell that differs. */
export function changesBetween(program: Program, before: State, after: State): Change[] {
  return program.columns.flatMap(({ id, name }) => {
    const old = before.mem[name]!;
    const now = after.mem[name]!;
    if (old === now) return [];
    return now.flatMap((value, cell) => (value === old[cell] ? [] : [{ column: id, cell, before: old[cell]!, after: value }]));
  });
}
