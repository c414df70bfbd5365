/** From a spec and a variant to a program: the passes in order. */
import type { FnId, ObservedProgram, Program, Task } from '../ir.js';
import { assemble } from './assemble.js';
import { CompileError, diagnostic, refuse } from './diagnostic.js';
import { FunctionTable } from './functions.js';
import { callFrame } from './lower/calls.js';
import { Scope, type Binding, type Lowerer, type Tables } from './lower/context.js';
import { e } from './lower/builder.js';
import { truth } from './lower/expressions.js';
import { columnOf } from './lower/memory.js';
import { observePrograms } from './lower/observe.js';
import { faultPlace } from './lower/words.js';
import { observedOf } from './observed.js';
import { boundLocalLoops } from './passes/bound-loops.js';
import { becomesItself } from './passes/circles.js';
import { findDependencies } from './passes/depends.js';
import { expandIndirect } from './passes/indirect.js';
import { dropDeadSets, shareSlots } from './passes/liveness.js';
import { inferRanges } from './passes/ranges.js';
import { simplify } from './passes/simplify.js';
import { propagateSelf } from './passes/self.js';
import { sliceGhosts } from './passes/slice.js';
import type { SpecFile, TaskSpec } from './spec-file.js';
import { BOOL, INT, isNumeric, typeName, VOID, type Type } from './types.js';
import { Unit, type UnitOptions } from './unit.js';

export interface BuildOptions extends Omit<UnitOptions, 'taskNames' | 'typesafe' | 'observed'> {
  readonly file: SpecFile;
  readonly name: string;
}

/** Task sets are bits of a signed 32-bit integer. */
const TASKS_MAX = 30;

export function buildProgram(options: BuildOptions): Program {
  return finish(options, lowerTwice(options, false));
}

/** The same program, which also keeps what the spec's own programs get from the model, and which of its columns an outsider sees. */
export function buildObserved(options: BuildOptions): ObservedProgram {
  const lowered = lowerTwice(options, true);
  observePrograms(lowered.table, lowered.init);
  return observedOf(lowered.table.unit, finish(options, lowered));
}

/** Which structs are type-safe by RCU is known only after a first time. */
function lowerTwice(options: BuildOptions, observed: boolean): Lowered {
  const first = lowerAll(options, { typesafe: new Set(), observed });
  const typesafe = new Set(first.table.unit.pools.typesafe());
  return typesafe.size > 0 ? lowerAll(options, { typesafe, observed }) : first;
}

interface Lowered { readonly table: FunctionTable; readonly init: FnId; readonly tasks: readonly Task[] }

function lowerAll(options: BuildOptions, how: Pick<UnitOptions, 'typesafe' | 'observed'>): Lowered {
  const { file } = options;
  const unit = new Unit({ ...options, taskNames: file.tasks.map((t) => t.name), ...how });
  if (unit.tasks > TASKS_MAX) refuse(file.module.source, file.span, `${unit.tasks} tasks are too many`, `a spec has at most ${TASKS_MAX}`);
  const tables: Tables = { sites: [], origins: [], accesses: [], reports: [], lockClasses: [], claims: [], properties: [], measures: [] };
  const table = new FunctionTable(unit, tables);
  const init = lowerInit(table, file);
  const tasks = lowerTasks(table, file);
  for (const property of file.properties) lowerProperty(table, property);
  for (const measure of file.measures) lowerMeasure(table, measure);
  table.finish();
  refuseUnusedBounds(unit, file);
  return { table, init, tasks };
}

function finish(options: BuildOptions, { table, init, tasks }: Lowered): Program {
  expandIndirect(table);
  refuseRecursion(table);
  sliceGhosts(table);
  for (const fn of table.drafts) simplify(fn);
  propagateSelf(table);
  refuseCircles(table);
  boundLocalLoops(table);
  inferRanges(table);
  for (const fn of table.drafts) {
    simplify(fn);
    findDependencies(fn, table.tables.accesses);
    while (dropDeadSets(fn));
    shareSlots(fn, table.tables.reports);
  }
  return assemble(table, { spec: options.name, variant: options.variant.name, tasks, init });
}

