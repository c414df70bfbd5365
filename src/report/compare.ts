/** How alike two variants of a spec are, as text. */
import type { VariantLikeness } from '../compare-variants.js';
import { NONE, type Fault, type LikenessKind, type Parting, type SideRun, type Side, type Sight, type ViewChange } from '../checker/compare/compare.js';
import { replay, taskName, trailOf, type Trail } from '../checker/trail.js';
import type { Program } from '../lang/ir.js';
import { replayCommand, storyLines, type CounterexampleStyle } from './counterexample.js';
import { returnedValue } from './trail/returns.js';
import { counted, grouped } from './numbers.js';
import { limitText, type Detail } from './run.js';
import { splatLines } from './splat.js';
import { shortPath } from './trail/changes.js';
import type { Subject } from './trail/interest.js';
import { nicknamesOf } from './trail/nicknames.js';
import { wrapPieces } from './trail/table.js';

/** Changes of memory that a sight tells, and sights of the other side. */
const CHANGES_MAX = 4;
const INSTEAD_MAX = 4;

/** The name of a spec, and its question. */
export interface Asked {
  readonly spec: string;
  readonly question: string;
}

/** Everything about a comparison. */
export function likenessText(asked: Asked, likeness: VariantLikeness, style: CounterexampleStyle): string {
  return [headline(asked.spec, likeness, likenessWords(likeness), style), ...body(asked, likeness, style)].join('\n');
}

/** A comparison that a spec asks for with `same`: a line, or everything. */
export function pairText(asked: Asked, likeness: VariantLikeness, detail: Detail, style: CounterexampleStyle): string {
  const found = likenessWords(likeness).split(':')[0]!;
  const head = headline(asked.spec, likeness, `${found}, ${isSame(likeness) ? 'as expected' : 'NOT as expected'}`, style);
  return detail === 'line' && isSame(likeness) ? head : [head, ...body(asked, likeness, style)].join('\n');
}

/** A comparison that came out as expected, in a line: the text of `pairText`, from what is kept of it. */
export function metPairText(
  { spec, variants, likeness: kind }: { readonly spec: string; readonly variants: readonly [string, string]; readonly likeness: LikenessKind },
  style: Pick<CounterexampleStyle, 'paint' | 'columns'>,
): string {
  return headline(spec, { kind, variants }, `${likenessWords({ kind, limit: null, fault: null }).split(':')[0]!}, as expected`, style);
}

/** `series/6 = series/7`. */
export function pairName(variants: readonly [string, string]): string {
  return variants.join(' = ');
}

function isSame({ kind }: Pick<VariantLikeness, 'kind'>): boolean {
  return kind === 'isomorphic' || kind === 'bisimilar';
}

/** One line where it fits. */
function headline(spec: string, likeness: Pick<VariantLikeness, 'kind' | 'variants'>, text: string, { paint, columns }: Pick<CounterexampleStyle, 'paint' | 'columns'>): string {
  const [mark, colour] = isSame(likeness) ? ['✓', paint.good] as const : ['✗', paint.bad] as const;
  const about = `${spec} @ ${pairName(likeness.variants)}`;
  const plain = `${mark} ${about}: ${text}`;
  return plain.length <= columns ? `${colour(mark)} ${paint.name(about)}: ${colour(text)}` : wrapPieces(plain.split(' '), columns).map(colour).join('\n');
}

/** The question, counts, what was left out, and where the variants part. */
function body({ question }: Asked, likeness: VariantLikeness, style: CounterexampleStyle): string[] {
  const { columns, paint } = style;
  const { fault, parting } = likeness;
  return [
    ...(question === '' ? [] : wrapPieces(question.split(' '), columns - 2).map((line) => paint.dim(`  ${line}`))),
    ...wrapPieces(countPieces(likeness), columns - 2).map((line) => `  ${line}`),
    ...leftOutLines(likeness, columns),
    ...(fault === null ? [] : ['', ...faultLines(likeness, fault, style)]),
    ...(parting === null ? [] : ['', ...partingLines(likeness, parting, style)]),
  ];
}

