/** What results/functions.json holds (schema/functions.json): which specs reach which function of the model, and which ways of its branches. */
import type { Reach } from '../checker/check.js';
import { isListOf, isNumber, isRecord, isRecordOf, isText } from './shape.js';

export interface Functions {
  readonly format: 'fdcheck-functions-1';
  /** By path below the model's folder, then by name. */
  readonly files: Readonly<Record<string, Readonly<Record<string, AcceptedFunction>>>>;
}

/** Specs, of which a few are named. */
export interface SomeSpecs {
  readonly specs: number;
  /** The first of them by name. */
  readonly first: readonly string[];
}

/** By whom a function is entered, in which specs; absent where in none. */
export type AcceptedFunction = Partial<Readonly<Record<By, SomeSpecs>>> & { readonly branches: readonly AcceptedBranch[] };

/** A branch that some variant of some spec compiles. */
export interface AcceptedBranch {
  readonly condition: string;
  /** Which of the conditions with this text in the function it is, from 1. */
  readonly nth: number;
  /** The specs that reach it being true; null: none. */
  readonly true: SomeSpecs | null;
  readonly false: SomeSpecs | null;
}

type By = Reach['functions'][number]['by'];

/** By whom functions are entered: what counts most first. */
export const RUNNERS: readonly By[] = ['tasks', 'ghosts', 'setup', 'properties'];

/** A function of the model's text; `file` is a path below the model's folder. */
export interface KnownFunction {
  readonly file: string;
  readonly name: string;
}

/** What one variant of a spec reached; files are paths below the model's folder. */
export interface SpecReach {
  readonly spec: string;
  readonly reach: Reach;
}

const NAMED = 3;

/** Puts together what all variants of all specs reached of these functions. */
export function functionsOf(reached: readonly SpecReach[], known: readonly KnownFunction[]): Functions {
  const entries = new Gathered();
  const branches = new Map<string, Map<string, Branch>>();
  for (const { spec, reach } of reached) {
    for (const { file, name, by } of reach.functions) entries.add(key(file, name, by), spec);
    for (const branch of reach.branches) {
      const ofFn = branches.get(key(branch.file, branch.fn)) ?? new Map<string, Branch>();
      branches.set(key(branch.file, branch.fn), ofFn);
      const at = key(String(branch.line), String(branch.column));
      const { line, column, text } = branch;
      const one = ofFn.get(at) ?? { line, column, text, ways: new Gathered() };
      ofFn.set(at, one);
      for (const way of ['true', 'false'] as const) if (branch[way]) one.ways.add(way, spec);
    }
  }
  const files: Record<string, Record<string, AcceptedFunction>> = {};
  for (const { file, name } of known.toSorted((a, b) => compare(a.file, b.file) || compare(a.name, b.name))) {
    const by = RUNNERS.flatMap((one) => pair(one, entries.some(key(file, name, one))));
    (files[file] ??= {})[name] = { ...Object.fromEntries(by), branches: branchesOf([...branches.get(key(file, name))?.values() ?? []]) };
  }
  return { format: 'fdcheck-functions-1', files };
}

/** A branch at its place, while what reaches it is gathered. */
interface Branch {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly ways: Gathered;
}

/** Specs by what they reach. */
class Gathered {
  private readonly specs = new Map<string, Set<string>>();

  add(what: string, spec: string): void {
    const known = this.specs.get(what) ?? new Set<string>();
    this.specs.set(what, known.add(spec));
  }

  some(what: string): SomeSpecs | null {
    const specs = [...this.specs.get(what) ?? []].toSorted(compare);
    return specs.length === 0 ? null : { specs: specs.length, first: specs.slice(0, NAMED) };
  }
}

function branchesOf(branches: readonly Branch[]): AcceptedBranch[] {
  const before = new Map<string, number>();
  return branches.toSorted((a, b) => a.line - b.line || a.column - b.column).map(({ text, ways }) => {
    const nth = (before.get(text) ?? 0) + 1;
    before.set(text, nth);
    return { condition: text, nth, true: ways.some('true'), false: ways.some('false') };
  });
}

function pair(by: By, specs: SomeSpecs | null): [By, SomeSpecs][] {
  return specs === null ? [] : [[by, specs]];
}

function key(...parts: readonly string[]): string {
  return parts.join('\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The file's text. */
export function functionsText(functions: Functions): string {
  return `${JSON.stringify(functions, null, 2)}\n`;
}

/** What `functionsText` wrote; null for another text. Throws SyntaxError for one that is no JSON. */
export function parseFunctions(text: string): Functions | null {
  const value: unknown = JSON.parse(text);
  return isFunctions(value) ? value : null;
}

function isFunctions(value: unknown): value is Functions {
  const isFile = (file: unknown): file is Functions['files'][string] => isRecordOf(file, isFunction);
  return isRecord(value) && value['format'] === 'fdcheck-functions-1' && isRecordOf(value['files'], isFile);
}

function isFunction(value: unknown): value is AcceptedFunction {
  return isRecord(value) && isListOf(value['branches'], isBranch) && RUNNERS.every((runner) => value[runner] === undefined || isSome(value[runner]));
}

function isBranch(value: unknown): value is AcceptedBranch {
  return isRecord(value) && isText(value['condition']) && isNumber(value['nth']) && [value['true'], value['false']].every((way) => way === null || isSome(way));
}

function isSome(value: unknown): value is SomeSpecs {
  return isRecord(value) && isNumber(value['specs']) && isListOf(value['first'], isText);
}

/** Each difference between what was reached when it was accepted and what is reached now, in words. */
export function functionDifferences(accepted: Functions, found: Functions): string[] {
  const [before, now] = [told(accepted), told(found)];
  const gone = [...before.keys()].filter((what) => !now.has(what)).map((what) => `${what} is no more`);
  const others = [...now].flatMap(([what, specs]) => {
    const old = before.get(what);
    if (old === undefined) return [`${what} is new: reached by ${specs}`];
    return old === specs ? [] : [`${what} was reached by ${old} and now by ${specs}`];
  });
  return [...gone, ...others];
}

/** By function and by way of a branch, in words: who reaches it, in words. */
function told({ files }: Functions): Map<string, string> {
  const entries = Object.entries(files).flatMap(([file, functions]) => Object.entries(functions).flatMap(([name, one]) => [
    [`${name} (${file})`, ranText(one)] as const,
    ...one.branches.flatMap((branch) => ([true, false] as const).map((way) => (
      [`branch ${branchText(branch)} of ${name} (${file}), ${way ? 'true' : 'false'},`, specsText(branch[way ? 'true' : 'false'])] as const))),
  ]));
  return new Map(entries);
}

function ranText(one: AcceptedFunction): string {
  const by = RUNNERS.flatMap((runner) => (one[runner] === undefined ? [] : [`${runner === 'tasks' ? '' : `${runner} of `}${specsText(one[runner])}`]));
  return by.length === 0 ? 'none' : by.join('; ');
}

/** `flags & O_CLOEXEC`, and which one if there are several. */
export function branchText({ condition, nth }: Pick<AcceptedBranch, 'condition' | 'nth'>): string {
  return `\`${condition}\`${nth > 1 ? ` (${nth})` : ''}`;
}

/** `12 specs (a, b, c, …)` */
export function specsText(some: SomeSpecs | null): string {
  if (some === null) return 'none';
  const { specs, first } = some;
  return `${specs} ${specs === 1 ? 'spec' : 'specs'} (${first.join(', ')}${specs > first.length ? ', …' : ''})`;
}
