/** A trail as text: what holds at its start, a row a stretch of one task's steps, and how it ends. */
import type { Program, SiteId } from '../../lang/ir.js';
import type { State } from '../../checker/state.js';
import { cellName, cellValue, taskName, type Row } from '../../checker/trail.js';
import type { Paint } from '../paint.js';
import { siteText } from '../where.js';
import { changePhrases } from './changes.js';
import { commonDepth, fold, sharedStack, telling, unfolded, type Interest, type Stretch } from './stretches.js';
import { layTable, wrapWords, type Line } from './table.js';

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

/** Most phrases of change that a folded row shows. */
const PHRASES = 4;
const LANE_LIMIT = 8;

/** The lines of a trail's table. */
export function trailLines(trail: TrailText, style: TrailStyle): string[] {
  const { rows, interest } = trail;
  const start = startLines(trail, style);
  if (style.steps) return [...start, ...lay(trail, unfolded(rows, interest), style)];
  let shown: string[] = [];
  for (let limit = style.lines; limit > 1; limit -= 1) {
    const stretches = fold(rows, interest, limit);
    shown = [...start, ...lay(trail, stretches, style)];
    if (shown.length <= style.lines) return shown;
    limit = Math.min(limit, stretches.length);
  }
  return shown;
}

/** What the property reads and is not at its zero when the trail starts. */
function startLines({ program, start, interest }: TrailText, { columns, paint }: TrailStyle): string[] {
  const cells = program.columns
    .filter((column) => interest.weigh({ column: column.id }) === 2 && column.type.kind !== 'bool' && !column.name.endsWith('$life'))
    .flatMap((column) => start.mem[column.name]!.flatMap((value, cell) => (
      value === column.initial || value === column.uninit ? [] : [`${cellName(program, column.id, cell)} ${cellValue(program, column.id, value)}`])));
  if (cells.length === 0) return [];
  const lines = wrapWords(`at the start: ${cells.map((cell) => cell.replaceAll(' ', ' ')).join(', ')}`, columns);
  const kept = lines.length > 3 ? [...lines.slice(0, 2), '  …'] : lines;
  return kept.map((line) => paint.dim(line.replaceAll(' ', ' ')));
}

function lay(trail: TrailText, stretches: readonly Stretch[], style: TrailStyle): string[] {
  const { program } = trail;
  const moving = [...new Set(stretches.map(({ task }) => task))].toSorted((a, b) => a - b).slice(0, LANE_LIMIT);
  const stacks = new Map<number, readonly number[]>();
  const lines = stretches.map((stretch, at): Line => {
    const { stack, site } = placeOf(stretch, trail.interest);
    const label = style.steps ? stepLabel(stretch.rows[0]!) : stretchLabel(trail, stretch, stack, stacks.get(stretch.task) ?? []);
    stacks.set(stretch.task, stack);
    return {
      steps: stepNumbers(stretch),
      lane: Math.max(0, moving.indexOf(stretch.task)),
      label,
      changes: changesOf(trail, stretch, style),
      where: siteText(program, site),
      last: at === stretches.length - 1,
    };
  });
  return layTable(lines, { lanes: moving.map((task) => taskName(program, task)), columns: style.columns }, style.paint);
}

function changesOf({ program, interest }: TrailText, { rows, task, changes }: Stretch, { steps }: TrailStyle): string[] {
  const phrases = changePhrases(program, changes, interest);
  if (rows.some(({ ended }) => ended)) phrases.push(`${taskName(program, task)} ends`);
  if (steps || phrases.length <= PHRASES) return phrases;
  return [...phrases.slice(0, PHRASES - 1), `… and ${phrases.length - PHRASES + 1} more`];
}

/** The functions a stretch is about, and where: those that all its telling steps share, at the first of these. */
function placeOf(stretch: Stretch, interest: Interest): { stack: readonly number[]; site: SiteId } {
  const rows = telling(stretch, interest);
  const stack = sharedStack(rows);
  return { stack, site: rows[0]!.sites[stack.length - 1]! };
}

/** The functions entered since the task's last stretch (or the innermost alone), then those beside them that changed something too. */
function stretchLabel({ program, interest }: TrailText, stretch: Stretch, stack: readonly number[], earlier: readonly number[]): string[] {
  const name = (fn: number) => program.fns[fn]!.name;
  const entered = stack.slice(Math.min(commonDepth(stack, earlier), stack.length - 1));
  const beside = telling({ ...stretch, weight: 1 }, interest).map((row) => row.stack.at(-1)!).filter((fn) => stretch.weight > 0 && !stack.includes(fn));
  return [...entered.map((fn, at) => (at === 0 ? name(fn) : `› ${name(fn)}`)), ...[...new Set(beside)].map((fn) => `+ ${name(fn)}`)];
}

function stepNumbers({ rows }: Stretch): string {
  const first = rows[0]!.number;
  const last = rows.at(-1)!.number;
  return first === last ? String(first) : `${first}-${last}`;
}

function stepLabel({ frames, text, choices }: Row): string[] {
  const chosen = choices.length > 0 ? ['chose', choices.join(' ')] : [];
  return [`${frames.at(-1)!.name}:`, ...text.split(' '), ...chosen];
}
