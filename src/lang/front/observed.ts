/** Which columns of a program an outsider sees. */
import type { Column, ColumnId, ObservedProgram, Program } from '../ir.js';
import { CALL_COLUMN, CALLS_COLUMN, RESULT_COLUMN } from './lower/observe.js';
import type { Unit } from './unit.js';

export function observedOf(unit: Unit, program: Program): ObservedProgram {
  const { columns } = program;
  const graces = new Set(program.structs.map(({ grace }) => grace));
  const internal = new Set(unit.pools.used().filter(({ module }) => module.source.vocabulary).map(({ name }) => name));
  const isSeen = (column: Column): boolean => {
    if (column.ghost || column.graceSet || graces.has(column.id)) return false;
    if (column.struct !== null) return !internal.has(program.structs[column.struct]!.name);
    return !column.name.startsWith('$') && !unit.isVocabularyGlobal(column.name);
  };
  return { program, seen: columns.filter(isSeen).map(({ id }) => id), calls: callsOf(unit, columns) };
}

function callsOf(unit: Unit, columns: readonly Column[]): ObservedProgram['calls'] {
  const named = (name: string): ColumnId => columns.find((column) => column.name === name)!.id;
  return {
    at: named(CALL_COLUMN), count: named(CALLS_COLUMN), known: Object.fromEntries(unit.observedCalls),
    results: columns.filter(({ name }) => name.startsWith(RESULT_COLUMN)).map(({ id }) => id),
  };
}
