/**
 * What a generated program looks like before it is lowered: statements whose numbers are free, because lowering wraps each index
 * and each value into the range of what it goes to. So every shape is a well-formed program, and shrinks to others.
 */
import fc from 'fast-check';
import type { AccessOp, BinaryOp, UnaryOp } from '../../src/lang/ir.js';

export type IntTarget = 'x' | 'c' | 'm';
export type NodePointer = 'p' | 'q';
export type Pool = 'node' | 'inner' | 'safe';

/** An integer. */
export type Value =
  | { kind: 'const'; value: number }
  | { kind: 'local'; name: IntTarget }
  | { kind: 'self' | 'readers' }
  | { kind: 'global'; column: number; i: Value; j: Value }
  | { kind: 'field'; pool: Pool; pointer: NodePointer }
  | { kind: 'unary'; op: UnaryOp; operand: Value }
  | { kind: 'binary'; op: BinaryOp; left: Value; right: Value }
  | { kind: 'cond'; test: Value; then: Value; else: Value }
  | { kind: 'active'; task: Value; fn: number }
  | { kind: 'idle'; task: Value }
  | { kind: 'same'; left: Pointer; right: Pointer }
  | { kind: 'referenced'; pool: Pool; object: number };

/** A pointer to a node. */
export type Pointer = { kind: 'null' | 'global' } | { kind: 'local' | 'next'; name: NodePointer };

export type Statement =
  | { kind: 'step'; op: AccessOp; validEnd: boolean }
  | { kind: 'claim' }
  | { kind: 'set'; name: IntTarget; value: Value }
  | { kind: 'point'; name: NodePointer; value: Pointer }
  | { kind: 'embedded'; of: NodePointer }
  | { kind: 'store'; column: number; i: Value; j: Value; value: Value }
  | { kind: 'storeField'; pool: Pool; pointer: NodePointer; value: Value; checked: boolean }
  | { kind: 'link'; of: NodePointer; to: Pointer }
  | { kind: 'publish'; value: Pointer }
  | { kind: 'choose'; count: Value; maybeNone: boolean }
  | { kind: 'guard' | 'check'; condition: Value }
  | { kind: 'alloc'; pool: Pool; pointer: NodePointer; fill: 'zero' | 'uninit' | 'keep' }
  | { kind: 'free'; pool: Pool; pointer: NodePointer; afterGrace: boolean }
  | { kind: 'rcuLock' | 'rcuUnlock' | 'synchronize' }
  | { kind: 'lock' | 'unlock'; lock: number; checked: boolean }
  | { kind: 'spawn' | 'become' | 'return'; value: Value; pointer: Pointer }
  | { kind: 'exit' }
  | { kind: 'call'; inner: boolean; value: Value; pointer: Pointer }
  | { kind: 'if'; condition: Value; then: Statement[]; else: Statement[] }
  | { kind: 'switch'; value: Value; cases: Statement[][] }
  | { kind: 'loop'; condition: Value; body: Statement[] };

export interface PropertyShape {
  kind: 'always' | 'reachable' | 'final';
  test: Value;
  then: Value;
  else: Value;
}

export interface ProgramShape {
  init: Statement[];
  /** Tasks 0 and 1; task 2 is started by spawn only. */
  mains: [Statement[], Statement[]];
  worker: Statement[];
  /** outer may call inner. */
  outer: Statement[];
  inner: Statement[];
  /** Where become goes. */
  program: Statement[];
  properties: PropertyShape[];
  /** Whether task 2 exists to serve others. */
  implicit: boolean;
}

const unaryOps: readonly UnaryOp[] = ['!', '-', '~'];
const binaryOps: readonly BinaryOp[] = ['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '==', '!=', '<', '<=', '>', '>='];
const accessOps: readonly AccessOp[] = ['load', 'store', 'rmw', 'fence', 'wait', 'rcu', 'other'];
const intTarget = fc.constantFrom<IntTarget>('x', 'c', 'm');
const nodePointer = fc.constantFrom<NodePointer>('p', 'q');
const pool = fc.constantFrom<Pool>('node', 'node', 'inner', 'safe');

const rarely = fc.constantFrom(false, false, false, true);

const pointer: fc.Arbitrary<Pointer> = fc.oneof(
  fc.record({ kind: fc.constantFrom<'null' | 'global'>('null', 'global') }),
  fc.record({ kind: fc.constantFrom<'local' | 'next'>('local', 'next'), name: nodePointer }),
);

const { value } = fc.letrec<{ value: Value }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('const'), value: fc.constantFrom(0, 1, 2, 3, -1, 65_537, 2_147_483_647) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('local'), name: intTarget }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom<'self' | 'readers'>('self', 'readers') }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('global'), column: fc.nat(3), i: tie('value'), j: tie('value') }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('field'), pool, pointer: nodePointer }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('unary'), op: fc.constantFrom(...unaryOps), operand: tie('value') }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('binary'), op: fc.constantFrom(...binaryOps), left: tie('value'), right: tie('value') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cond'), test: tie('value'), then: tie('value'), else: tie('value') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('active'), task: tie('value'), fn: fc.integer({ min: 1, max: 6 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('idle'), task: tie('value') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('same'), left: pointer, right: pointer }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('referenced'), pool, object: fc.nat(1) }) },
  ) as fc.Arbitrary<Value>,
}));

