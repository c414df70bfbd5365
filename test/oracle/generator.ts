/** Random programs in the IR: any ProgramShape, lowered. */
import fc from 'fast-check';
import type { Access, Fn, Local, Program, Property, Report, ReportClass } from '../../src/lang/ir.js';
import { constant, Fragment, load, local } from './fragment.js';
import { fnIds, Lowering, reportIds, returnsValues } from './lower-statement.js';
import { locals, lowerValue } from './lower-value.js';
import { columnId, columns, innerPointer, lockClasses, nodePointer, safePointer, structs } from './memory.js';
import { programShape, type ProgramShape, type PropertyShape, type Statement } from './shapes.js';

const int = { kind: 'int' } as const;
const taskLocals: readonly Local[] = [
  { name: 'x', type: int, range: { lo: 0, hi: 3 } },
  { name: 'p', type: nodePointer, range: { lo: 0, hi: 2 } },
  { name: 'c', type: int, range: { lo: 0, hi: 3 } },
  { name: 'm', type: int, range: { lo: -2, hi: 1 } },
  { name: 'q', type: nodePointer, range: { lo: 0, hi: 2 } },
  { name: 'i', type: innerPointer, range: { lo: 0, hi: 3 } },
  { name: 's', type: safePointer, range: { lo: 0, hi: 1 } },
];

const reportClasses: Readonly<Record<keyof typeof reportIds, ReportClass>> = {
  check: 'assert', null: 'null-ptr-deref', recursive: 'lockdep', unbalanced: 'lockdep',
};

/** Any small program. */
export const anyProgram: fc.Arbitrary<Program> = programShape.map(lowerShape);

/** The program that a shape stands for. */
export function lowerShape(shape: ProgramShape): Program {
  const accesses: Access[] = [];
  const bodies: Readonly<Record<keyof typeof fnIds, readonly Statement[]>> = {
    init: shape.init, mainA: shape.mains[0], mainB: shape.mains[1],
    worker: shape.worker, outer: shape.outer, inner: shape.inner, program: shape.program,
  };
  const names = Object.keys(fnIds) as (keyof typeof fnIds)[];
  const setupMayCall = returnsInSetup(shape.outer) && returnsInSetup(shape.inner);
  const fns = names.map(name => taskFn(name, bodies[name], accesses, setupMayCall));
  const properties = shape.properties.map((_, k): Property => ({ kind: shape.properties[k]!.kind, name: `property_${k}`, fn: fns.length + k, site: 0 }));
  return {
    spec: 'generated', variant: 'base', columns, structs,
    fns: [...fns, ...shape.properties.map((property, k) => propertyFn(fns.length + k, property))],
    tasks: [
      { name: 'A', entry: fnIds.mainA, implicit: false },
      { name: 'B', entry: fnIds.mainB, implicit: false },
      { name: 'W', entry: null, implicit: shape.implicit },
    ],
    init: fnIds.init, properties, accesses, reports: reports(),
    sites: names.map((fn, line) => ({ file: 'generated.ts', line: line + 1, column: 1, text: fn, fn })),
    lockClasses, claims: [], rcuNesting: columnId('rcu'), taskStruct: null, scope: { bounds: {}, faults: {} },
  };
}

function taskFn(name: keyof typeof fnIds, body: readonly Statement[], accesses: Access[], setupMayCall: boolean): Fn {
  const id = fnIds[name];
  const lowering = new Lowering(id, accesses, setupMayCall);
  if (name === 'init') lowering.fragment.emit({ kind: 'as', task: constant(0) });
  // `become` in it leads back here: without this, for ever within one step.
  if (name === 'program') lowering.step('other', false);
  lowering.statements(body);
  lowering.fragment.end({ kind: 'return', values: returnsValues(id) ? [local(locals.c), local(locals.p)] : [] });
  const params = name === 'init' || name === 'mainA' || name === 'mainB' ? 0 : 2;
  return { id, name, site: id, params, locals: taskLocals, blocks: lowering.fragment.done(), entry: 0, role: name === 'init' ? 'init' : 'task' };
}

/** Setup has no control points, so a loop might not end in it, and no task that could end. */
function returnsInSetup(statements: readonly Statement[]): boolean {
  return !/"kind":"(loop|become|exit)"/.test(JSON.stringify(statements));
}

/** Reads nothing but memory and stacks: its locals stay 0, but for one that a published pointer is put in. */
function propertyFn(id: number, { test, then, else: otherwise }: PropertyShape): Fn {
  const fragment = new Fragment();
  const [yes, no] = [fragment.reserve(), fragment.reserve()];
  fragment.emit({ kind: 'set', local: locals.p, value: load('published') });
  fragment.end({ kind: 'branch', condition: lowerValue(test), then: yes, else: no });
  fragment.begin(yes);
  fragment.end({ kind: 'return', values: [truth(then)] });
  fragment.begin(no);
  fragment.end({ kind: 'return', values: [truth(otherwise)] });
  return { id, name: `property_${id}`, site: 0, params: 0, locals: taskLocals, blocks: fragment.done(), entry: 0, role: 'property' };
}

function truth(value: PropertyShape['then']) {
  return { kind: 'cond', test: lowerValue(value), then: constant(1), else: constant(0) } as const;
}

function reports(): Report[] {
  return Object.entries(reportIds).map(([name, id]) => ({
    id, class: reportClasses[name as keyof typeof reportIds], title: name, detail: name, site: 0, object: null,
  }));
}
