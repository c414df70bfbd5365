import type { BinaryOp } from '../../lang/ir.js';
import type { Findings } from './findings.js';
import { pairwise, type Judge } from './operations.js';
import { PLAIN, type Sort } from './sorts.js';
import type { Space } from './spaces.js';

type Comparison = Extract<BinaryOp, '==' | '!=' | '<' | '<=' | '>' | '>='>;

const ORDERED = 'it is compared by order';
const MISMATCHED = 'it is compared with another kind of number';

export function compare(judge: Judge, op: Comparison, left: Sort, right: Sort): Sort {
  return pairwise(judge, left, right, (a, b) => {
    if (b.kind === 'const') withConstant(judge, { op, value: b.value, test: (value) => holds(op, value, b.value) }, a);
    else if (a.kind === 'const') withConstant(judge, { op, value: a.value, test: (value) => holds(op, a.value, value) }, b);
    else if (op === '==' || op === '!=') equality(judge, a, b);
    else if (a.kind !== 'plain' || b.kind !== 'plain') {
      judge.spoil(a, ORDERED);
      judge.spoil(b, ORDERED);
    }
    return PLAIN;
  });
}

/** A comparison with `value`. */
interface Test {
  readonly op: Comparison;
  readonly value: number;
  readonly test: (other: number) => boolean;
}

/** A comparison with a constant may tell NULL from the rest, but not one object from another. */
function withConstant(judge: Judge, { op, value, test }: Test, sort: Sort): void {
  const { findings } = judge;
  switch (sort.kind) {
    case 'number': return numbered(findings, test, sort.space, sort.offset, op);
    case 'address': {
      for (const { id, addressBase } of findings.spaces.program.structs) numbered(findings, test, id, addressBase, op);
      return;
    }
    case 'set': return sets(judge, test, op, value);
    case 'counter': {
      const { loop, offset } = sort;
      if (!uniform(test, loop.lo + offset, loop.hi - 1 + offset)) judge.spoil(sort, ORDERED);
      return;
    }
    case 'bit': judge.spoil(sort, ORDERED);
  }
}

function numbered(findings: Findings, test: (value: number) => boolean, space: Space, offset: number, op: Comparison): void {
  for (const { from, to } of findings.spaces.runs(space)) {
    if (uniform(test, from + offset, to + offset)) continue;
    if (op !== '==' && op !== '!=') return findings.refuse(space, ORDERED);
    for (let one = from; one <= to; one++) if (test(one + offset) === (op === '==')) findings.name(space, one);
  }
}

function uniform(test: (value: number) => boolean, from: number, to: number): boolean {
  for (let value = from; value < to; value++) if (test(value) !== test(value + 1)) return false;
  return true;
}

/** An equality names the tasks of the constant; an order may tell none or all from the rest, in a set as in a complement. */
function sets(judge: Judge, test: (value: number) => boolean, op: Comparison, value: number): void {
  const { findings } = judge;
  const all = 2 ** findings.spaces.taskCount - 1;
  if (op === '==' || op === '!=') findings.nameSet(value);
  else if (!uniform(test, 1, all - 1) || !uniform(test, -all, -2)) findings.refuse(findings.spaces.tasks, ORDERED);
}

function equality(judge: Judge, a: Sort, b: Sort): void {
  const { spaces } = judge.findings;
  if (a.kind === 'plain' && b.kind === 'plain') return;
  if (a.kind === 'set' && b.kind === 'bit') return judge.resolve(b, -1);
  if (b.kind === 'set' && a.kind === 'bit') return judge.resolve(a, -1);
  if (a.kind === 'set' && b.kind === 'set') return;
  if (a.kind === 'address' && b.kind === 'address') return;
  if (a.kind === 'counter' && b.kind === 'counter' && a.loop === b.loop) return;
  if (a.kind === 'number' && b.kind === 'counter' && a.space === spaces.tasks) return judge.resolve({ ...b, offset: b.offset - a.offset }, 0);
  if (b.kind === 'number' && a.kind === 'counter' && b.space === spaces.tasks) return judge.resolve({ ...a, offset: a.offset - b.offset }, 0);
  if (a.kind === 'number' && b.kind === 'number' && (spaces.converts(a.space, a.offset, b.space, b.offset) || spaces.converts(b.space, b.offset, a.space, a.offset))) return;
  if (a.kind === 'number' && b.kind === 'address' && spaces.base(a.space) === a.offset) return;
  if (b.kind === 'number' && a.kind === 'address' && spaces.base(b.space) === b.offset) return;
  judge.spoil(a, MISMATCHED);
  judge.spoil(b, MISMATCHED);
}

function holds(op: Comparison, a: number, b: number): boolean {
  switch (op) {
    case '==': return a === b;
    case '!=': return a !== b;
    case '<': return a < b;
    case '<=': return a <= b;
    case '>': return a > b;
    case '>=': return a >= b;
  }
}
