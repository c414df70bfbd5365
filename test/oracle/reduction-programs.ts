/** Programs of generator.ts, bent to what the operations `lock` and `unlock` of an access promise (AccessOp in ir.ts). */
import fc from 'fast-check';
import type { Program } from '../../src/lang/ir.js';
import { lowerShape } from './generator.js';
import { programShape, type ProgramShape, type Statement } from './shapes.js';

const aStep: Statement = { kind: 'step', op: 'other', validEnd: false };

/** A shape, and whether its locks keep what the operations promise by being steps of their own. */
export interface ContractShape {
  readonly shape: ProgramShape;
  readonly keeps: boolean;
}

export const contractShape: fc.Arbitrary<ContractShape> = fc.record({ shape: programShape, keeps: fc.boolean() });

/**
 * The program of a shape. Either each lock and unlock is a step of its own, and an unlock of what the task does not hold is a report; or they
 * are steps in which anything may happen, and say so.
 */
export function lowerContract({ shape, keeps }: ContractShape): Program {
  return keeps ? lowerShape(kept(shape)) : renamed(lowerShape(shape));
}

function kept(shape: ProgramShape): ProgramShape {
  const of = (body: readonly Statement[]): Statement[] => body.flatMap((statement) => keptStatement(statement, of));
  const [first, second] = shape.mains;
  return { ...shape, init: of(shape.init), mains: [of(first), of(second)], worker: of(shape.worker), outer: of(shape.outer), inner: of(shape.inner), program: of(shape.program) };
}

function keptStatement(statement: Statement, of: (body: readonly Statement[]) => Statement[]): Statement[] {
  switch (statement.kind) {
    case 'lock':
    case 'unlock': return [{ ...statement, checked: true }, aStep];
    case 'if': return [{ ...statement, then: of(statement.then), else: of(statement.else) }];
    case 'switch': return [{ ...statement, cases: statement.cases.map(of) }];
    case 'loop': return [{ ...statement, body: of(statement.body) }];
    default: return [statement];
  }
}

function renamed(program: Program): Program {
  return { ...program, accesses: program.accesses.map((access) => (access.op === 'lock' || access.op === 'unlock' ? { ...access, op: 'rmw' } : access)) };
}