/** The answer in one line. */
export function likenessWords({ kind, limit, fault }: Pick<VariantLikeness, 'kind' | 'limit' | 'fault'>): string {
  switch (kind) {
    case 'isomorphic': return 'isomorphic: the same graph, step by step';
    case 'bisimilar': return 'bisimilar: nobody who sees memory and results can tell them apart';
    case 'parted': return 'they part';
    case 'model': return fault === null ? 'model error: setup leaves no initial state' : 'model error';
    case 'inconclusive': return `inconclusive (${limitText(limit)})`;
  }
}

/** What one side shows, in phrases. */
export function sightPhrases(program: Program, { calls, changes, end, report }: Sight): string[] {
  const told = calls.map(({ task, fn, values }) => {
    const name = taskName(program, task);
    if (fn === null) return `${name} begins a program`;
    const texts = values.map((value) => returnedValue({ value, type: { kind: 'int' }, text: String(value) }));
    return texts.length === 0 ? `${name}'s ${fn} returns` : `${name}'s ${fn} → ${texts.length === 1 ? texts[0]! : `(${texts.join(', ')})`}`;
  });
  const ending = end === null ? [] : [end === 'end' ? 'nothing moves any more' : 'a task hangs'];
  return [...told, ...memoryPhrases(program, changes), ...ending, ...(report === null ? [] : [report.title])];
}

/** A run as a trail of the program of its side. */
export function trailOfRun({ programs }: VariantLikeness, { side, initial, steps }: SideRun): Trail {
  return trailOf(programs[side], initial, steps);
}

/** One line that says what only one of them does. */
export function partingTitle({ variants }: VariantLikeness, { side, kind, by, round, seen }: Parting, program: Program): string {
  const [mine, yours] = [variants[side], variants[otherOf(side)]];
  // A start of which nothing else is to be said goes on where the other's does not.
  const what = listed(sightPhrases(program, seen), CHANGES_MAX, ', ') || 'a task can move';
  switch (kind) {
    case 'start': return `${mine} starts as ${yours} never does: ${what}`;
    case 'loop': return `${mine} can go on for ever without anything that is seen, by the last ${counted(round, 'step')} again and again; ${yours}, where the same was seen, cannot`;
    case 'change': return by === 'run' ? `${mine} can do what ${yours} never does where the same was seen before: ${what}` : `${mine} has a choice at the end that ${yours} does not have there: ${what}`;
  }
}

/** The subject of the story: what is seen to change on either side. */
export function partingSubject(program: Program, { seen, instead }: Parting): Subject {
  const names = new Set([seen, ...instead].flatMap(({ changes }) => changes).map(({ name }) => name));
  return { kind: 'columns', columns: new Set(program.columns.flatMap(({ id, name }) => (names.has(name) ? [id] : []))) };
}

export function otherOf(side: Side): Side {
  return side === 0 ? 1 : 0;
}

function partingLines(likeness: VariantLikeness, parting: Parting, style: CounterexampleStyle): string[] {
  const program = likeness.programs[parting.side];
  const trail = trailOfRun(likeness, parting);
  const replayed = replay(program, trail);
  const { of } = nicknamesOf(program);
  const said = partingTitle(likeness, parting, program);
  const instead = insteadLines(likeness, parting);
  const title = wrapPieces(`✗ ${of(said)}`.split(' '), style.columns);
  return [
    ...title.map(style.paint.bad),
    ...storyLines(program, { subject: partingSubject(program, parting), replayed, summary: null, said: [said, ...instead] }, style),
    ...instead.flatMap((line, at) => insteadWrapped(of(line), at, style.columns)), replayCommand(trail, style.columns),
  ];
}

