/** Layout of a trail: a lane a task, what each row changed beside it, and where in the model it happened. */
import type { Paint } from '../paint.js';

/** A row before layout: plain text, no colours. */
export interface Line {
  /** e.g. `12-17`. */
  readonly steps: string;
  /** Lane, from 0. */
  readonly lane: number;
  /** What is said of the step in its lane, in pieces between which a line may break. */
  readonly label: readonly string[];
  readonly changes: readonly string[];
  readonly where: string;
  /** The row in which it goes wrong. */
  readonly last: boolean;
}

/** Names of the lanes, and the columns of a terminal that may be used. */
export interface Sheet {
  readonly lanes: readonly string[];
  readonly columns: number;
}

const GAP = 2;
const MORE_THAN = 4;
/** Of the room beside steps and places, what changes may claim before the story is wrapped. */
const CHANGES_SHARE = 0.53;

/** The lines of text of a trail's table, header first. */
export function layTable(lines: readonly Line[], sheet: Sheet, paint: Paint): string[] {
  const zones = measure(lines, sheet);
  return [header(sheet, zones, paint), ...lines.flatMap((line) => layLine(line, sheet, zones, paint))];
}

/** Widths in characters. */
interface Zones {
  readonly steps: number;
  readonly lane: number;
  readonly story: number;
  readonly changes: number;
  readonly where: number;
}

function measure(lines: readonly Line[], { lanes, columns }: Sheet): Zones {
  const steps = Math.max('step'.length, longest(lines.map((line) => line.steps)));
  const where = Math.min(longest(lines.map((line) => line.where)), Math.floor(columns * 0.25));
  const lane = Math.min(9, Math.max(4, longest(lanes) + GAP));
  const free = columns - steps - where - 3 * GAP;
  const offset = (line: Line) => lane * line.lane + GAP;
  const wanted = Math.max(...lines.map((line) => offset(line) + line.label.join(' ').length), lane * lanes.length);
  const changesWanted = Math.max(0, ...lines.flatMap((line) => line.changes.map((change) => change.length)));
  const story = Math.max(Math.min(wanted, free - Math.min(changesWanted, Math.floor(free * CHANGES_SHARE))), lane * lanes.length);
  return { steps, lane, story, changes: Math.max(12, free - story), where };
}

function header({ lanes }: Sheet, zones: Zones, paint: Paint): string {
  const names = lanes.map((name) => name.padEnd(zones.lane)).join('').padEnd(zones.story);
  const text = `${'step'.padStart(zones.steps)}  ${names}  ${'what changed'.padEnd(zones.changes)}  where`;
  return paint.bold(text.trimEnd());
}

function layLine(line: Line, sheet: Sheet, zones: Zones, paint: Paint): string[] {
  const before = '│'.padEnd(zones.lane).repeat(line.lane);
  const after = sheet.lanes.length - line.lane - 1;
  const story = wrapPieces(line.label, zones.story - before.length - GAP);
  const changes = line.changes.flatMap((change) => wrapWords(change, zones.changes));
  const height = Math.max(story.length, changes.length, 1);
  return Array.from({ length: height }, (_, at) => {
    const label = story[at] === undefined ? '│' : `${at === 0 ? mark(line) : '│'} ${story[at]}`;
    const lane = fillLanes(before + label, line.lane, after, zones);
    const left = `${(at === 0 ? line.steps : '').padStart(zones.steps)}  `;
    const right = `${(changes[at] ?? '').padEnd(zones.changes)}  ${at === 0 ? line.where : ''}`;
    return `${paint.dim(left)}${lane}  ${right}`.trimEnd();
  });
}

function mark(line: Line): string {
  return line.last ? '✗' : '●';
}

/** Draws the lanes to the right wherever the label leaves room. */
function fillLanes(text: string, lane: number, after: number, zones: Zones): string {
  let filled = text;
  for (let next = lane + 1; next <= lane + after; next += 1) {
    const at = next * zones.lane;
    if (filled.length < at) filled = `${filled.padEnd(at)}│`;
  }
  return filled.padEnd(zones.story);
}

/** Breaks a phrase at spaces; continuation lines are indented. */
export function wrapWords(text: string, width: number): string[] {
  return wrapPieces(text.split(' '), width);
}

/** Breaks between pieces; continuation lines are indented. */
export function wrapPieces(pieces: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const current = lines.at(-1);
    if (current !== undefined && current.length + 1 + piece.length <= width) lines[lines.length - 1] = `${current} ${piece}`;
    else lines.push(...hardWrap(current === undefined ? piece : `  ${piece}`, width));
  }
  return lines;
}

function hardWrap(text: string, width: number): string[] {
  if (text.length <= width || width < MORE_THAN) return [text];
  return [text.slice(0, width), ...hardWrap(`  ${text.slice(width)}`, width)];
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
