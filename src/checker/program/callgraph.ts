import type { Expr, Fn, FnId, Program } from '../../lang/ir.js';
import { asked } from './walk.js';

/** Who can be on a stack with whom, and whose stack. */
export interface CallGraph {
  /** Functions called by each, ascending. */
  readonly callees: readonly (readonly FnId[])[];
  /** Callees before callers. */
  readonly order: readonly FnId[];
  /** Functions that may be on the stack of each task. */
  readonly ofTask: readonly ReadonlySet<FnId>[];
  /** Functions that init runs, itself included. */
  readonly ofInit: ReadonlySet<FnId>;
  /** Functions that properties and measures run, themselves included. */
  readonly ofProperties: ReadonlySet<FnId>;
}

/** Throws if the calls form a cycle. */
export function callGraph(program: Program): CallGraph {
  const callees = program.fns.map((fn) => ids(fn, 'call'));
  const successors = program.fns.map((fn) => [...ids(fn, 'call'), ...ids(fn, 'become')]);
  const ofInit = closure([program.init], successors);
  return {
    callees,
    order: postorder(program, callees),
    ofTask: taskClosures(program, successors, ofInit),
    ofInit,
    ofProperties: closure(asked(program).map(({ fn }) => fn), callees),
  };
}

function ids(fn: Fn, kind: 'call' | 'become'): FnId[] {
  const found = new Set<FnId>();
  for (const block of fn.blocks) if (block.end.kind === kind) found.add(block.end.fn);
  return [...found].sort((a, b) => a - b);
}

function closure(roots: readonly FnId[], successors: readonly (readonly FnId[])[]): Set<FnId> {
  const found = new Set(roots);
  for (const fn of found) for (const next of successors[fn] ?? []) found.add(next);
  return found;
}

/** A spawn into a task that the code names reaches that task only; any other reaches all. */
function taskClosures(program: Program, successors: readonly (readonly FnId[])[], ofInit: ReadonlySet<FnId>): ReadonlySet<FnId>[] {
  const roots = program.tasks.map((task) => new Set<FnId>(task.entry === null ? [] : [task.entry]));
  const closures = () => roots.map((of) => closure([...of], successors));
  let reached = closures();
  for (;;) {
    const running = new Set([...ofInit, ...reached.flatMap((of) => [...of])]);
    for (const fn of running) addSpawns(program.fns[fn], roots);
    const next = closures();
    if (next.every((of, task) => of.size === reached[task]?.size)) return next;
    reached = next;
  }
}

function addSpawns(fn: Fn | undefined, roots: readonly Set<FnId>[]): void {
  for (const block of fn?.blocks ?? []) {
    for (const instr of block.instrs) {
      if (instr.kind === 'spawn') for (const root of spawned(instr.task, roots)) root.add(instr.fn);
    }
  }
}

function spawned(task: Expr, roots: readonly Set<FnId>[]): readonly Set<FnId>[] {
  if (task.kind !== 'const') return roots;
  const root = roots[task.value];
  return root ? [root] : [];
}

function postorder(program: Program, callees: readonly (readonly FnId[])[]): FnId[] {
  const order: FnId[] = [];
  const mark = program.fns.map((): 'new' | 'open' | 'done' => 'new');
  const visit = (fn: FnId): void => {
    if (mark[fn] === 'done') return;
    if (mark[fn] === 'open') throw new Error(`recursion through function ${program.fns[fn]?.name ?? fn}`);
    mark[fn] = 'open';
    for (const callee of callees[fn] ?? []) visit(callee);
    mark[fn] = 'done';
    order.push(fn);
  };
  for (const fn of program.fns) visit(fn.id);
  return order;
}
