import type { Fn, FnId, Program } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import { asked } from '../program/walk.js';
import { Findings, type Mode } from './findings.js';
import { Flow } from './flow.js';
import { Order } from './order.js';
import { sortOfType } from './sorts.js';
import { Spaces, type Space } from './spaces.js';
import { Summaries } from './summaries.js';
import { Values } from './values.js';

/** More tasks do not fit into a set, and are too many to try in every order. */
const TASKS_MAX = 16;

/** What of a program stays the same when objects or tasks are renamed. */
export interface Survey {
  readonly spaces: Spaces;
  readonly findings: Findings;
  readonly summaries: Summaries;
  /** Properties and measures (by number among what is asked) that may run into a failing check in one order of objects, and not in another. */
  readonly fragile: readonly number[];
}

/** Looks at all code that tasks and properties run. */
export function survey(layout: Layout): Survey {
  const { program } = layout;
  const spaces = new Spaces(program);
  const findings = new Findings(spaces);
  const summaries = new Summaries(layout, spaces);
  const values = new Values(findings);
  const modes = modesOf(layout);
  const flows = new Map([...modes].map(([fn, mode]) => [fn.id, { mode, flow: new Flow(layout, values, summaries, fn) }]));
  const look = (fn: FnId, record: boolean): void => {
    const found = flows.get(fn);
    if (!found) return;
    findings.mode = found.mode;
    found.flow.run(record);
  };
  for (const fn of flows.keys()) summaries.waiting.add(fn);
  for (const fn of summaries.waiting) {
    summaries.waiting.delete(fn);
    look(fn, false);
  }
  for (const fn of flows.keys()) look(fn, true);
  findings.recording = true;
  lookAtDeclarations(program, findings);
  findings.settle();
  const fragile = lookAtLoops(program, findings, modes);
  return { spaces, findings, summaries, fragile: asked(program).flatMap(({ fn }, at) => (reaches(layout, fn, fragile) ? [at] : [])) };
}

/** A function that tasks run counts as theirs, whoever else runs it. */
function modesOf({ program, calls }: Layout): ReadonlyMap<Fn, Mode> {
  const modes = new Map<Fn, Mode>();
  for (const fn of program.fns) {
    if (calls.ofTask.some((fns) => fns.has(fn.id))) modes.set(fn, 'task');
    else if (calls.ofProperties.has(fn.id)) modes.set(fn, 'property');
    else if (calls.ofInit.has(fn.id)) modes.set(fn, 'init');
  }
  return modes;
}

function lookAtDeclarations(program: Program, findings: Findings): void {
  findings.site = null;
  findings.mode = 'task';
  const { spaces } = findings;
  for (const { id, typesafeByRcu } of program.structs) if (typesafeByRcu) findings.refuse(id, 'a slot is reused at once, whoever still points to it');
  const own = program.taskStruct === null ? null : program.structs[program.taskStruct]!;
  if (spaces.taskCount > TASKS_MAX) findings.refuse(spaces.tasks, 'there are too many');
  if (own && (own.objects !== spaces.taskCount || own.heap !== own.objects)) findings.refuse(spaces.tasks, `not every ${own.name} is a task`);
  for (const { type, uninit, initial } of program.columns) {
    const sort = sortOfType(type, spaces);
    for (const value of [uninit ?? 0, initial]) {
      if (sort?.kind === 'number') findings.name(sort.space, value);
      if (sort?.kind === 'set' && value !== uninit) findings.nameSet(value);
    }
  }
}

/** Refuses what is gone through in an order that matters; gives the functions in which a check may hide behind an early exit. */
function lookAtLoops(program: Program, findings: Findings, modes: ReadonlyMap<Fn, Mode>): ReadonlySet<FnId> {
  const fragile: { readonly fn: FnId; readonly space: Space }[] = [];
  for (const [loop, space] of findings.roaming) {
    const order = new Order(program, loop, modes.get(loop.fn) ?? 'task');
    const verdict = order.verdict();
    findings.site = order.site;
    if (verdict.why !== null) findings.refuse(space, verdict.why);
    if (verdict.fragile) fragile.push({ fn: loop.fn.id, space });
  }
  return new Set(fragile.filter(({ space }) => findings.spaces.roots(space).some((root) => isSymmetric(findings, root))).map(({ fn }) => fn));
}

function isSymmetric({ spaces, refused }: Findings, root: Space): boolean {
  return !refused.has(root) && (root === spaces.tasks ? spaces.taskCount : spaces.program.structs[root]!.heap) > 1;
}

function reaches({ calls }: Layout, from: FnId, wanted: ReadonlySet<FnId>): boolean {
  const seen = new Set([from]);
  for (const fn of seen) for (const callee of calls.callees[fn] ?? []) seen.add(callee);
  return [...wanted].some((fn) => seen.has(fn));
}

/** Pools of more than one object whose objects are interchangeable. */
export function symmetricPools(findings: Findings): Space[] {
  const { spaces } = findings;
  return spaces.program.structs.filter(({ id }) => id !== spaces.tasks && isSymmetric(findings, id)).map(({ id }) => id);
}