/** A bound or fault that nothing asks for is a misspelling. */
function refuseUnusedBounds(unit: Unit, file: SpecFile): void {
  const texts = unit.modules.loaded().map((m) => m.source.text);
  for (const name of Object.keys(file.bounds)) {
    const isPool = unit.pools.has(name);
    if (!isPool && !unit.constants.asked.has(name) && name !== 'tasks' && !texts.some((t) => t.includes(`'${name}'`) && !t.includes('export default spec'))) {
      refuse(file.module.source, file.span, `bound '${name}' names no struct, and nothing asks for it`, 'check the spelling');
    }
  }
  for (const name of Object.keys(file.faults)) {
    if (!texts.some((t) => t.includes(`inject('${name}')`))) refuse(file.module.source, file.span, `nothing injects the fault '${name}'`, "the model says inject('name') where it can happen");
  }
}

/** Setup: task structs, what task kinds do, then the spec's own. */
function lowerInit(table: FunctionTable, file: SpecFile): FnId {
  const { module, span } = file;
  return table.synthesise('setup', { module, span, role: 'init', mode: 'model', returns: VOID }, (l) => {
    const { taskStruct } = l.unit;
    if (taskStruct) file.tasks.forEach(() => allocateTask(l, taskStruct));
    file.tasks.forEach((task, index) => setUpTask(l, file, task, index));
    if (file.setup) {
      l.builder.act(0);
      l.invoke({ node: file.setup, at: { ...l.where, scope: new Scope(null) } }, [], null);
    }
    for (const [name, budget] of Object.entries(l.unit.faults)) {
      if (budget > 0) l.builder.emit({ kind: 'store', column: columnOf(l, faultPlace(l, name)).id, index: [], value: e.const(budget) });
    }
  });
}

function allocateTask(l: Lowerer, taskStruct: NonNullable<Unit['taskStruct']>): void {
  const struct = l.unit.pools.struct(taskStruct);
  const local = l.builder.local('$', { kind: 'pointer', struct: taskStruct }, { lo: 0, hi: l.unit.pools.objects(taskStruct) }, true);
  l.builder.emit({ kind: 'alloc', local, struct: struct.id, fill: 'zero' });
}

function setUpTask(l: Lowerer, file: SpecFile, task: TaskSpec, index: number): void {
  if (!task.kind) return;
  const { setup } = task.kind;
  const { taskStruct } = l.unit;
  const args = task.names.map((name): Binding => {
    const number = file.tasks.findIndex((t) => t.name === name) + 1;
    if (number === 0 || !taskStruct) return refuse(file.module.source, task.span, `the spec has no task '${name}'`, `its tasks: ${file.tasks.map((t) => t.name).join(', ')}`);
    return { kind: 'value', value: { type: { kind: 'pointer', struct: taskStruct }, expr: e.const(number) } };
  });
  if (args.length !== setup.node.params.length) refuse(file.module.source, task.span, `this task kind names ${setup.node.params.length} task(s) before its program`);
  l.builder.act(index);
  const at = { ...l.where, module: setup.module, fn: setup.name, scope: new Scope(null) };
  l.invoke({ node: setup.node, at }, args, null);
}

function lowerTasks(table: FunctionTable, file: SpecFile): Task[] {
  const { module } = file;
  const listed = file.tasks.map((task): Task => {
    const { kind } = task;
    if (task.program.node.params.length > 0) refuse(module.source, task.span, `the program of a task takes no parameters, and ${task.program.name} does`, 'wrap it in a function that gives them');
    if (!kind) return { name: task.name, entry: table.idOf(task.program, { module, span: task.span }), implicit: false };
    const entry = table.synthesise(task.name, { module, span: task.span, role: 'task', mode: 'model', returns: VOID }, (l) => {
      const program = { type: { kind: 'function' } as Type, expr: e.const(l.functions.valueOf(task.program, { module, span: task.span })) };
      callFrame(l, kind.run, [program], task.span);
    });
    return { name: task.name, entry, implicit: kind.implicit };
  });
  const more = table.unit.tasks - listed.length;
  return [...listed, ...Array.from({ length: more }, (_, i): Task => ({ name: `child${i + 1}`, entry: null, implicit: false }))];
}

