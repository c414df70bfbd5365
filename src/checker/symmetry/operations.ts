import type { Expr } from '../../lang/ir.js';
import type { Findings } from './findings.js';
import { constant, join, members, number, PLAIN, SET, type Sort } from './sorts.js';
import type { Space } from './spaces.js';

export type BinaryExpr = Extract<Expr, { kind: 'binary' }>;
type Counted = Extract<Sort, { kind: 'counter' | 'bit' }>;

/** What operations need to say of their operands. */
export interface Judge {
  readonly findings: Findings;
  numbers(sort: Sort, space: Space, want: number): void;
  resolve(sort: Counted, want: number): void;
  spoil(sort: Sort, why: string): Sort;
}

const COMPUTED = 'it is computed with';

/** An operation on each pair of what its operands may be. */
export function pairwise(judge: Judge, left: Sort, right: Sort, of: (a: Sort, b: Sort) => Sort): Sort {
  const results = members(left).flatMap((a) => members(right).map((b) => of(a, b)));
  return results.reduce((all, one) => join(all, one, judge.findings.spaces));
}

export function plus(judge: Judge, left: Sort, right: Sort): Sort {
  return pairwise(judge, left, right, (a, b) => {
    if (b.kind === 'const') return added(judge, a, b.value);
    if (a.kind === 'const') return added(judge, b, a.value);
    judge.spoil(a, COMPUTED);
    return judge.spoil(b, COMPUTED);
  });
}

export function minus(judge: Judge, left: Sort, right: Sort): Sort {
  return pairwise(judge, left, right, (a, b) => {
    if (b.kind === 'const') return added(judge, a, -b.value | 0);
    judge.spoil(a, COMPUTED);
    return judge.spoil(b, COMPUTED);
  });
}

function added(judge: Judge, sort: Sort, value: number): Sort {
  switch (sort.kind) {
    case 'const': return constant((sort.value + value) | 0);
    case 'number': return number(sort.space, sort.offset + value);
    case 'counter': return { ...sort, offset: sort.offset + value };
    case 'plain': return PLAIN;
    default: return value === 0 ? sort : judge.spoil(sort, COMPUTED);
  }
}

export function bitwise(judge: Judge, left: Sort, right: Sort): Sort {
  return pairwise(judge, left, right, (a, b) => {
    if (a.kind !== 'set' && b.kind !== 'set') return unset(judge, a, b);
    for (const one of [a, b]) {
      if (one.kind === 'const') judge.findings.nameSet(one.value);
      else if (one.kind === 'bit') judge.resolve(one, -1);
      else if (one.kind !== 'set') {
        judge.findings.refuse(judge.findings.spaces.tasks, 'a set of tasks meets a mere number');
        judge.spoil(one, COMPUTED);
      }
    }
    return SET;
  });
}

/** Neither is known to be a set of tasks: they are mere numbers. */
function unset(judge: Judge, a: Sort, b: Sort): Sort {
  judge.spoil(a, COMPUTED);
  return judge.spoil(b, COMPUTED);
}

export function shift(judge: Judge, op: '<<' | '>>', left: Sort, right: Sort): Sort {
  return pairwise(judge, left, right, (a, b) => {
    const { spaces } = judge.findings;
    if (op === '<<' && a.kind === 'const' && a.value === 1) {
      if (b.kind === 'counter') return { ...b, kind: 'bit' };
      if (b.kind === 'number' && spaces.converts(b.space, b.offset, spaces.tasks, -1)) return SET;
    }
    judge.spoil(a, COMPUTED);
    return judge.spoil(b, COMPUTED);
  });
}

/** `(set >> task) & 1`, whether the task is in the set. */
export function membership(judge: Judge, set: Sort, task: Sort): Sort {
  return pairwise(judge, set, task, (a, b) => {
    if (a.kind === 'set') judge.numbers(b, judge.findings.spaces.tasks, -1);
    else shift(judge, '>>', a, b);
    return PLAIN;
  });
}