function faultLines(likeness: VariantLikeness, fault: Fault, style: CounterexampleStyle): string[] {
  const program = likeness.programs[fault.side];
  const trail = trailOfRun(likeness, fault);
  const replayed = replay(program, trail);
  return [
    ...wrapPieces(`✗ ${likeness.variants[fault.side]}: ${fault.report.title}: what it does beyond is not known`.split(' '), style.columns).map(style.paint.bad),
    ...storyLines(program, { subject: { kind: 'report', struct: null }, replayed, summary: null }, style),
    ...(replayed.report === null ? [] : splatLines(program, replayed, style.columns)), replayCommand(trail, style.columns),
  ];
}

/** The head, then what is shown, one each. */
function insteadLines({ variants, programs }: VariantLikeness, { side, kind, by, instead }: Parting): string[] {
  if (kind === 'loop') return [];
  const other = variants[otherOf(side)];
  if (instead.length === 0) return [`${other} shows nothing more there`];
  const head = kind === 'start' ? `${other} starts otherwise:` : by === 'run' ? `${other} shows next, where the same was seen:` : `${other} shows next, where it looks the same and has chosen otherwise:`;
  const told = instead.map((sight) => listed(sightPhrases(programs[side], sight), CHANGES_MAX, ', ')).map((text) => text || 'what was there before');
  const shown = told.length > INSTEAD_MAX ? [...told.slice(0, INSTEAD_MAX - 1), `and ${told.length - INSTEAD_MAX + 1} more`] : told;
  return [head, ...shown];
}

function insteadWrapped(text: string, at: number, columns: number): string[] {
  return at === 0 ? wrapPieces(text.split(' '), columns) : wrapPieces(text.split(' '), columns - 2).map((line) => `  ${line}`);
}

function countPieces({ sides, classes }: VariantLikeness): string[] {
  const each = sides.map(({ variant, states, transitions }) => `${variant}: ${counted(states, 'state')}, ${counted(transitions, 'transition')}`);
  const all = classes === null ? each : [...each, `${grouped(classes)} classes of equivalent states`];
  return all.flatMap((text, at) => (at + 1 < all.length ? `${text};` : text).split(' '));
}

function leftOutLines({ variants, onlyIn, cut }: VariantLikeness, columns: number): string[] {
  const only = ([0, 1] as const).flatMap((side) => (onlyIn[side].length === 0 ? [] : [`only ${variants[side]} has ${onlyIn[side].join(', ')}`]));
  const sizes = cut.length === 0 ? [] : [`of ${cut.join(', ')}, whose sizes differ, what both have is compared`];
  const all = [...only, ...sizes];
  return all.length === 0 ? [] : wrapPieces(`not compared: ${all.join('; ')}`.split(' '), columns - 2).map((line) => `  ${line}`);
}

/** An object that appears or goes is told as a whole, what is embedded in it with it. */
function memoryPhrases(program: Program, changes: readonly ViewChange[]): string[] {
  const objects = changes.filter(({ isLife }) => isLife).map(({ path, after }) => ({ name: path.slice(0, path.lastIndexOf('.')), isLive: after === 'live' }));
  const whole = objects.filter(({ name }) => !objects.some((other) => name.startsWith(`${other.name}.`)));
  const cells = changes.filter(({ isLife, before, after }) => !isLife && before !== NONE && after !== NONE);
  return [...whole.map(({ name, isLive }) => `${name} ${isLive ? 'allocated' : 'freed'}`), ...cells.map((change) => `${pathOf(program, change)}: ${change.before} → ${change.after}`)];
}

/** The numbers of columns are those of another program. */
function pathOf(program: Program, { name, path }: ViewChange): string {
  const column = program.columns.find((one) => one.name === name);
  return column === undefined ? path : shortPath(program, { column: column.id, path });
}

function listed(phrases: readonly string[], most: number, separator: string): string {
  if (phrases.length <= most) return phrases.join(separator);
  return `${phrases.slice(0, most).join(separator)} (+${phrases.length - most})`;
}