function lowerProperty(table: FunctionTable, { kind, decl }: SpecFile['properties'][number]): void {
  const { module, node } = decl;
  const span = node.id ?? node;
  if (node.params.length > 0) refuse(module.source, span, `property ${decl.name} takes no parameters`, 'quantify with objects<T>()');
  const fn = table.synthesise(decl.name, { module, span, role: 'property', mode: 'property', returns: BOOL }, (l) => {
    const value = l.invoke({ node, at: { ...l.where, scope: new Scope(null) } }, [], null);
    if (value.type.kind !== 'bool') refuse(module.source, span, `property ${decl.name} returns ${typeName(value.type)}`, 'it returns a boolean');
    l.builder.end({ kind: 'return', values: [truth(l, value, span)] });
  });
  table.tables.properties.push({ kind, name: decl.name, fn, site: table.draft(fn).site });
}

function lowerMeasure(table: FunctionTable, { decl }: SpecFile['measures'][number]): void {
  const { module, node } = decl;
  const span = node.id ?? node;
  if (node.params.length > 0) refuse(module.source, span, `measure ${decl.name} takes no parameters`, 'it is a number of the whole state');
  const fn = table.synthesise(decl.name, { module, span, role: 'property', mode: 'property', returns: INT }, (l) => {
    const value = l.invoke({ node, at: { ...l.where, scope: new Scope(null) } }, [], null);
    if (!isNumeric(value.type)) refuse(module.source, span, `measure ${decl.name} returns ${typeName(value.type)}`, 'it returns an int');
    l.builder.end({ kind: 'return', values: [value.expr] });
  });
  table.tables.measures.push({ name: decl.name, fn, site: table.draft(fn).site });
}

/** A function has at most one frame on a stack. */
function refuseRecursion(table: FunctionTable): void {
  const state = new Map<FnId, 'open' | 'done'>();
  const path: FnId[] = [];
  const visit = (id: FnId): void => {
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'open') throw recursion(table, [...path.slice(path.indexOf(id)), id]);
    state.set(id, 'open');
    path.push(id);
    for (const block of table.draft(id).blocks) if (block.end?.kind === 'call') visit(block.end.fn);
    path.pop();
    state.set(id, 'done');
  };
  table.drafts.forEach((fn) => visit(fn.id));
}

/** A function that becomes itself and touches no memory on the way would never end. */
function refuseCircles(table: FunctionTable): void {
  const circle = table.drafts.find(({ id }) => becomesItself(table, id));
  if (circle) throw refusal(table, circle.id, `${circle.name} becomes itself without an access on the way`, 'a step would never end: wait for something, with idle_until or wait_event');
}

function recursion(table: FunctionTable, cycle: readonly FnId[]): CompileError {
  return refusal(table, cycle[0] ?? 0, `recursion: ${cycle.map((id) => table.draft(id).name).join(' calls ')}`, 'recursion is outside the language: write a loop');
}

/** Refuses a function, at its name. */
function refusal(table: FunctionTable, fn: FnId, message: string, hint: string): CompileError {
  const site = table.tables.sites[table.draft(fn).site];
  const module = table.unit.modules.loaded().find((m) => m.source.path === site?.file);
  if (!module || !site) return new CompileError([{ message, hint, file: site?.file ?? '', line: 1, column: 1, endColumn: 2, source: '' }]);
  const start = (module.source.lineStarts[site.line - 1] ?? 0) + site.column - 1;
  return new CompileError([diagnostic(module.source, { start, end: start + 1 }, message, hint)]);
}
