/** `fdcheck list --functions`: what is accepted of the functions of a model, beside the text that the model has now. */
import type { FunctionText, ModelText } from '../lang/outline.js';
import { branchText, RUNNERS, specsText, type AcceptedFunction, type Functions, type KnownFunction } from './functions.js';
import { nevers, type Never } from './never.js';
import { counted } from './numbers.js';
import type { Paint } from './paint.js';

/** A function of the text and what is known of it; null where nothing was accepted of it. */
export interface ListedFunction extends FunctionText {
  readonly accepted: AcceptedFunction | null;
}

export interface FunctionList {
  /** In the order of the text. */
  readonly functions: readonly ListedFunction[];
  /** Accepted, and not in the text any more. */
  readonly gone: readonly KnownFunction[];
  /** What the text says can never happen. */
  readonly nevers: readonly Never[];
}

export function functionList(accepted: Functions, text: ModelText): FunctionList {
  const known = Object.entries(accepted.files).flatMap(([file, functions]) => Object.keys(functions).map((name) => ({ file, name })));
  return {
    functions: text.functions.map((one) => ({ ...one, accepted: accepted.files[one.file]?.[one.name] ?? null })),
    gone: known.filter(({ file, name }) => !text.functions.some((one) => one.file === file && one.name === name)),
    nevers: nevers(accepted, text),
  };
}

/** Functions that nobody enters, or of which nothing is known; without those that say that they are never entered. */
export function unreachedFunctions({ functions }: FunctionList): ListedFunction[] {
  return functions.filter(({ accepted, never }) => never === null && (accepted === null || RUNNERS.every((by) => accepted[by] === undefined)));
}

/** `flags & O_CLOEXEC` is never true: the ways of branches that tasks never go, in functions that tasks enter; without those that say so. */
export function unreachedWays({ accepted, conditions }: ListedFunction): string[] {
  if (accepted?.tasks === undefined) return [];
  return accepted.branches.flatMap((branch) => {
    const said = conditions.find(({ condition, nth }) => condition === branch.condition && nth === branch.nth)?.never;
    return (['true', 'false'] as const).flatMap((way) => (branch[way] === null && said?.[way] === undefined ? [`${branchText(branch)} is never ${way}`] : []));
  });
}

/** Nothing is unreached, unknown or gone, and no `never` is wrong. */
export function isComplete(list: FunctionList): boolean {
  return unreachedFunctions(list).length === 0 && list.gone.length === 0 && list.functions.every((one) => unreachedWays(one).length === 0) && !hasWrong(list);
}

/** Some `never` is wrong. */
export function hasWrong(list: FunctionList): boolean {
  return list.nevers.some(({ wrong }) => wrong !== null);
}

/** As schema/list-functions.json has it. */
export function functionsDocument(list: FunctionList): unknown {
  const place = ({ file, name, line }: ListedFunction): object => ({ file, function: name, line });
  return {
    format: 'fdcheck-list-functions-1', complete: isComplete(list),
    unreached: unreachedFunctions(list).map((one) => ({ ...place(one), known: one.accepted !== null })),
    gone: list.gone.map(({ file, name }) => ({ file, function: name })),
    never: list.nevers,
    functions: list.functions.flatMap((one) => (one.accepted === null ? [] : [{ ...place(one), ...one.accepted }])),
  };
}

export function functionsTable(list: FunctionList, paint: Paint): string {
  const unreached = unreachedFunctions(list);
  const reached = list.functions.filter((one) => !unreached.includes(one));
  const byTasks = reached.filter(({ accepted }) => accepted?.tasks !== undefined);
  const ways = byTasks.filter((one) => unreachedWays(one).length > 0);
  const only = reached.filter((one) => !byTasks.includes(one) && othersText(one) !== '');
  const wrong = list.nevers.filter((one) => one.wrong !== null);
  const never = list.nevers.filter((one) => one.wrong === null);
  return [
    ...section(paint.bad(`${counted(wrong.length, 'wrong comment')} about what never happens`), wrong.map((one) => `  ${placeText(one)} ${neverText(one, paint)}${one.wrong}`)),
    ...section(paint.bad(`${counted(unreached.length, 'function')} that no spec reaches`), unreached.map((one) => unreachedLine(one, paint))),
    ...section(paint.bad(`${counted(list.gone.length, 'function')} that results/functions.json knows and the model has no more`), list.gone.map(({ file, name }) => `  ${file}  ${name}`)),
    ...section(paint.bad(`${counted(ways.flatMap(unreachedWays).length, 'way')} of branches that no spec goes`), ways.flatMap((one) => unreachedWays(one).map((way) => `  ${placeText(one)} ${paint.name(one.name)}: ${way}`))),
    ...section('never, and why', never.map((one) => `  ${placeText(one)} ${neverText(one, paint)}${one.reason}`)),
    ...section('what tasks execute', byTasks.map((one) => reachedLine(one, specsText(one.accepted?.tasks ?? null), paint))),
    ...section('what only setup, ghost blocks or properties execute', only.map((one) => reachedLine(one, othersText(one), paint))),
    summary(list, paint),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines, ''];
}

function neverText({ function: name, what }: Never, paint: Paint): string {
  return what === null ? '' : `${paint.name(name ?? '')}: ${what}: `;
}

function unreachedLine(one: ListedFunction, paint: Paint): string {
  return `  ${placeText(one)} ${paint.name(one.name)}${one.accepted === null ? '  (nothing is accepted of it: fdcheck accept)' : ''}`;
}

function reachedLine(one: ListedFunction, specs: string, paint: Paint): string {
  return `  ${placeText(one)} ${paint.name(one.name.padEnd(NAME_WIDTH))} ${specs}`;
}

const PLACE_WIDTH = 24;
const NAME_WIDTH = 28;

function placeText({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`.padEnd(PLACE_WIDTH);
}

function othersText({ accepted }: ListedFunction): string {
  return RUNNERS.flatMap((by) => (accepted?.[by] === undefined ? [] : [`${by} of ${specsText(accepted[by])}`])).join('; ');
}

function summary(list: FunctionList, paint: Paint): string {
  const never = list.nevers.length === 0 ? '' : `, but for ${list.nevers.length} that never happen`;
  if (isComplete(list)) return paint.good(`${counted(list.functions.length, 'function')}, all reached, every branch both ways${never}`);
  const ways = list.functions.flatMap(unreachedWays).length;
  return paint.bad(`of ${counted(list.functions.length, 'function')} ${unreachedFunctions(list).length} unreached; ${counted(ways, 'way')} of branches unreached`);
}
