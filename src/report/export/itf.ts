/**
 * A replayed trail in the Informal Trace Format (https://apalache-mc.org/docs/adr/015adr-trace.html), for the viewers and readers of
 * Apalache and Quint.
 *
 * Variables are the model's: a global (a structure of several columns is a record), and for each pool a map from the names of its objects
 * to records of their fields. `tasks` is a map from the names of tasks to their stacks, outermost frame first, and `action` says which
 * step led to the state. A whole state is told, so that nothing is lost: numbers are `#bigint`, pointers and tasks are names, sets of tasks
 * are `#set`; what was never written is the text `uninitialised`.
 */
import type { Column, Fn, Program, SiteId, ValueType } from '../../lang/ir.js';
import type { FrameState, State } from '../../checker/state.js';
import { objectName, taskName, valueName, type Replay, type Row } from '../../checker/trail.js';
import { shortFile, siteText } from '../where.js';

export type ItfValue =
  | boolean | string | readonly ItfValue[]
  | { readonly '#bigint': string }
  | { readonly '#set': readonly ItfValue[] }
  | { readonly '#map': readonly (readonly [ItfValue, ItfValue])[] }
  | { readonly [field: string]: ItfValue };

/** A trace; `loop` is absent, as no trail has one. */
export interface ItfTrace {
  readonly '#meta': Readonly<Record<string, string>>;
  readonly vars: readonly string[];
  readonly states: readonly ItfState[];
}

export type ItfState = { readonly '#meta': { readonly index: number } & Readonly<Record<string, string | number>> } & Readonly<Record<string, unknown>>;

/** What stands for a cell that was never written. */
export const UNINITIALISED = 'uninitialised';

/** The names of variables, and which columns each has. */
export interface ItfVars {
  readonly globals: readonly { readonly name: string; readonly columns: readonly Column[] }[];
  readonly pools: readonly { readonly name: string; readonly struct: number }[];
  readonly tasks: string;
  readonly action: string;
}

/** The trail's states, that of the start first; a trail that ends in a report has no state behind its last step. */
export function itfTrace(program: Program, address: string, { start, rows, states, report }: Replay): ItfTrace {
  const vars = itfVars(program);
  const all = [...(start === null ? [] : [start]), ...states];
  return {
    '#meta': {
      format: 'ITF', 'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html', source: program.spec, variant: program.variant,
      description: `fdcheck replay '${address}'`, ...(report === null ? {} : { report: program.reports[report.report]!.title }),
    },
    vars: [vars.action, vars.tasks, ...vars.globals.map(({ name }) => name), ...vars.pools.map(({ name }) => name)],
    states: all.map((state, index) => itfState(program, vars, state, { index, row: index === 0 ? null : rows[index - 1]! })),
  };
}

/** A trace as text: valid JSON, a line a state. */
export function itfText({ '#meta': meta, vars, states }: ItfTrace): string {
  return [
    '{', `  "#meta": ${JSON.stringify(meta)},`, `  "vars": ${JSON.stringify(vars)},`, '  "states": [',
    states.map((state) => `    ${JSON.stringify(state)}`).join(',\n'), '  ]', '}', '',
  ].join('\n');
}

/** Variables by name, in the order of the columns. Where a name is taken, it gets a low line more. */
export function itfVars(program: Program): ItfVars {
  const taken = new Set<string>();
  const free = (name: string): string => {
    const found = taken.has(name) ? free(`${name}_`) : name;
    taken.add(found);
    return found;
  };
  const pools = program.structs.map(({ name, id }) => ({ name: free(name), struct: id }));
  const roots = new Map<string, Column[]>();
  for (const column of program.columns.filter(({ struct }) => struct === null)) {
    const root = column.name.split('.')[0]!;
    roots.set(root, [...(roots.get(root) ?? []), column]);
  }
  const globals = [...roots].map(([root, columns]) => ({ name: free(root), columns }));
  return { globals, pools, tasks: free('tasks'), action: free('action') };
}

/** A column's name within its variable; empty for a global that is the variable. */
export function fieldName(program: Program, { name, struct }: Column): string {
  const whole = struct === null ? name.split('.')[0]! : program.structs[struct]!.name;
  return name.slice(whole.length + 1);
}

/** A function as a frame names it: its name, with a number where several have it. */
export function frameName(program: Program, fn: Fn): string {
  const same = program.fns.filter(({ name }) => name === fn.name);
  return same.length === 1 ? fn.name : `${fn.name}#${same.indexOf(fn) + 1}`;
}

