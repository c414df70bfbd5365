/** The core words about tasks. */
import type { Expression } from '@oxc-project/types';
import type { Expr } from '../../ir.js';
import type { Declaration } from '../modules.js';
import type { Span } from '../source.js';
import { BOOL, INT, isNumeric, typeName, VOID } from '../types.js';
import { argument, lambdaOf, refuseInGhost, requireArguments, text, type Call } from './arguments.js';
import { e } from './builder.js';
import type { Lowerer, Value } from './context.js';
import { fold } from './expressions.js';
import { settle } from './memory.js';
import { versionMark } from './versions.js';

const nothing: Value = { type: VOID, expr: e.const(0) };

/** The index of a task, checked to be one. */
function taskNumbered(l: Lowerer, node: Expression): Expr {
  const value = settle(l, l.expression(node));
  if (!isNumeric(value.type)) l.refuse(node, `a task's index is needed here, not ${typeName(value.type)}`, 'write task_index(p), or self()');
  const task = value.expr;
  if (task.kind === 'const' && (task.value < 0 || task.value >= l.unit.tasks)) l.refuse(node, `there is no task of index ${task.value}`, `there are ${l.unit.tasks}: 0 to ${l.unit.tasks - 1}`);
  if (task.kind === 'const' || task.kind === 'self') return task;
  const report = l.report('model', 'there is no task of this index', { detail: `there are ${l.unit.tasks}: 0 to ${l.unit.tasks - 1}` });
  const below = fold('<', task, e.const(l.unit.tasks));
  l.builder.emit({ kind: 'check', condition: { kind: 'cond', test: fold('>=', task, e.const(0)), then: below, else: e.const(0) }, report });
  return task;
}

/** The function that an argument names; null if it is a value. */
function namedFunction(l: Lowerer, node: Expression): (Declaration & { kind: 'function' }) | null {
  if (node.type !== 'Identifier') return null;
  const binding = l.where.scope.get(node.name);
  if (binding) return binding.kind === 'function' ? binding.decl : null;
  const found = l.unit.modules.lookup(l.where.module, node.name, 'value');
  return found?.kind === 'function' ? found : null;
}

function rest(l: Lowerer, node: Call, from: number): Value[] {
  return node.arguments.slice(from).map((_, i) => settle(l, l.expression(argument(l, node, from + i))));
}

/** The id of the function, which takes these arguments of the call. */
function startable(l: Lowerer, decl: Declaration & { kind: 'function' }, args: readonly Value[], at: { node: Call; from: number }): number {
  const fn = l.functions.idOf(decl, { module: l.where.module, span: argument(l, at.node, at.from - 1) });
  requireArguments(l, l.functions.draft(fn), args, at);
  return fn;
}

function spawn(l: Lowerer, node: Call): Value {
  refuseInGhost(l, node);
  const task = taskNumbered(l, argument(l, node, 0));
  const entry = argument(l, node, 1);
  const decl = namedFunction(l, entry);
  const values = rest(l, node, 2);
  const args = values.map((v) => v.expr);
  const report = l.report('model', 'a task is started that is still running', { detail: 'spawn(index, entry) needs a task that has ended, or has not started' });
  l.builder.emit({ kind: 'check', condition: { kind: 'idle', task }, report });
  if (decl) {
    l.builder.emit({ kind: 'spawn', task, fn: startable(l, decl, values, { node, from: 2 }), args }, l.site(node));
    return nothing;
  }
  const value = settle(l, l.expression(entry)).expr;
  const next = l.builder.block();
  const site = l.site(node);
  l.builder.end({ kind: 'indirect', how: 'spawn', value, args, results: [], next, task, site }, site);
  l.builder.resume(next);
  return nothing;
}

function become(l: Lowerer, node: Call): Value {
  refuseInGhost(l, node);
  const entry = argument(l, node, 0);
  const decl = namedFunction(l, entry);
  const values = rest(l, node, 1);
  const args = values.map((v) => v.expr);
  const site = l.site(node);
  if (decl) l.builder.end({ kind: 'become', fn: startable(l, decl, values, { node, from: 1 }), args }, site);
  else {
    const value = settle(l, l.expression(entry)).expr;
    l.builder.end({ kind: 'indirect', how: 'become', value, args, results: [], next: 0, task: null, site }, site);
  }
  l.builder.resume(l.builder.block());
  return { type: { kind: 'never' }, expr: e.const(0) };
}

function exitTask(l: Lowerer, node: Call): Value {
  refuseInGhost(l, node);
  l.builder.end({ kind: 'exit' });
  l.builder.resume(l.builder.block());
  return { type: { kind: 'never' }, expr: e.const(0) };
}

function taskNumber(l: Lowerer, node: Call, index: number): number {
  const name = text(l, node, index);
  const found = l.unit.taskNames.indexOf(name);
  return found >= 0 ? found : l.refuse(node, `the spec has no task '${name}'`, `its tasks: ${l.unit.taskNames.join(', ')}`);
}

function task(l: Lowerer, node: Call): Value {
  const { taskStruct } = l.unit;
  if (!taskStruct) return l.refuse(node, 'no module declares the task pool', 'declare `export const current: task_struct = get_current();`');
  return { type: { kind: 'pointer', struct: taskStruct }, expr: e.const(taskNumber(l, node, 0) + 1) };
}

function taskIndex(l: Lowerer, node: Call): Value {
  const value = l.expression(argument(l, node, 0));
  return { type: INT, expr: e.add(value.expr, -1) };
}

function asTask(l: Lowerer, node: Call): Value {
  const { builder } = l;
  if (builder.fn.role !== 'init') return l.refuse(node, 'as() belongs in setup()');
  const before = builder.acting;
  builder.act(taskNumber(l, node, 0));
  l.invoke(lambdaOf(l, argument(l, node, 1)), [], null);
  builder.act(before);
  return nothing;
}

function inside(l: Lowerer, node: Call): Value {
  const task = taskNumbered(l, argument(l, node, 0));
  const at = argument(l, node, 1);
  const decl = namedFunction(l, at) ?? l.refuse(at, 'a function is needed here');
  const mark = (decl.node.body?.body ?? []).map((s) => versionMark(s as Parameters<typeof versionMark>[0])).find((m) => m !== null);
  const absent = mark && l.unit.variant.has(decl.module, mark.name, at) !== (mark.word === 'exists_since');
  if (absent) return { type: BOOL, expr: e.const(0) };
  return { type: BOOL, expr: { kind: 'active', task, fn: l.functions.idOf(decl, { module: l.where.module, span: at as Span }) } };
}

function self(l: Lowerer, node: Call): Value {
  if (l.where.mode === 'property') return l.refuse(node, 'a property is about a state: no task is running in it', "name the task: task_index(task<task_struct>('T1'))");
  return { type: INT, expr: e.self };
}

function idle(l: Lowerer, node: Call): Value {
  return { type: BOOL, expr: { kind: 'idle', task: taskNumbered(l, argument(l, node, 0)) } };
}

export const taskWords: Readonly<Record<string, (l: Lowerer, node: Call) => Value>> = {
  self, idle, inside, spawn, become, task, exit_task: exitTask, task_index: taskIndex, as: asTask,
};
