/** Runs of a program, taken at random: which of the possible moves, one number a step. */
import { initialStates, transitions } from '../../src/checker/interpret/interpret.js';
import { trailOf, type Move, type Trail } from '../../src/checker/trail.js';
import type { Program } from '../../src/lang/ir.js';

/** The trail that these picks choose, as far as anything can move; the first chooses the start. Null where the program has no start. */
export function walk(program: Program, [first = 0, ...picks]: readonly number[]): Trail | null {
  const starts = initialStates(program);
  const start = starts[first % Math.max(1, starts.length)];
  if (start === undefined) return null;
  const moves: Move[] = [];
  let state = start.next;
  for (const pick of picks) {
    const possible = state === null ? [] : transitions(program, state);
    const taken = possible[pick % Math.max(1, possible.length)];
    if (taken === undefined) break;
    moves.push({ task: taken.task, choices: taken.choices });
    state = taken.next;
  }
  return trailOf(program, start.choices, moves);
}
