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
  /** The model's own text, behind the label: cut rather than wrapped. Empty for none. */
  readonly aside: string;
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
/** Characters of a text that are worth showing. */
const ASIDE_LEAST = 16;
/** Of the room beside steps and places, what changes may claim before the story is wrapped. */
const CHANGES_SHARE = 0.53;
/** Of a line, what places may claim; less where lines are short. */
const WHERE_SHARE = { wide: 0.25, narrow: 0.21, below: 100 } as const;
/** Behind these a name may go on in the next line. */
const JOINTS = /[._:›]|→|(?=[[(])/g;

/** The lines of text of a trail's table, header first. */
export function layTable(lines: readonly Line[], sheet: Sheet, paint: Paint): string[] {
  const fitted = lines.map((line) => ({ ...line, where: shortWhere(line.where, whereRoom(sheet.columns)) }));
  return layFitted(fitted, sheet, paint);
}

function layFitted(lines: readonly Line[], sheet: Sheet, paint: Paint): string[] {
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
  const where = longest(lines.map((line) => line.where));
  const lane = Math.min(9, Math.max(4, longest(lanes) + GAP));
  const free = columns - steps - where - 3 * GAP;
  const offset = (line: Line) => lane * line.lane + GAP;
  const wanted = Math.max(...lines.map((line) => offset(line) + [...line.label, line.aside].join(' ').trimEnd().length), lane * lanes.length);
  const changesWanted = Math.max(0, ...lines.flatMap((line) => line.changes.map((change) => change.length)));
  const story = Math.max(Math.min(wanted, free - Math.min(changesWanted, Math.floor(free * CHANGES_SHARE))), lane * lanes.length);
  return { steps, lane, story, changes: Math.max(12, free - story), where };
}

function whereRoom(columns: number): number {
  return Math.floor(columns * (columns < WHERE_SHARE.below ? WHERE_SHARE.narrow : WHERE_SHARE.wide));
}

/** A place without its outer folders, as far as it takes to fit: the file's own name at least. */
export function shortWhere(where: string, room: number): string {
  const parts = where.split('/');
  const shown = parts.map((_, at) => parts.slice(at).join('/')).find((text) => text.length <= room) ?? parts.at(-1)!;
  return shown.length <= room ? shown : `…${shown.slice(1 - room)}`;
}

function header({ lanes }: Sheet, zones: Zones, paint: Paint): string {
  const names = lanes.map((name) => name.padEnd(zones.lane)).join('').padEnd(zones.story);
  const text = `${'step'.padStart(zones.steps)}  ${names}  ${'what changed'.padEnd(zones.changes)}  where`;
  return paint.bold(text.trimEnd());
}

function layLine(line: Line, sheet: Sheet, zones: Zones, paint: Paint): string[] {
  const before = '│'.padEnd(zones.lane).repeat(line.lane);
  const changes = line.changes.flatMap((change) => wrapWords(change, zones.changes));
  // Where nothing changed, the story has that room too.
  const wide = changes.length > 0 ? zones.story : zones.story + GAP + zones.changes;
  const room = wide - before.length - GAP;
  const story = withAside(wrapPieces(line.label, room), line.aside, room);
  const height = Math.max(story.length, changes.length, 1);
  return Array.from({ length: height }, (_, at) => {
    const label = story[at] === undefined ? '│' : `${at === 0 ? mark(line) : '│'} ${story[at]}`;
    const lanes = fillLanes(before + label, line.lane, sheet.lanes.length, zones.lane);
    const left = `${(at === 0 ? line.steps : '').padStart(zones.steps)}  `;
    const middle = changes.length > 0 ? `${lanes.padEnd(zones.story)}  ${(changes[at] ?? '').padEnd(zones.changes)}` : lanes.padEnd(wide);
    return `${paint.dim(left)}${middle}  ${at === 0 ? line.where : ''}`.trimEnd();
  });
}

function mark(line: Line): string {
  return line.last ? '✗' : '●';
}

/** Draws the lanes to the right wherever the label leaves room. */
function fillLanes(text: string, lane: number, lanes: number, width: number): string {
  let filled = text;
  for (let next = lane + 1; next < lanes; next += 1) {
    if (filled.length < next * width) filled = `${filled.padEnd(next * width)}│`;
  }
  return filled;
}

/** Breaks a phrase at spaces; continuation lines are indented. */
export function wrapWords(text: string, width: number): string[] {
  return wrapPieces(text.split(' '), width);
}

/** Breaks between pieces; continuation lines are indented (by two, if not said otherwise). */
export function wrapPieces(pieces: readonly string[], width: number, indent = '  '): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const current = lines.at(-1);
    if (current !== undefined && current.length + 1 + piece.length <= width) lines[lines.length - 1] = `${current} ${piece}`;
    else lines.push(...hardWrap(current === undefined ? piece : `${indent}${piece}`, width));
  }
  return lines;
}

/** Puts the text behind the last line if enough of it fits there, else under it. */
function withAside(lines: readonly string[], aside: string, width: number): string[] {
  if (aside === '') return [...lines];
  const last = lines.at(-1) ?? '';
  const room = width - last.length - 1;
  if (aside.length <= room || room >= ASIDE_LEAST) return [...lines.slice(0, -1), `${last} ${cut(aside, room)}`];
  return [...lines, `  ${cut(aside, width - GAP)}`];
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;
}

function hardWrap(text: string, width: number): string[] {
  if (text.length <= width || width < MORE_THAN) return [text];
  const at = [...text.slice(0, width + 1).matchAll(JOINTS)].map(({ index, 0: joint }) => index + joint.length).findLast((end) => end <= width) ?? 0;
  const end = at > width / 2 ? at : width;
  return [text.slice(0, end), ...hardWrap(`  ${text.slice(end)}`, width)];
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
