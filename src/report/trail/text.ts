/** A trail as text: what holds at its start, a row a stretch of one task's steps, and how it ends. */
import type { Program, SiteId } from '../../lang/ir.js';
import type { State } from '../../checker/state.js';
import { cellName, cellValue, isLife, taskName, type Row } from '../../checker/trail.js';
import type { Paint } from '../paint.js';
import { siteText } from '../where.js';
import { changePhrases, shortPath } from './changes.js';
import { stepLabel, stretchLabel } from './label.js';
import { fold, sharedStack, telling, unfolded, type Interest, type Stretch } from './stretches.js';
import { layTable, wrapPieces, type Line } from './table.js';

export interface TrailText {
  readonly program: Program;
  readonly start: State;
  readonly rows: readonly Row[];
  readonly interest: Interest;
}

export interface TrailStyle {
  readonly paint: Paint;
  /** Characters a line. */
  readonly columns: number;
  /** Lines that the table may have; folding goes on until it fits. */
  readonly lines: number;
  /** A line a step, however many. */
  readonly steps: boolean;
}

/** Most phrases of change that a stretch shows: fewer where the table would not fit. */
const PHRASES = [4, 3, 2] as const;
const LANE_LIMIT = 8;
/** Most lines that the start takes. */
const START_LINES = 4;

/** The lines of a trail's table. */
export function trailLines(trail: TrailText, style: TrailStyle): string[] {
  const { rows, interest } = trail;
  const start = startLines(trail, style);
  if (style.steps) return [...start, ...lay(trail, unfolded(rows, interest), { ...style, phrases: Infinity, results: true })];
  const least = runsIn(rows);
  for (let stretches = fold(rows, interest, style.lines); ; stretches = fold(rows, interest, stretches.length - 1)) {
    for (const phrases of PHRASES) {
      const shown = [...start, ...lay(trail, stretches, { ...style, phrases, results: false })];
      if (shown.length > style.lines && (stretches.length > least || phrases !== PHRASES.at(-1))) continue;
      const told = [...start, ...lay(trail, stretches, { ...style, phrases, results: true })];
      return told.length <= Math.max(style.lines, shown.length) ? told : shown;
    }
  }
}

/** How often another task goes on: folding leaves that many stretches at least. */
function runsIn(rows: readonly Row[]): number {
  return rows.filter(({ task, report }, at) => at === 0 || task !== rows[at - 1]!.task || report !== null).length;
}

/** What the property reads and is not as at the beginning of time when the trail starts. */
function startLines({ program, start, interest }: TrailText, { columns, paint }: TrailStyle): string[] {
  const cells = program.columns
    .filter((column) => interest.weigh({ column: column.id }) === 2 && column.type.kind !== 'bool' && !isLife(program, column))
    .flatMap((column) => start.mem[column.name]!.flatMap((value, cell) => (
      value === column.initial || value === column.uninit ? [] : [{ column: column.id, path: cellName(program, column.id, cell), value: cellValue(program, column.id, value) }])));
  if (cells.length === 0) return [];
  const phrases = cells.map((cell) => `${shortPath(program, cell)} = ${cell.value}`);
  const lines = wrapPieces(['at the start:', ...phrases.map((phrase, at) => (at + 1 < phrases.length ? `${phrase},` : phrase))], columns);
  const kept = lines.length > START_LINES ? [...lines.slice(0, START_LINES - 1), '  …'] : lines;
  return kept.map(paint.dim);
}

/** A style, the most phrases of change a line may show, and whether functions are told with what they returned. */
type Detail = TrailStyle & { readonly phrases: number; readonly results: boolean };

function lay(trail: TrailText, stretches: readonly Stretch[], style: Detail): string[] {
  const { program } = trail;
  const moving = [...new Set(stretches.map(({ task }) => task))].toSorted((a, b) => a - b).slice(0, LANE_LIMIT);
  const stacks = new Map<number, readonly number[]>();
  const lines = stretches.map((stretch, at): Line => {
    const { stack, site } = placeOf(stretch, trail.interest);
    const label = style.steps ? stepLabel(stretch.rows[0]!) : stretchLabel(stretch, { ...trail, stack, earlier: stacks.get(stretch.task) ?? [], results: style.results });
    stacks.set(stretch.task, stack);
    return {
      steps: stepNumbers(stretch),
      lane: Math.max(0, moving.indexOf(stretch.task)),
      label,
      aside: style.steps ? stretch.rows[0]!.text : textOfQuiet(stretch),
      changes: changesOf(trail, stretch, style.phrases),
      where: siteText(program, site),
      last: at === stretches.length - 1,
    };
  });
  return layTable(lines, { lanes: moving.map((task) => taskName(program, task)), columns: style.columns }, style.paint);
}

/** What a stretch changed, in at most so many phrases. */
export function changesOf({ program, interest }: TrailText, { rows, task, changes }: Stretch, limit: number): string[] {
  const phrases = changePhrases(program, changes, interest);
  if (rows.some(({ ended }) => ended)) phrases.push(`${taskName(program, task)} ends`);
  if (phrases.length <= limit) return phrases;
  return phrases.slice(0, limit).map((phrase, at) => (at === limit - 1 ? `${phrase} (+${phrases.length - limit})` : phrase));
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

/** Where nothing changed, what was done: a read, or a store of what was there. */
function textOfQuiet({ changes, rows }: Stretch): string {
  return changes.length > 0 ? '' : `(${rows.at(-1)!.text})`;
}

function stepNumbers({ rows }: Stretch): string {
  const first = rows[0]!.number;
  const last = rows.at(-1)!.number;
  return first === last ? String(first) : `${first}-${last}`;
}
