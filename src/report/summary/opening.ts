/** How things stand at the start: what tasks share of what is told later, and whose the locks are. */
import type { Program } from '../../lang/ir.js';
import type { State } from '../../checker/state.js';
import { cellName, objectName, taskName, valueName } from '../../checker/trail.js';
import { interestOf, type Subject } from '../trail/interest.js';
import { listOf, listPath } from '../trail/lists.js';
import { ownerColumns } from '../trail/owners.js';
import { joined } from './prose.js';

/** One sentence, or none where nothing of what is said later stands out. */
export function openingSentences(program: Program, start: State, { subject, said, moving }: { subject: Subject; said: string; moving: ReadonlySet<number> }): string[] {
  const clauses = [...sharedClauses(program, start, { said, moving }), ...ownedClauses(program, start, said)];
  if (clauses.length > 0) return [`At the start ${clauses.join('; ')}.`];
  const values = globalClauses(program, start, subject);
  return values.length > 0 && values.length <= 2 ? [`At the start ${joined(values)}.`] : [];
}

/** Objects that tasks of the trail have in common, by the task's own pointer. */
function sharedClauses(program: Program, start: State, { said, moving }: { said: string; moving: ReadonlySet<number> }): string[] {
  const pointers = program.columns.filter(({ struct, type, dims, ghost }) => struct !== null && struct === program.taskStruct && type.kind === 'pointer' && dims.length === 1 && !ghost);
  const found = pointers.flatMap(({ name, type }) => {
    if (type.kind !== 'pointer' || type.struct === program.taskStruct) return [];
    const values = start.mem[name]!;
    return [...new Set(values)].filter((value) => value > 0).flatMap((value) => {
      const tasks = program.tasks.flatMap((_, task) => (values[task] === value && moving.has(task) ? [taskName(program, task)] : []));
      const object = objectName(program, type.struct, value);
      return tasks.length > 1 && mentions(said, object) ? [{ tasks: joined(tasks), object }] : [];
    });
  });
  return [...new Set(found.map(({ tasks }) => tasks))].map((tasks) => {
    const objects = found.filter((one) => one.tasks === tasks).map(({ object }) => object);
    return `${tasks} share ${joined([...new Set(objects)])}`;
  });
}

/** Objects in lists, with their owners. */
function ownedClauses(program: Program, start: State, said: string): string[] {
  const owners = ownerColumns(program);
  return program.columns.flatMap((column) => {
    const list = listOf(program, column.id);
    const owner = column.type.kind === 'pointer' ? owners.get(column.type.struct) : undefined;
    if (list?.item !== column.id || owner === undefined || column.type.kind !== 'pointer') return [];
    const { struct } = column.type;
    return start.mem[column.name]!.flatMap((value, cell) => {
      const object = objectName(program, struct, value);
      if (value === 0 || !mentions(said, object)) return [];
      const whose = valueName(program, owner.column.type, start.mem[owner.column.name]![value - 1]!).replace(/^&/, '');
      return [`${object}, owned by ${whose}, is on ${listPath(program, list, Math.floor(cell / list.room))}`];
    });
  });
}

/** The values of the few globals that a property is about. */
function globalClauses(program: Program, start: State, subject: Subject): string[] {
  if (subject.kind !== 'property') return [];
  const { weigh } = interestOf(program, subject);
  return program.columns.filter(({ id, struct, dims, ghost, type }) => struct === null && dims.length === 0 && !ghost && (type.kind === 'int' || type.kind === 'bool') && weigh({ column: id }) === 2)
    .map(({ id, name, type }) => `${cellName(program, id, 0)} is ${valueName(program, type, start.mem[name]![0]!)}`);
}

/** Whether a text names the object, or something in it. */
function mentions(said: string, object: string): boolean {
  return new RegExp(`\\b${object.replace(/[.#[\]]/g, '\\$&')}(?![\\w#])`).test(said);
}
