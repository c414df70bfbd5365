/**
 * Random model text before it is printed. Each statement has at most one shared access whose order C would leave open, because the
 * language refuses more; loops are bounded, because the oracle walks every schedule.
 */
import fc from 'fast-check';

export type LocalName = 'a' | 'b';
export type GlobalName = 'g0' | 'g1' | 'g2';

/** An integer that only locals decide. */
export type Int =
  | { kind: 'const'; value: number }
  | { kind: 'local'; name: LocalName }
  | { kind: 'binary'; op: string; left: Int; right: Int }
  | { kind: 'not'; operand: Int }
  | { kind: 'cond'; test: Bool; then: Int; else: Int };

export type Bool =
  | { kind: 'compare'; op: string; left: Int; right: Int }
  | { kind: 'logic'; op: '&&' | '||'; left: Bool; right: Bool }
  | { kind: 'negate'; operand: Bool };

/** A place in shared memory. `byGlobal` is indexed by another load. */
export type Place = { kind: 'global'; name: GlobalName } | { kind: 'element'; index: Int } | { kind: 'byGlobal' };

/** An integer that shared memory decides. */
export type Read =
  | { kind: 'read'; how: 'plain' | 'READ_ONCE' | 'smp_load_acquire'; place: Place }
  | { kind: 'xchg'; place: Place; value: Int }
  | { kind: 'cmpxchg'; place: Place; expected: Int; value: Int }
  | { kind: 'sum'; left: Place; right: Place };

export type Test =
  | { kind: 'local'; test: Bool }
  | { kind: 'shared'; op: string; left: Read; right: Int }
  | { kind: 'logic'; op: '&&' | '||'; left: Test; right: Test }
  | { kind: 'negate'; operand: Test };

export type Statement =
  | { kind: 'set'; name: LocalName; value: Int; fitted: boolean }
  | { kind: 'load'; name: LocalName; from: Read }
  | { kind: 'store'; how: 'plain' | 'WRITE_ONCE' | 'smp_store_release'; place: Place; value: Int; ghost: Int | null }
  | { kind: 'copy'; to: GlobalName; from: Read }
  | { kind: 'count'; how: '+=' | '++' | '--'; element: boolean; by: Int }
  | { kind: 'choose'; name: LocalName; count: number }
  | { kind: 'assume'; test: Bool }
  | { kind: 'lock' | 'unlock' | 'break' | 'continue' }
  | { kind: 'atomic' | 'section'; body: Statement[] }
  | { kind: 'if'; test: Test; then: Statement[]; else: Statement[] }
  | { kind: 'for' | 'forOf' | 'while' | 'doWhile'; rounds: number; test: Test; body: Statement[] }
  | { kind: 'switch'; value: Int; cases: { body: Statement[]; breaks: boolean }[] }
  | { kind: 'call'; fn: 'helper' | 'pair'; argument: Int }
  | { kind: 'return' };

/** Where a statement stands decides what of it is printed. */
export interface TextShape {
  setup: Statement[];
  tasks: Statement[][];
  helper: Statement[];
  pair: Statement[];
}

const compare = fc.constantFrom('===', '!==', '<', '<=', '>', '>=');
const localName = fc.constantFrom<LocalName>('a', 'b');
const globalName = fc.constantFrom<GlobalName>('g0', 'g1', 'g2', 'g2');

const { int, bool } = fc.letrec<{ int: Int; bool: Bool }>(tie => ({
  int: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'int' },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('const'), value: fc.integer({ min: -1, max: 3 }) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('local'), name: localName }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('binary'), op: fc.constantFrom('+', '-', '*', '&', '|', '^'), left: tie('int'), right: tie('int') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not'), operand: tie('int') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cond'), test: tie('bool'), then: tie('int'), else: tie('int') }) },
  ) as fc.Arbitrary<Int>,
  bool: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'int' },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('compare'), op: compare, left: tie('int'), right: tie('int') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('logic'), op: fc.constantFrom('&&', '||'), left: tie('bool'), right: tie('bool') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('negate'), operand: tie('bool') }) },
  ) as fc.Arbitrary<Bool>,
}));

const place: fc.Arbitrary<Place> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant<'global'>('global'), name: globalName }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant<'element'>('element'), index: int }) },
  { weight: 2, arbitrary: fc.constant<Place>({ kind: 'byGlobal' }) },
);

const read: fc.Arbitrary<Read> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant<'read'>('read'), how: fc.constantFrom('plain', 'READ_ONCE', 'smp_load_acquire'), place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant<'xchg'>('xchg'), place, value: int }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant<'cmpxchg'>('cmpxchg'), place, expected: int, value: int }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant<'sum'>('sum'), left: place, right: place }) },
);

const { test } = fc.letrec<{ test: Test }>(tie => ({
  test: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'test' },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('local'), test: bool }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('shared'), op: compare, left: read, right: int }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('logic'), op: fc.constantFrom('&&', '||'), left: tie('test'), right: tie('test') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('negate'), operand: tie('test') }) },
  ) as fc.Arbitrary<Test>,
}));

const { statement } = fc.letrec<{ statement: Statement }>(tie => {
  const body = fc.array(tie('statement'), { maxLength: 3, size: 'max', depthIdentifier: 'statement' });
  return {
    statement: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'statement', withCrossShrink: true },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('set'), name: localName, value: int, fitted: fc.constantFrom(...Array<boolean>(7).fill(true), false) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('load'), name: localName, from: read }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('store'), how: fc.constantFrom('plain', 'WRITE_ONCE', 'smp_store_release'), place, value: int, ghost: fc.option(int, { freq: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('copy'), to: globalName, from: read }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('count'), how: fc.constantFrom('+=', '++', '--'), element: fc.boolean(), by: int }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('choose'), name: localName, count: fc.integer({ min: 1, max: 2 }) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('assume'), test: bool }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('lock', 'unlock', 'break', 'break', 'continue', 'continue', 'return', 'return') }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('atomic', 'section'), body }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('if'), test, then: body, else: body }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('for', 'forOf', 'while', 'doWhile'), rounds: fc.integer({ min: 1, max: 2 }), test, body }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('switch'), value: int, cases: fc.array(fc.record({ body, breaks: fc.boolean() }), { minLength: 1, maxLength: 3 }) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('call'), fn: fc.constantFrom('helper', 'pair'), argument: int }) },
    ) as fc.Arbitrary<Statement>,
  };
});

const body = (minLength: number, maxLength: number) => fc.array(statement, { minLength, maxLength, size: 'max' });

/** Any small model. */
export const textShape: fc.Arbitrary<TextShape> = fc.record({
  setup: body(0, 1),
  tasks: fc.tuple(body(1, 6), body(1, 6)),
  helper: body(0, 3),
  pair: body(0, 3),
});
