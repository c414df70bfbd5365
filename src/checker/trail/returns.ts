/** What the functions of a step gave back. */
import type { Expr, Fn, FnId, Program, ValueType } from '../../lang/ir.js';
import { must } from '../interpret/bug.js';
import type { Returned } from '../interpret/interpret.js';
import { valueName } from './names.js';

/** A framed function that returned in a step. */
export interface FnReturn {
  readonly fn: FnId;
  readonly name: string;
  /** Several where it gives a tuple, none where it gives nothing. */
  readonly values: readonly ReturnedValue[];
}

export interface ReturnedValue {
  readonly value: number;
  readonly type: ValueType;
  /** In words, e.g. `files_struct#2`; a number as it is. */
  readonly text: string;
}

/** What the functions of `task` gave back in a transition, innermost first. */
export function returnsOf(program: Program, returns: readonly Returned[], task: number): FnReturn[] {
  return returns.filter((one) => one.task === task).map(({ fn, values }) => {
    const types = resultTypes(program, fn);
    return {
      fn, name: program.fns[fn]!.name,
      values: values.map((value, at) => ({ value, type: types[at]!, text: valueName(program, types[at]!, value) })),
    };
  });
}

/**
 * The types of a function's results: those of the locals that take them where it is called. Where it is called nowhere (a task starts
 * with it), those of what it returns.
 */
function resultTypes(program: Program, fn: FnId): ValueType[] {
  for (const caller of program.fns) {
    for (const { end } of caller.blocks) {
      if (end.kind === 'call' && end.fn === fn && end.results.length > 0) return end.results.map((local) => must(caller.locals[local], 'local of a result').type);
    }
  }
  const own = program.fns[fn]!;
  const returned = own.blocks.flatMap(({ end }) => (end.kind === 'return' ? [end.values] : []));
  return (returned[0] ?? []).map((_, at) => returned.map((values) => typeOf(program, own, values[at])).find((type) => type.kind !== 'int') ?? { kind: 'int' });
}

/** Of an expression that is more than a name: a number. */
function typeOf(program: Program, { locals }: Fn, expr: Expr | undefined): ValueType {
  if (expr?.kind === 'local') return must(locals[expr.local], 'local').type;
  if (expr?.kind === 'load') return must(program.columns[expr.column], 'column').type;
  return { kind: 'int' };
}