/** A local's name in its frame, with a number where several have it. */
export function localName({ locals }: Fn, local: number): string {
  const { name } = locals[local]!;
  const same = locals.flatMap((other, at) => (other.name === name ? [at] : []));
  return same.length === 1 ? name : `${name}#${same.indexOf(local) + 1}`;
}

function itfState(program: Program, vars: ItfVars, state: State, { index, row }: { index: number; row: Row | null }): ItfState {
  const globals = vars.globals.map(({ name, columns }): [string, ItfValue] => [name, globalValue(program, state, columns)]);
  const pools = vars.pools.map(({ name, struct }): [string, ItfValue] => [name, poolValue(program, state, struct)]);
  return {
    '#meta': { index, ...(row === null ? {} : placeOf(program, row)) },
    [vars.action]: row === null ? 'setup' : actionText(program, row),
    [vars.tasks]: { '#map': state.stacks.map((stack, task) => [taskName(program, task), framesValue(program, stack)]) },
    ...Object.fromEntries([...globals, ...pools]),
  };
}

function placeOf(program: Program, row: Row): Record<string, string | number> {
  const { file, line } = program.sites[row.site]!;
  return { step: row.number, task: row.taskName, function: row.frames.at(-1)!.name, file: shortFile(file), line, text: row.text };
}

function actionText(program: Program, row: Row): string {
  const { file, line } = program.sites[row.site]!;
  return `${row.taskName} ${row.frames.at(-1)!.name} ${shortFile(file)}:${line} ${row.text}`;
}

/** A global of one column is its value, of several a record of them. */
function globalValue(program: Program, state: State, columns: readonly Column[]): ItfValue {
  const [first] = columns;
  if (columns.length === 1 && fieldName(program, first!) === '') return cellsValue(program, first!, state.mem[first!.name]!, first!.dims);
  return Object.fromEntries(columns.map((column) => [fieldName(program, column), cellsValue(program, column, state.mem[column.name]!, column.dims)]));
}

function poolValue(program: Program, state: State, structId: number): ItfValue {
  const struct = program.structs[structId]!;
  const columns = program.columns.filter((column) => column.struct === structId);
  const objects = Array.from({ length: struct.objects }, (_, at): [ItfValue, ItfValue] => [objectName(program, structId, at + 1), Object.fromEntries(columns.map((column) => {
    const [, ...dims] = column.dims;
    const size = dims.reduce((product, dim) => product * dim, 1);
    return [fieldName(program, column), cellsValue(program, column, state.mem[column.name]!.slice(at * size, (at + 1) * size), dims)];
  }))]);
  return { '#map': objects };
}

/** Nested lists, a level a dimension. */
function cellsValue(program: Program, column: Column, cells: readonly number[], dims: readonly number[]): ItfValue {
  const [outer, ...inner] = dims;
  if (outer === undefined) return cells[0] === column.uninit ? UNINITIALISED : itfValue(program, column.type, cells[0]!);
  const size = inner.reduce((product, dim) => product * dim, 1);
  return Array.from({ length: outer }, (_, at) => cellsValue(program, column, cells.slice(at * size, (at + 1) * size), inner));
}

/** The top frame stands in front of an access, the others at a call. */
function framesValue(program: Program, stack: readonly FrameState[]): ItfValue[] {
  return stack.map((frame) => {
    const { instrs: [first], end } = program.fns[frame.fn]!.blocks[frame.block]!;
    const site = first?.kind === 'access' && frame === stack.at(-1) ? program.accesses[first.access]!.site : end.kind === 'call' ? end.site : program.fns[frame.fn]!.site;
    return frameValue(program, frame, site);
  });
}

function frameValue(program: Program, { fn, block, locals }: FrameState, site: SiteId): ItfValue {
  const of = program.fns[fn]!;
  return {
    function: frameName(program, of), at: siteText(program, site), block: number(block),
    locals: Object.fromEntries(of.locals.map(({ type }, local) => [localName(of, local), itfValue(program, type, locals[local]!)])),
  };
}

/** One value of a type. */
function itfValue(program: Program, type: ValueType, value: number): ItfValue {
  switch (type.kind) {
    case 'int': return number(value);
    case 'bool': return value !== 0;
    case 'taskSet': return { '#set': program.tasks.filter((_, task) => ((value >> task) & 1) !== 0).map(({ name }) => name) };
    case 'function': {
      const fn = value === 0 ? undefined : program.fns[type.fns[value - 1] ?? -1];
      return fn === undefined ? valueName(program, type, value) : frameName(program, fn);
    }
    default: return valueName(program, type, value);
  }
}

function number(value: number): ItfValue {
  return { '#bigint': String(value) };
}
