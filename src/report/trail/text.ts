/** A trail as text: what holds at its start, a row a stretch of one task's steps, and how it ends. */
import type { Program, SiteId } from '../../lang/ir.js';
import type { State } from '../../checker/state.js';
import type { Paint } from '../paint.js';
import { cellName, cellValue, taskName } from '../names.js';
import { siteText } from '../where.js';
import type { Act } from './act.js';
import { changePhrases } from './changes.js';
import { commonDepth, foldRows, stackOf, telling, unfoldedRows, type Interest, type Row } from './rows.js';
import { layTable, wrapWords, type Line } from './table.js';

export interface TrailText {
  readonly program: Program;
  readonly initial: State;
  readonly acts: readonly Act[];
  readonly interest: Interest;
}

export interface TrailStyle {
  readonly paint: Paint;
  /** Characters a line. */
  readonly columns: number;
  /** Lines that the table may have; folding goes on until it fits. */
  readonly lines: number;
  /** A row a step, however many. */
  readonly unfolded: boolean;
}

/** Most phrases of change that a folded row shows. */
const PHRASES = 4;
const LANE_LIMIT = 8;

/** The lines of a trail's table. */
export function trailLines(trail: TrailText, style: TrailStyle): string[] {
  const start = startLines(trail, style);
  if (style.unfolded) return [...start, ...lay(trail, unfoldedRows(trail.acts, trail.interest), style)];
  let shown: string[] = [];
  for (let limit = style.lines; limit > 1; limit -= 1) {
    const rows = foldRows(trail.acts, trail.interest, limit);
    shown = [...start, ...lay(trail, rows, style)];
    if (shown.length <= style.lines) return shown;
    limit = Math.min(limit, rows.length);
  }
  return shown;
}

/** What the property reads and is not at its zero when the trail starts. */
function startLines({ program, initial, interest }: TrailText, { columns, paint }: TrailStyle): string[] {
  const cells = program.columns
    .filter((column) => interest.weigh({ column: column.id, cell: 0, before: 0, after: 0 }) === 2 && column.type.kind !== 'bool' && !column.name.endsWith('$life'))
    .flatMap((column) => initial.mem[column.name]!.flatMap((value, cell) => (
      value === column.initial || value === column.uninit ? [] : [`${cellName(program, column.id, cell)} ${cellValue(program, column.id, value)}`])));
  if (cells.length === 0) return [];
  const lines = wrapWords(`at the start: ${cells.map((cell) => cell.replaceAll(' ', ' ')).join(', ')}`, columns);
  const kept = lines.length > 3 ? [...lines.slice(0, 2), '  …'] : lines;
  return kept.map((line) => paint.dim(line.replaceAll(' ', ' ')));
}

function lay(trail: TrailText, rows: readonly Row[], style: TrailStyle): string[] {
  const { program } = trail;
  const moving = [...new Set(rows.map(({ task }) => task))].toSorted((a, b) => a - b).slice(0, LANE_LIMIT);
  const paths = new Map<number, readonly number[]>();
  const lines = rows.map((row, at): Line => {
    const { stack, sites } = placeOf(row, trail.interest);
    const label = style.unfolded ? stepLabel(program, row.acts[0]!) : rowLabel(trail, row, stack, paths.get(row.task) ?? []);
    paths.set(row.task, stack);
    return {
      steps: stepsLabel(row),
      lane: Math.max(0, moving.indexOf(row.task)),
      label,
      changes: changesOf(trail, row, style),
      where: siteText(program, sites.at(-1)!),
      last: at === rows.length - 1,
    };
  });
  return layTable(lines, { lanes: moving.map((task) => taskName(program, task)), columns: style.columns }, style.paint);
}

function changesOf({ program, interest }: TrailText, row: Row, { unfolded }: TrailStyle): string[] {
  const phrases = changePhrases(program, row.changes, interest);
  if (row.acts.some((act) => act.ended)) phrases.push(`${taskName(program, row.task)} ends`);
  if (unfolded || phrases.length <= PHRASES) return phrases;
  return [...phrases.slice(0, PHRASES - 1), `… and ${phrases.length - PHRASES + 1} more`];
}

/** The functions a row is about, and where: those that all its telling steps share, at the first of these. */
function placeOf(row: Row, interest: Interest): { stack: readonly number[]; sites: readonly SiteId[] } {
  const acts = telling(row, interest);
  const stack = stackOf({ ...row, acts });
  return { stack, sites: acts[0]!.sites.slice(0, stack.length) };
}

/** The functions entered since the task's last row (or the innermost alone), then those beside them that changed something too. */
function rowLabel({ program, interest }: TrailText, row: Row, stack: readonly number[], earlier: readonly number[]): string[] {
  const name = (fn: number) => program.fns[fn]!.name;
  const entered = stack.slice(Math.min(commonDepth(stack, earlier), stack.length - 1));
  const beside = telling({ ...row, weight: 1 }, interest).map((act) => act.stack.at(-1)!).filter((fn) => row.weight > 0 && !stack.includes(fn));
  return [...entered.map((fn, at) => (at === 0 ? name(fn) : `› ${name(fn)}`)), ...[...new Set(beside)].map((fn) => `+ ${name(fn)}`)];
}

function stepsLabel({ acts }: Row): string {
  const first = acts[0]!.number;
  const last = acts.at(-1)!.number;
  return first === last ? String(first) : `${first}-${last}`;
}

function stepLabel(program: Program, act: Act): string[] {
  const words = program.sites[program.accesses[act.access]!.site]!.text.split(' ');
  const chosen = act.choices.length > 0 ? ['chose', act.choices.join(' ')] : [];
  return [`${program.fns[act.stack.at(-1)!]!.name}:`, ...words, ...chosen];
}
