/** A trail as a Mermaid sequence diagram: tasks on the left, the objects that they change on the right, an arrow a change. */
import type { Program } from '../../lang/ir.js';
import { taskName, type Replay } from '../../checker/trail.js';
import { changePhrases } from '../trail/changes.js';
import { interestOf, type Subject } from '../trail/interest.js';
import { placeOf, stretchLabel } from '../trail/label.js';
import { nicknamesOf } from '../trail/nicknames.js';
import { ownersIn } from '../trail/owners.js';
import { fold, type Stretch } from '../trail/stretches.js';
import { siteText } from '../where.js';
import { mermaidText } from './mermaid.js';

/** Stretches, and arrows of one stretch, beyond which a diagram is not read; objects that have a lifeline. */
const STRETCHES_MAX = 24;
const ARROWS_MAX = 4;
const OBJECTS_MAX = 8;
/** Where changes go that belong to none of these objects. */
const MEMORY = 'memory';

interface Arrow {
  /** The object, or MEMORY. */
  readonly to: string;
  readonly text: string;
  readonly isEnd: boolean;
}

interface Turn {
  readonly stretch: Stretch;
  readonly note: string;
  readonly arrows: readonly Arrow[];
}

/** The diagram; `verdict` is what the last step shows. */
export function sequenceDiagram(program: Program, { subject, replayed, verdict }: { subject: Subject; replayed: Replay; verdict: readonly string[] }): string {
  const { start, rows } = replayed;
  if (start === null || rows.length === 0) return 'sequenceDiagram\n';
  const interest = interestOf(program, subject);
  const ownersOf = ownersIn(program, start, rows);
  const stacks = new Map<number, readonly number[]>();
  const turns = fold(rows, interest, STRETCHES_MAX).map((stretch): Turn => {
    const { stack, site } = placeOf(stretch, interest);
    const label = stretchLabel(stretch, { program, interest, stack, earlier: stacks.get(stretch.task) ?? [], results: true });
    stacks.set(stretch.task, stack);
    const phrases = changePhrases(program, stretch.changes, interest, ownersOf(stretch));
    return { stretch, note: `${stepsText(stretch)}: ${[...label, ...(phrases.length === 0 ? [`(${stretch.rows.at(-1)!.text})`] : [])].join(' ')}\n${siteText(program, site)}`, arrows: phrases.slice(0, ARROWS_MAX).map((phrase) => arrowOf(program, phrase)) };
  });
  return [...headLines(program, turns), ...turns.flatMap((turn, at) => turnLines(program, turn, { objects: objectsOf(turns), verdict: at === turns.length - 1 ? verdict : null })), ''].join('\n');
}

function headLines(program: Program, turns: readonly Turn[]): string[] {
  const { of } = nicknamesOf(program);
  const tasks = [...new Set(turns.map(({ stretch }) => stretch.task))].toSorted((a, b) => a - b);
  const objects = objectsOf(turns);
  const hasMemory = turns.some(({ stretch, arrows }) => arrows.some(({ to }) => targetOf(program, stretch.task, objects, to) === 'm'));
  return [
    'sequenceDiagram',
    ...tasks.map((task) => `  participant t${task} as ${mermaidText(taskName(program, task))}`),
    ...objects.map((object, at) => `  participant o${at} as ${mermaidText(named(of(object), object))}`),
    ...(hasMemory ? [`  participant m as ${MEMORY}`] : []),
  ];
}

/** A short name with the pool that it is of. */
function named(short: string, object: string): string {
  return short === object ? object : `${short} (${object.split('#')[0]!})`;
}

/** The objects that most arrows go to, in the order in which they are met. */
function objectsOf(turns: readonly Turn[]): string[] {
  const counts = new Map<string, number>();
  for (const { to, isEnd } of turns.flatMap(({ arrows }) => arrows)) if (to !== MEMORY && !to.startsWith('@')) counts.set(to, (counts.get(to) ?? 0) + (isEnd ? 2 : 1));
  const most = new Set([...counts].toSorted((a, b) => b[1] - a[1]).slice(0, OBJECTS_MAX).map(([object]) => object));
  return [...counts.keys()].filter((object) => most.has(object));
}

function turnLines(program: Program, { stretch, note, arrows }: Turn, { objects, verdict }: { objects: readonly string[]; verdict: readonly string[] | null }): string[] {
  const { of } = nicknamesOf(program);
  const actor = `t${stretch.task}`;
  const told = arrows.map(({ to, text, isEnd }) => {
    const target = targetOf(program, stretch.task, objects, to);
    const said = target === 'm' ? `${to === MEMORY ? '' : `${to.replace('@', '')} `}${text}` : text;
    return `  ${actor}${isEnd && target.startsWith('o') ? '-x' : '->>'}${target}: ${mermaidText(of(said))}`;
  });
  const lines = [`  Note over ${actor}: ${mermaidText(of(note))}`, ...told, ...(stretch.rows.some(({ ended }) => ended) ? [`  Note over ${actor}: ${mermaidText(`${taskName(program, stretch.task)} ends`)}`] : [])];
  if (verdict === null) return lines;
  return ['  rect rgb(255, 225, 225)', ...lines.map((line) => `  ${line}`), ...verdict.map((text) => `    Note over ${actor}: ${mermaidText(of(`✗ ${text}`))}`), '  end'];
}

/** Whose lifeline an arrow of a task goes to: its own, an object's, or that of the rest of memory. */
function targetOf(program: Program, task: number, objects: readonly string[], to: string): string {
  if (to === `@${taskName(program, task)}`) return `t${task}`;
  const at = objects.indexOf(to);
  return at >= 0 ? `o${at}` : 'm';
}

/** Splits a phrase of change into the object and what becomes of it. Tasks are marked with @. */
function arrowOf(program: Program, phrase: string): Arrow {
  const path = /^[^\s:]+/.exec(phrase)?.[0] ?? '';
  const whole = path.split('.')[0]!.replace(/\[.*$/, '');
  const rest = phrase.slice(whole.length).replace(/^\./, '').trim();
  if (program.tasks.some(({ name }) => name === whole)) return { to: `@${whole}`, text: rest, isEnd: false };
  const isObject = program.structs.some(({ name }) => name === whole.split('#')[0]);
  if (!isObject) return { to: MEMORY, text: phrase, isEnd: false };
  return { to: whole, text: rest, isEnd: rest.startsWith('freed') };
}

function stepsText({ rows }: Stretch): string {
  const [first, last] = [rows[0]!.number, rows.at(-1)!.number];
  return first === last ? `step ${first}` : `steps ${first}-${last}`;
}