/** Mostly true, so that a path goes on. */
const condition: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: value.map((left): Value => ({ kind: 'binary', op: '!=', left, right: { kind: 'const', value: 3 } })) },
  { weight: 1, arbitrary: value },
);

const step = fc.record({ kind: fc.constant('step'), op: fc.constantFrom(...accessOps), validEnd: fc.boolean() });
const withValueAndPointer = { value, pointer };

const { statement } = fc.letrec<{ statement: Statement }>(tie => {
  const block = fc.array(tie('statement'), { maxLength: 4, size: 'max', depthIdentifier: 'statement' });
  return {
    statement: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'statement', withCrossShrink: true },
      { weight: 14, arbitrary: step },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('claim') }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('set'), name: intTarget, value }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('point'), name: nodePointer, value: pointer }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('embedded'), of: nodePointer }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('store'), column: fc.nat(3), i: value, j: value, value }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('storeField'), pool, pointer: nodePointer, value, checked: rarely }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('link'), of: nodePointer, to: pointer }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('publish'), value: pointer }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('choose'), count: value, maybeNone: rarely }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom<'guard' | 'check'>('guard', 'check'), condition }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('alloc'), pool, pointer: nodePointer, fill: fc.constantFrom<'zero' | 'uninit' | 'keep'>('zero', 'uninit', 'keep') }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('free'), pool, pointer: nodePointer, afterGrace: fc.boolean() }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom<'rcuLock' | 'rcuUnlock'>('rcuLock', 'rcuUnlock') }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom<'lock' | 'unlock'>('lock', 'unlock'), lock: fc.nat(1), checked: rarely }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom<'spawn' | 'become' | 'return'>('spawn', 'spawn', 'spawn', 'spawn', 'become', 'return'), ...withValueAndPointer }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('exit') }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('call'), inner: fc.boolean(), ...withValueAndPointer }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('if'), condition: value, then: block, else: block }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('switch'), value, cases: fc.array(block, { maxLength: 3 }) }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('loop'), condition, body: block }) },
    ) as fc.Arbitrary<Statement>,
  };
});

const aStep: Statement = { kind: 'step', op: 'other', validEnd: false };
const few = fc.array(statement, { maxLength: 2 });

/** What code does in earnest: too unlikely to come about by chance. */
const idiom: fc.Arbitrary<Statement[]> = fc.oneof(
  // A reader of what is published.
  few.map((inside): Statement[] => [
    aStep, { kind: 'rcuLock' }, aStep, { kind: 'point', name: 'p', value: { kind: 'global' } }, ...inside, aStep, { kind: 'rcuUnlock' },
  ]),
  // Publishes a new node, and frees the old one.
  fc.boolean().map((afterGrace): Statement[] => [
    aStep, { kind: 'point', name: 'p', value: { kind: 'global' } }, { kind: 'alloc', pool: 'node', pointer: 'q', fill: 'uninit' },
    aStep, { kind: 'publish', value: { kind: 'local', name: 'q' } },
    aStep, { kind: 'free', pool: 'node', pointer: 'p', afterGrace },
  ]),
  // A pointer to a member that outlives its container.
  nodePointer.chain(of => few.map((between): Statement[] => [
    { kind: 'alloc', pool: 'node', pointer: of, fill: 'zero' }, { kind: 'embedded', of }, ...between,
    aStep, { kind: 'free', pool: 'node', pointer: of, afterGrace: false },
    aStep, { kind: 'storeField', pool: 'inner', pointer: of, value: { kind: 'self' }, checked: false },
  ])),
  // Frees an object and allocates again while it is still pointed to.
  fc.record({ pool, fill: fc.constantFrom<'zero' | 'keep'>('zero', 'keep') }).map(({ pool: of, fill }): Statement[] => [
    { kind: 'alloc', pool: of, pointer: 'p', fill: 'zero' },
    { kind: 'storeField', pool: of, pointer: 'p', value: { kind: 'const', value: 1 }, checked: false },
    aStep, { kind: 'free', pool: of, pointer: 'p', afterGrace: false },
    aStep, { kind: 'alloc', pool: of, pointer: 'q', fill },
  ]),
  // Two locks in either order: these tasks can hang.
  fc.nat(1).map((lock): Statement[] => [
    { kind: 'lock', lock, checked: false }, { kind: 'lock', lock: 1 - lock, checked: false },
    { kind: 'unlock', lock: 1 - lock, checked: true }, { kind: 'unlock', lock, checked: true },
  ]),
  fc.constant<Statement[]>([aStep, { kind: 'synchronize' }]),
);

const body = (minLength: number, maxLength: number) => fc.array(
  fc.oneof({ weight: 5, arbitrary: statement.map(one => [one]) }, { weight: 1, arbitrary: idiom }),
  { minLength, maxLength, size: 'max' },
).map(parts => parts.flat());

/** Any small program of this form. */
export const programShape: fc.Arbitrary<ProgramShape> = fc.record({
  init: body(0, 1),
  mains: fc.tuple(body(3, 14), body(3, 14)),
  worker: body(1, 6),
  outer: body(0, 6),
  inner: body(0, 4),
  program: body(0, 5),
  properties: fc.array(
    fc.record({ kind: fc.constantFrom<PropertyShape['kind']>('always', 'reachable', 'final'), test: value, then: value, else: value }),
    { maxLength: 4 },
  ),
  implicit: fc.boolean(),
});
