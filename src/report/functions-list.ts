/** `fdcheck list --functions`: what is accepted of the functions of a model, beside the text that the model has now. */
import { branchText, RUNNERS, specsText, type AcceptedFunction, type Functions, type KnownFunction } from './functions.js';
import { counted } from './numbers.js';
import type { Paint } from './paint.js';

/** A function as it stands in the text. */
export interface PlacedFunction extends KnownFunction {
  readonly line: number;
}

/** A function of the text and what is known of it; null where nothing was accepted of it. */
export interface ListedFunction extends PlacedFunction {
  readonly accepted: AcceptedFunction | null;
}

export interface FunctionList {
  /** In the order of the text. */
  readonly functions: readonly ListedFunction[];
  /** Accepted, and not in the text any more. */
  readonly gone: readonly KnownFunction[];
}

export function functionList({ files }: Functions, text: readonly PlacedFunction[]): FunctionList {
  const accepted = Object.entries(files).flatMap(([file, functions]) => Object.keys(functions).map((name) => ({ file, name })));
  return {
    functions: text.map((one) => ({ ...one, accepted: files[one.file]?.[one.name] ?? null })),
    gone: accepted.filter(({ file, name }) => !text.some((one) => one.file === file && one.name === name)),
  };
}

/** Functions that nobody enters, or of which nothing is known. */
export function unreachedFunctions({ functions }: FunctionList): ListedFunction[] {
  return functions.filter(({ accepted }) => accepted === null || RUNNERS.every((by) => accepted[by] === undefined));
}

/** `flags & O_CLOEXEC` is never true: the ways of branches that tasks never go, in functions that tasks enter. */
export function unreachedWays({ accepted }: ListedFunction): string[] {
  if (accepted?.tasks === undefined) return [];
  return accepted.branches.flatMap((branch) => (['true', 'false'] as const).flatMap((way) => (branch[way] === null ? [`${branchText(branch)} is never ${way}`] : [])));
}

/** Nothing is unreached, unknown or gone. */
export function isComplete(list: FunctionList): boolean {
  return unreachedFunctions(list).length === 0 && list.gone.length === 0 && list.functions.every((one) => unreachedWays(one).length === 0);
}

/** As schema/list-functions.json has it. */
export function functionsDocument(list: FunctionList): unknown {
  const place = ({ file, name, line }: ListedFunction): object => ({ file, function: name, line });
  return {
    format: 'fdcheck-list-functions-1', complete: isComplete(list),
    unreached: unreachedFunctions(list).map((one) => ({ ...place(one), known: one.accepted !== null })),
    gone: list.gone.map(({ file, name }) => ({ file, function: name })),
    functions: list.functions.flatMap((one) => (one.accepted === null ? [] : [{ ...place(one), ...one.accepted }])),
  };
}

export function functionsTable(list: FunctionList, paint: Paint): string {
  const unreached = unreachedFunctions(list);
  const reached = list.functions.filter((one) => !unreached.includes(one));
  const byTasks = reached.filter(({ accepted }) => accepted?.tasks !== undefined);
  const ways = byTasks.filter((one) => unreachedWays(one).length > 0);
  const only = reached.filter((one) => !byTasks.includes(one));
  return [
    ...section(paint.bad(`${counted(unreached.length, 'function')} that no spec reaches`), unreached.map((one) => unreachedLine(one, paint))),
    ...section(paint.bad(`${counted(list.gone.length, 'function')} that results/functions.json knows and the model has no more`), list.gone.map(({ file, name }) => `  ${file}  ${name}`)),
    ...section(paint.bad(`${counted(ways.flatMap(unreachedWays).length, 'way')} of branches that no spec goes`), ways.flatMap((one) => unreachedWays(one).map((way) => `  ${placeText(one)} ${paint.name(one.name)}: ${way}`))),
    ...section('what tasks execute', byTasks.map((one) => reachedLine(one, specsText(one.accepted?.tasks ?? null), paint))),
    ...section('what only setup, ghost blocks or properties execute', only.map((one) => reachedLine(one, othersText(one), paint))),
    summary(list, paint),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines, ''];
}

function unreachedLine(one: ListedFunction, paint: Paint): string {
  return `  ${placeText(one)} ${paint.name(one.name)}${one.accepted === null ? '  (nothing is accepted of it: fdcheck accept)' : ''}`;
}

function reachedLine(one: ListedFunction, specs: string, paint: Paint): string {
  return `  ${placeText(one)} ${paint.name(one.name.padEnd(NAME_WIDTH))} ${specs}`;
}

const PLACE_WIDTH = 24;
const NAME_WIDTH = 28;

function placeText({ file, line }: PlacedFunction): string {
  return `${file}:${line}`.padEnd(PLACE_WIDTH);
}

function othersText({ accepted }: ListedFunction): string {
  return RUNNERS.flatMap((by) => (accepted?.[by] === undefined ? [] : [`${by} of ${specsText(accepted[by])}`])).join('; ');
}

function summary(list: FunctionList, paint: Paint): string {
  if (isComplete(list)) return paint.good(`${counted(list.functions.length, 'function')}, all reached, every branch both ways`);
  const ways = list.functions.flatMap(unreachedWays).length;
  return paint.bad(`of ${counted(list.functions.length, 'function')} ${unreachedFunctions(list).length} unreached; ${counted(ways, 'way')} of branches unreached`);
}
