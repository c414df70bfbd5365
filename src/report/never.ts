/** What a model's text says can never happen, held against what specs reach. */
import type { ConditionText, FunctionText, ModelText } from '../lang/outline.js';
import { branchText, RUNNERS, specsText, type AcceptedFunction, type Functions } from './functions.js';

/** Something that can never happen, by a comment in the model. */
export interface Never {
  /** Below the model's folder. */
  readonly file: string;
  readonly line: number;
  /** Null: the comment is about nothing. */
  readonly function: string | null;
  /** `fd < 0` is never true, or: is never entered; null: the comment is about nothing. */
  readonly what: string | null;
  readonly reason: string | null;
  /** Why the comment is wrong; null: it is not. */
  readonly wrong: string | null;
}

/** All of a model, in the order of its text; then the comments that are about nothing. */
export function nevers(reached: Functions, text: ModelText): Never[] {
  const said = text.functions.flatMap((fn) => {
    const accepted = reached.files[fn.file]?.[fn.name] ?? null;
    return [...ofFunction(fn, accepted), ...fn.conditions.flatMap((one) => ofCondition(fn, one, accepted))];
  });
  const wrong = 'this comment is about no condition, case or function, or about one of several';
  return [...said, ...text.astray.map(({ file, line }) => ({ file, line, function: null, what: null, reason: null, wrong }))];
}

/** The wrong ones, in words. */
export function wrongNevers(reached: Functions, text: ModelText): string[] {
  return nevers(reached, text).flatMap(({ file, line, function: fn, what, wrong }) => (wrong === null ? [] : [`${file}:${line}: ${what === null ? '' : `${fn}: ${what}: `}${wrong}`]));
}

function ofFunction({ file, line, name, never }: FunctionText, accepted: AcceptedFunction | null): Never[] {
  if (never === null) return [];
  const by = RUNNERS.find((runner) => accepted?.[runner] !== undefined);
  const wrong = by === undefined ? null : `it is, by ${by} of ${specsText(accepted?.[by] ?? null)}`;
  return [{ file, line, function: name, what: 'is never entered', reason: never, wrong }];
}

function ofCondition({ file, name, conditions }: FunctionText, one: ConditionText, accepted: AcceptedFunction | null): Never[] {
  const alike = conditions.filter(({ condition }) => condition === one.condition).length;
  const branches = accepted?.branches.filter(({ condition }) => condition === one.condition) ?? [];
  return (['true', 'false'] as const).flatMap((way) => {
    const reason = one.never[way];
    if (reason === undefined) return [];
    const specs = branches.find(({ nth }) => nth === one.nth)?.[way] ?? null;
    const reachedText = specs === null ? null : `it is, by ${specsText(specs)}`;
    const wrong = accepted?.tasks !== undefined && branches.length !== alike ? UNTOLD : reachedText;
    return [{ file, line: one.line, function: name, what: `${branchText(one)} is never ${way}`, reason, wrong }];
  });
}

const UNTOLD = 'it is decided when the model is compiled, or cannot be told from another condition with the same text that is, or is not accepted yet (fdcheck accept)';
