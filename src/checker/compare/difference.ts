/** Why two graphs are not equivalent, as a run of one of them. */
import { differenceByChoice } from './choice.js';
import { differenceByRun } from './runs.js';
import type { Classified, Side } from './union.js';

/**
 * What one side can do and the other cannot.
 *
 * - start: a state before its first step is seen that the other does not start with
 * - change: after what was seen so far, what is seen changes in a way that it never does on the other side
 * - loop: it goes on for ever without anything that is seen; the other cannot, after what was seen so far
 */
export interface Difference {
  readonly side: Side;
  readonly kind: 'start' | 'change' | 'loop';
  /**
   * run: no run of the other side is seen like this. choice: one is, but each comes to a point from which the other side has another choice of how
   * to go on; the run is to such a point, and shows what is possible only on this side.
   */
  readonly by: 'run' | 'choice';
  /** Numbers of moves, that of setup first. */
  readonly moves: readonly number[];
  /** Moves at the end that are the way round; 0 unless it is a loop. */
  readonly round: number;
  /** Label before the last move and after it; equal in a loop; null before a start. */
  readonly before: number | null;
  readonly after: number;
  /** Labels that are seen next on the other side where the same was seen so far, ascending. */
  readonly instead: readonly number[];
}

/** The shortest run that only one side has, of equally short ones that of the second side; where there is none, a point from which the sides have different choices. */
export function differenceOf(classified: Classified): Difference {
  const found = ([1, 0] as const).flatMap((side) => differenceByRun(classified, side) ?? []);
  return found.toSorted((a, b) => a.moves.length - b.moves.length)[0] ?? differenceByChoice(classified);
}
