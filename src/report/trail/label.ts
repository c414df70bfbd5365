/** What a row says in its lane: the functions that it is about, and what they returned. In pieces between which a line may break. */
import type { FnId, Program, SiteId } from '../../lang/ir.js';
import type { Row } from '../../checker/trail.js';
import { resultOf } from './returns.js';
import { commonDepth, sharedStack, telling, type Interest, type Stretch } from './stretches.js';

/** Names of a path that are shown, and of functions beside it. */
const PATH_MAX = 4;
const BESIDE_MAX = 3;

/** Where a stretch is, for its label. */
export interface Labelled {
  readonly program: Program;
  readonly interest: Interest;
  /** The functions that it is about. */
  readonly stack: readonly FnId[];
  /** Those of the task's stretch before. */
  readonly earlier: readonly FnId[];
  /** Whether what they returned is told. */
  readonly results: boolean;
}

/** A function, and the pieces that tell it behind `sign`. */
type Tell = (fn: FnId, sign: string) => readonly string[];

/**
 * The functions entered since the task's last stretch (or the innermost alone), then those below them that changed something as telling;
 * each with what it returned within this stretch.
 */
export function stretchLabel(stretch: Stretch, { program, interest, stack, earlier, results }: Labelled): string[] {
  const tell: Tell = (fn, sign) => [`${sign}${program.fns[fn]!.name}`, ...(results ? told(resultOf(stretch.rows, fn)) : [])];
  const { entry } = program.tasks[stretch.task]!;
  const entered = stack.slice(Math.min(commonDepth(stack, earlier), stack.length - 1)).filter((fn, at) => at > 0 || stack.length === 1 || fn !== entry);
  const beside = telling(stretch, interest).map((row) => row.stack.at(-1)!).filter((fn) => stretch.weight > 0 && !stack.includes(fn));
  return [...path(entered, tell), ...others([...new Set(beside)], tell)];
}

/** The function that acts in a step with what it returned there, the callers that returned after it, and what was chosen. */
export function stepLabel(row: Row): string[] {
  const fns = row.frames.toReversed().map(({ fn, name }, at) => ({ name, at, result: resultOf([row], fn) }));
  const shown = fns.filter(({ at, result }) => at === 0 || result !== null);
  const pieces = shown.flatMap(({ name, result }, at) => {
    const parts = [name, ...told(result)];
    return at === shown.length - 1 ? parts : [...parts.slice(0, -1), `${parts.at(-1)!},`];
  });
  const chosen = row.choices.length > 0 ? [...pieces, `(chose ${row.choices.join(' ')})`] : pieces;
  return [...chosen.slice(0, -1), `${chosen.at(-1)!}:`];
}

/**
 * The functions a stretch is about, and where: those that all its telling steps share, at the first of these. After do_exit or execve, which
 * drop all frames, they may share none: then it is about the first step's.
 */
export function placeOf(stretch: Stretch, interest: Interest): { stack: readonly number[]; site: SiteId } {
  const rows = telling(stretch, interest);
  const shared = sharedStack(rows);
  const stack = shared.length > 0 ? shared : rows[0]!.stack;
  return { stack, site: rows[0]!.sites[stack.length - 1]! };
}

/** Calls, the outer ones left out where there are many. */
function path(fns: readonly FnId[], tell: Tell): string[] {
  const isLong = fns.length > PATH_MAX;
  const kept = isLong ? fns.slice(1 - PATH_MAX) : fns;
  return [...(isLong ? ['…'] : []), ...kept.flatMap((fn, at) => tell(fn, isLong || at > 0 ? '› ' : ''))];
}

function others(fns: readonly FnId[], tell: Tell): string[] {
  const isLong = fns.length > BESIDE_MAX;
  const kept = isLong ? fns.slice(0, BESIDE_MAX - 1) : fns;
  return [...kept.flatMap((fn) => tell(fn, '+ ')), ...(isLong ? [`+ ${fns.length - kept.length} more`] : [])];
}

function told(result: string | null): string[] {
  return result === null ? [] : [result];
}
