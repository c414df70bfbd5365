/** A trail folded for reading, as data: a row a stretch of one task's steps. */
import type { Program } from '../../lang/ir.js';
import type { State } from '../../checker/state.js';
import { taskName, type Row } from '../../checker/trail.js';
import { shortFile } from '../where.js';
import { changePhrases } from './changes.js';
import { ownersIn } from './owners.js';
import { placeOf, stretchLabel } from './label.js';
import { fold, type Interest } from './stretches.js';

/** schema/trail.json, a stretch */
export interface StretchDocument {
  /** Numbers of its steps. */
  readonly first: number;
  readonly last: number;
  readonly task: string;
  /** The functions that it is about, e.g. `… › dup_fd › new_files_struct → 0`. */
  readonly label: string;
  /** Net, most important first, in words. */
  readonly changes: readonly string[];
  readonly file: string;
  readonly line: number;
}

/** Stretches above which folding goes on where something is lost by it. */
const STRETCHES_MAX = 40;

export function storyDocument(program: Program, { start, rows }: { readonly start: State; readonly rows: readonly Row[] }, interest: Interest): StretchDocument[] {
  const ownersOf = ownersIn(program, start, rows);
  const stacks = new Map<number, readonly number[]>();
  return fold(rows, interest, STRETCHES_MAX).map((stretch): StretchDocument => {
    const { stack, site } = placeOf(stretch, interest);
    const label = stretchLabel(stretch, { program, interest, stack, earlier: stacks.get(stretch.task) ?? [], results: true });
    stacks.set(stretch.task, stack);
    const { file, line } = program.sites[site]!;
    return {
      first: stretch.rows[0]!.number, last: stretch.rows.at(-1)!.number, task: taskName(program, stretch.task), label: label.join(' '),
      changes: [...changePhrases(program, stretch.changes, interest, ownersOf(stretch)), ...(stretch.rows.some(({ ended }) => ended) ? [`${taskName(program, stretch.task)} ends`] : [])], file: shortFile(file), line,
    };
  });
}
