/** What the lanes of a trail show: a row a stretch of one task's steps, or a row a step. */
import type { StepDocument, TrailDocument } from '../../document.js';
import type { StretchDocument } from '../../trail/story.js';
import type { Position } from './position.js';

export interface LaneRow extends StretchDocument {
  /** A step of the stretch above it. */
  readonly nested: boolean;
}

/** Tasks that move, in the program's order where that is known. */
export function tasksOf({ steps, scene }: TrailDocument): string[] {
  const moving = new Set(steps.map(({ task }) => task));
  return [...(scene?.tasks.filter((task) => moving.has(task)) ?? moving)];
}

export function rowsOf({ steps, stretches }: TrailDocument, showsSteps: boolean, opened: ReadonlySet<number>): LaneRow[] {
  if (showsSteps || stretches === undefined) return steps.map((step) => stepRow(step, false));
  return stretches.flatMap((stretch) => [
    { ...stretch, nested: false },
    ...(opened.has(stretch.first) && stretch.last > stretch.first ? steps.slice(stretch.first - 1, stretch.last).map((step) => stepRow(step, true)) : []),
  ]);
}

function stepRow({ number, task, stack, text, changes, file, line }: StepDocument, nested: boolean): LaneRow {
  return {
    first: number, last: number, task, label: `${stack.at(-1) ?? task}: ${text}`, file, line, nested,
    changes: changes.filter(({ cell }) => !cell.includes('$')).map(({ cell, before, after }) => `${cell}: ${before} → ${after}`),
  };
}

/** `marked`: before the row where one is, and among the steps whose changes are marked. */
export type Place = 'past' | 'marked' | 'here' | 'ahead';

export function placeOf({ first, last, nested }: LaneRow, position: Position): Place {
  if (position.last > last) return last >= position.first ? 'marked' : 'past';
  if (position.last < first) return 'ahead';
  return nested && position.first < first && position.last !== last ? 'marked' : 'here';
}
