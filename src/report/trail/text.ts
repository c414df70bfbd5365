/** A trail as text: what holds at its start, a row a stretch of one task's steps, and how it ends. */
import type { Program } from '../../lang/ir.js';
import type { State } from '../../checker/state.js';
import { cellName, cellValue, isLife, taskName, type Row } from '../../checker/trail.js';
import type { Paint } from '../paint.js';
import { siteText } from '../where.js';
import { changePhrases, isCapacity, shortPath, type Owned } from './changes.js';
import { placeOf, stepLabel, stretchLabel } from './label.js';
import { listOf, listPath, type ListColumns } from './lists.js';
import { nicknamesOf } from './nicknames.js';
import { heldAtSwitch, ownerColumns, ownersIn } from './owners.js';
import { fold, unfolded, type Interest, type Stretch } from './stretches.js';
import { layTable, wrapPieces, type Line } from './table.js';

export interface TrailText {
  readonly program: Program;
  readonly start: State;
  readonly rows: readonly Row[];
  readonly interest: Interest;
  /** What else is said of this trail: its names are explained, too. */
  readonly said?: readonly string[];
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

/** The lines of a trail: what the names in it mean, what holds at the start, and the table. */
export function trailLines(text: TrailText, style: TrailStyle): string[] {
  const { rows, interest, program } = text;
  const trail: Prepared = { ...text, beginning: startPhrases(text), ownersOf: ownersIn(program, text.start, rows) };
  if (style.steps) return lay(trail, unfolded(rows, interest), { ...style, phrases: Infinity, results: true });
  const least = runsIn(rows);
  for (let stretches = fold(rows, interest, style.lines); ; stretches = fold(rows, interest, stretches.length - 1)) {
    for (const phrases of PHRASES) {
      const shown = lay(trail, stretches, { ...style, phrases, results: false });
      if (shown.length > style.lines && (stretches.length > least || phrases !== PHRASES.at(-1))) continue;
      const told = lay(trail, stretches, { ...style, phrases, results: true });
      return told.length <= Math.max(style.lines, shown.length) ? told : shown;
    }
  }
}

/** A trail with what is the same however it is folded. */
type Prepared = TrailText & {
  /** What holds at the start, in phrases. */
  readonly beginning: readonly string[];
  readonly ownersOf: ReturnType<typeof ownersIn>;
};

/** How often another task goes on: folding leaves that many stretches at least. */
function runsIn(rows: readonly Row[]): number {
  return rows.filter(({ task, report }, at) => at === 0 || task !== rows[at - 1]!.task || report !== null).length;
}

/** What the property reads and is not as at the beginning of time when the trail starts; cells of one field with one value together. */
function startPhrases(trail: TrailText): string[] {
  const { program, start, interest } = trail;
  const told = program.columns.filter(({ id, type, name }) => interest.weigh({ column: id }) === 2 && type.kind !== 'bool' && !isLife(program, program.columns[id]!) && !isCapacity(program, id)
    && (listOf(program, id) === null || name.endsWith('.item')));
  const owned = ownersIn(program, start, [])(null);
  const listed = new Set(told.flatMap(({ id, type }) => (listOf(program, id) !== null && type.kind === 'pointer' ? [type.struct] : [])));
  const owners = ownerColumns(program);
  return told.filter(({ id, struct }) => struct === null || !listed.has(struct) || owners.get(struct)?.column.id !== id).flatMap((column) => {
    const list = listOf(program, column.id);
    const values = start.mem[column.name]!;
    if (list !== null) return listPhrases(program, list, values.map((value) => (value === 0 ? null : `${cellValue(program, column.id, value)}${owned(column.id, value)}`)));
    const byValue = new Map<number, string[]>();
    values.forEach((value, cell) => {
      if (value === column.initial || value === column.uninit) return;
      byValue.set(value, [...(byValue.get(value) ?? []), shortPath(program, { column: column.id, path: cellName(program, column.id, cell) })]);
    });
    return [...byValue].map(([value, paths]) => `${paths.join(' = ')} = ${cellValue(program, column.id, value)}${owned(column.id, value)}`);
  });
}

function listPhrases(program: Program, list: ListColumns, items: readonly (string | null)[]): string[] {
  const lists = Array.from({ length: items.length / list.room }, (_, at) => ({ at, held: items.slice(at * list.room, (at + 1) * list.room).filter((item) => item !== null) }));
  return lists.flatMap(({ at, held }) => (held.length === 0 ? [] : [`${listPath(program, list, at)} = {${held.join(', ')}}`]));
}

function startLines(phrases: readonly string[], columns: number): string[] {
  if (phrases.length === 0) return [];
  const lines = wrapPieces(['at the start:', ...phrases.map((phrase, at) => (at + 1 < phrases.length ? `${phrase},` : phrase))].flatMap((phrase) => piecesOf(phrase, columns)), columns);
  return lines.length > START_LINES ? [...lines.slice(0, START_LINES - 1), '  …'] : lines;
}

/** A phrase as it is if it fits a line, else word by word. */
function piecesOf(phrase: string, columns: number): string[] {
  return phrase.length + 2 > columns ? phrase.split(' ') : [phrase];
}

/** A style, the most phrases of change a line may show, and whether functions are told with what they returned. */
type Detail = TrailStyle & { readonly phrases: number; readonly results: boolean };

function lay(trail: Prepared, stretches: readonly Stretch[], style: Detail): string[] {
  const { program, said = [], beginning: start } = trail;
  const moving = [...new Set(stretches.map(({ task }) => task))].toSorted((a, b) => a - b).slice(0, LANE_LIMIT);
  const lines = linesOf(trail, stretches, { moving, style });
  const { of: named, legend } = nicknamesOf(program);
  const names = legend([...said, ...start, ...lines.flatMap(({ label, changes }) => [...label, ...changes])]);
  const table = layTable(
    lines.map((line) => ({ ...line, label: line.label.map(named), changes: line.changes.map(named) })),
    { lanes: moving.map((task) => taskName(program, task)), columns: style.columns }, style.paint,
  );
  return [...[...wrapPieces(names, style.columns), ...startLines(start.map(named), style.columns)].map(style.paint.dim), ...table];
}

function linesOf(trail: Prepared, stretches: readonly Stretch[], { moving, style }: { moving: readonly number[]; style: Detail }): Line[] {
  const { program } = trail;
  const stacks = new Map<number, readonly number[]>();
  const held = heldAtSwitch(program, stretches);
  return stretches.map((stretch, at): Line => {
    const { stack, site } = placeOf(stretch, trail.interest);
    const label = style.steps ? stepLabel(stretch.rows[0]!) : stretchLabel(stretch, { ...trail, stack, earlier: stacks.get(stretch.task) ?? [], results: style.results });
    stacks.set(stretch.task, stack);
    return {
      steps: stepNumbers(stretch),
      lane: Math.max(0, moving.indexOf(stretch.task)),
      label,
      aside: style.steps ? stretch.rows[0]!.text : textOfQuiet(stretch),
      changes: changesOf(trail, stretch, { limit: style.phrases, owned: trail.ownersOf(stretch), held: held[at]! }),
      where: siteText(program, site),
      last: at === stretches.length - 1,
    };
  });
}

function changesOf({ program, interest }: TrailText, { rows, task, changes }: Stretch, { limit, owned, held }: { limit: number; owned: Owned; held: readonly string[] }): string[] {
  const phrases = changePhrases(program, changes, interest, owned);
  const untold = held.filter((lock) => !phrases.some((phrase) => phrase.startsWith(`${lock}:`))).map((lock) => `holds ${lock}`);
  if (rows.some(({ ended }) => ended)) phrases.push(`${taskName(program, task)} ends`);
  if (phrases.length <= limit) return [...phrases, ...untold];
  return [...phrases.slice(0, limit).map((phrase, at) => (at === limit - 1 ? `${phrase} (+${phrases.length - limit})` : phrase)), ...untold];
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
