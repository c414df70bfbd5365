import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Column, Program, ValueType } from '../../../src/lang/ir.js';
import type { State } from '../../../src/checker/state.js';
import { addressOf } from '../../../src/report/trail/address.js';
import { itfText, itfTrace } from '../../../src/report/export/itf.js';
import { trailsOf } from '../../../src/report/verdicts.js';
import { replaysOf, toldOfSpec, toldOfText, type Told } from '../../helpers/told.js';
import { endings } from '../fixtures/endings.js';
import { stateOf } from './itf-reader.js';

/** Quint's own reader of the format, which is no part of what the package exports at its top. */
const { ofItf } = createRequire(import.meta.url)('@informalsystems/quint/dist/src/itf.js') as { ofItf: (trace: unknown) => readonly { kind: string; opcode: string; args: readonly { value?: unknown }[] }[] };

/** The grammar of ADR 15 of Apalache. */
const grammar = {
  type: 'object', required: ['vars', 'states'], additionalProperties: false,
  properties: {
    '#meta': { type: 'object' }, params: { type: 'array', items: { type: 'string' } }, vars: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    states: { type: 'array', items: { $ref: '#/$defs/state' } }, loop: { type: 'integer' },
  },
  $defs: {
    state: { type: 'object', properties: { '#meta': { type: 'object', required: ['index'], properties: { index: { type: 'integer' } } } }, additionalProperties: { $ref: '#/$defs/expr' } },
    expr: {
      oneOf: [
        { type: 'boolean' }, { type: 'string' }, { type: 'array', items: { $ref: '#/$defs/expr' } },
        { type: 'object', required: ['#bigint'], additionalProperties: false, properties: { '#bigint': { type: 'string', pattern: '^-?[0-9]+$' } } },
        { type: 'object', required: ['#set'], additionalProperties: false, properties: { '#set': { type: 'array', items: { $ref: '#/$defs/expr' } } } },
        { type: 'object', required: ['#map'], additionalProperties: false, properties: { '#map': { type: 'array', items: { type: 'array', minItems: 2, maxItems: 2, items: { $ref: '#/$defs/expr' } } } } },
        { type: 'object', propertyNames: { not: { pattern: '^#' } }, additionalProperties: { $ref: '#/$defs/expr' } },
      ],
    },
  },
} as const;
const obeys = new Ajv2020({ strict: false }).compile(grammar);

interface Traced {
  readonly program: Program;
  readonly states: readonly State[];
  /** As it is read from a file. */
  readonly trace: unknown;
}

let told: Told[] = [];
let traces: Traced[] = [];

beforeAll(async () => {
  told = [...await Promise.all(Object.values(endings).map(toldOfText)), await toldOfSpec('fdtable/foreign-caller', 'v5.10'), await toldOfSpec('exec/posix-lock-survives-exec', 'v5.10')];
  traces = told.flatMap((one) => one.verdicts.slice(0, 2).flatMap((verdict) => replaysOf(one, verdict).map((replayed, at) => ({
    program: one.program, states: [replayed.start!, ...replayed.states],
    trace: JSON.parse(itfText(itfTrace(one.program, addressOf(trailsOf(verdict)[at]!), replayed))) as unknown,
  }))));
}, 30_000);

describe('a trail in the Informal Trace Format', () => {
  test('obeys the grammar of the format', () => {
    for (const { trace } of traces) expect(obeys(trace) ? [] : obeys.errors).toEqual([]);
  });

  test('is read by Quint, every variable in every state', () => {
    for (const { trace, states } of traces) {
      const read = ofItf(trace);
      expect(read).toHaveLength(states.length);
      const { vars } = trace as { vars: string[] };
      for (const { opcode, args } of read) {
        expect(opcode).toBe('Rec');
        expect(vars.filter((name) => !args.some(({ value }) => value === name))).toEqual([]);
      }
    }
  });

  test('tells the whole of each state', () => {
    for (const { program, states, trace } of traces) {
      const found = (trace as { states: unknown[] }).states.map((state) => stateOf(program, state));
      expect(found).toEqual(states);
    }
  });

  test('tells any state, with every kind of value', () => {
    for (const { program } of told.slice(-1)) {
      fc.assert(fc.property(anyState(program), (state) => {
        const { states } = itfTrace(program, '', { start: state, rows: [], states: [], report: null, history: null });
        expect(stateOf(program, JSON.parse(JSON.stringify(states[0])))).toEqual(state);
      }), { numRuns: 25 });
    }
  });

  test('says who did what at each step, and which report ends it', () => {
    const one = told[2]!;
    const [replayed] = replaysOf(one, one.verdicts[0]!);
    const trace = itfTrace(one.program, 'address', replayed!);
    expect(trace['#meta']).toMatchObject({ format: 'ITF', description: "fdcheck replay 'address'", report: 'BUG: KASAN: use-after-free in user' });
    expect(trace.states.map((state) => state['action'])).toEqual(['setup', expect.stringMatching(/^A user .*:11 shared$/), expect.stringMatching(/^B freer/), expect.stringMatching(/^B freer/), expect.stringMatching(/^B freer .* kfree\(mine\)$/)]);
    expect(trace.states[1]!['#meta']).toMatchObject({ index: 1, step: 1, task: 'A', function: 'user' });
  });
});

/** A state of a program with any values in its cells, one task on a stack of one frame. */
function anyState(program: Program): fc.Arbitrary<State> {
  const mem = fc.record(Object.fromEntries(program.columns.map((column) => [column.name, fc.array(valueIn(program, column), { minLength: cells(column), maxLength: cells(column) })])));
  const fns = program.fns.filter(({ role }) => role === 'task');
  const frame = fc.constantFrom(...fns).chain((fn) => fc.record({
    fn: fc.constant(fn.id), block: fc.nat(fn.blocks.length - 1), locals: fc.tuple(...fn.locals.map(({ type, range }) => (type.kind === 'address' ? anyAddress(program) : fc.integer({ min: least(type, range.lo), max: most(program, type, range.hi) })))),
  }));
  return fc.record({ mem, stacks: fc.tuple(...program.tasks.map(() => fc.oneof(fc.constant([]), fc.tuple(frame)))) });
}

function cells({ dims }: Column): number {
  return dims.reduce((product, size) => product * size, 1);
}

function valueIn(program: Program, { type, range, uninit }: Column): fc.Arbitrary<number> {
  const values = type.kind === 'address' ? anyAddress(program) : fc.integer({ min: least(type, range.lo), max: most(program, type, range.hi) });
  return uninit === null ? values : fc.oneof(values, fc.constant(uninit));
}

/** NULL, or the address of some object. */
function anyAddress(program: Program): fc.Arbitrary<number> {
  return fc.constantFrom(0, ...program.structs.flatMap(({ addressBase, objects }) => Array.from({ length: objects }, (_, at) => addressBase + at + 1)));
}

function least(type: ValueType, lo: number): number {
  return type.kind === 'int' ? lo : 0;
}

function most(program: Program, type: ValueType, hi: number): number {
  switch (type.kind) {
    case 'pointer': return program.structs[type.struct]!.objects;
    case 'task': return program.tasks.length;
    case 'taskSet': return (1 << program.tasks.length) - 1;
    case 'bool': return 1;
    case 'function': return type.fns.length;
    default: return hi;
  }
}
