/** Reads a trace back: a state from its variables, by the documentation of src/report/export/itf.ts alone, and not by its code. */
import type { Column, Fn, Program, ValueType } from '../../../src/lang/ir.js';
import type { State } from '../../../src/checker/state.js';

type Json = string | boolean | number | readonly Json[] | { readonly [key: string]: Json };

/** The state that a trace tells at an index. */
export function stateOf(program: Program, state: unknown): State {
  const vars = state as Record<string, Json>;
  const mem = Object.fromEntries(program.columns.map((column) => [column.name, cellsOf(program, vars, column)]));
  const stacks = (vars['tasks'] as { '#map': [string, Json[]][] })['#map'].map(([, frames]) => frames.map((frame) => frameOf(program, frame)));
  return { mem, stacks };
}

function cellsOf(program: Program, vars: Record<string, Json>, column: Column): number[] {
  const value = (json: Json): number => (json === 'uninitialised' ? column.uninit! : valueOf(program, column.type, json));
  const flat = (json: Json): number[] => (Array.isArray(json) ? json.flatMap(flat) : [value(json)]);
  if (column.struct !== null) {
    const struct = program.structs[column.struct]!.name;
    const objects = (vars[struct] as { '#map': [string, Record<string, Json>][] })['#map'];
    return objects.flatMap(([, fields]) => flat(fields[column.name.slice(struct.length + 1)]!));
  }
  const [root, ...rest] = column.name.split('.');
  const found = vars[root!] ?? vars[`${root}_`]!;
  return flat(rest.length === 0 && (Array.isArray(found) || typeof found !== 'object' || !('' in (found as object))) ? found : (found as Record<string, Json>)[rest.join('.')]!);
}

function valueOf(program: Program, type: ValueType, json: Json): number {
  switch (type.kind) {
    case 'int': return Number((json as { '#bigint': string })['#bigint']);
    case 'bool': return json === true ? 1 : 0;
    case 'taskSet': return (json as unknown as { '#set': string[] })['#set'].reduce((set, name) => set | (1 << taskOf(program, name)), 0);
    case 'task': return json === 'nobody' ? 0 : taskOf(program, json as string) + 1;
    case 'pointer': return json === 'NULL' ? 0 : objectOf(program, json as string, type.struct);
    case 'address': return json === 'NULL' ? 0 : addressOf(program, (json as string).slice(1));
    case 'function': return json === 'NULL' ? 0 : type.fns.indexOf(fnOf(program, json as string).id) + 1;
  }
}

function taskOf(program: Program, name: string): number {
  return program.tasks.findIndex((task) => task.name === name);
}

/** By the name that the trace's own pools give to their objects. */
function objectOf(program: Program, name: string, struct: number): number {
  const [container, ...fields] = name.split('.');
  const task = taskOf(program, container!);
  const [pool, number = '1'] = container!.split('#');
  let home = task >= 0 && program.taskStruct !== null ? program.taskStruct : program.structs.findIndex((one) => one.name === pool);
  let object = task >= 0 && program.taskStruct !== null ? task + 1 : Number(number);
  for (const field of fields.length === 0 ? [] : fieldsOf(program, home, fields)) {
    const inner = program.structs.find(({ embeddedIn }) => embeddedIn.some((one) => one.container === home && one.field === field))!;
    object = inner.embeddedIn.find((one) => one.container === home && one.field === field)!.first + object - 1;
    home = inner.id;
  }
  if (home !== struct) throw new Error(`${name} is no object of ${program.structs[struct]!.name}`);
  return object;
}

/** Fields may have dots in their names. */
function fieldsOf(program: Program, home: number, parts: readonly string[]): string[] {
  for (let length = parts.length; length > 0; length--) {
    const field = parts.slice(0, length).join('.');
    const inner = program.structs.find(({ embeddedIn }) => embeddedIn.some((one) => one.container === home && one.field === field));
    if (inner !== undefined) return [field, ...(length === parts.length ? [] : fieldsOf(program, inner.id, parts.slice(length)))];
  }
  throw new Error(`nothing is embedded as ${parts.join('.')}`);
}

function addressOf(program: Program, name: string): number {
  for (const { id, addressBase } of program.structs) {
    try {
      return addressBase + objectOf(program, name, id);
    } catch {
      continue;
    }
  }
  throw new Error(`no object is called ${name}`);
}

function fnOf(program: Program, name: string): Fn {
  const [plain, number = '1'] = name.split('#');
  return program.fns.filter((fn) => fn.name === plain)[Number(number) - 1]!;
}

function frameOf(program: Program, json: Json): State['stacks'][number][number] {
  const frame = json as unknown as { function: string; block: Json; locals: Record<string, Json> };
  const fn = fnOf(program, frame.function);
  const counts = new Map<string, number>();
  const locals = fn.locals.map(({ name, type }) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return valueOf(program, type, (fn.locals.filter((other) => other.name === name).length === 1 ? frame.locals[name] : frame.locals[`${name}#${count}`])!);
  });
  return { fn: fn.id, block: valueOf(program, { kind: 'int' }, frame.block), locals };
}
