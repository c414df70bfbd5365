/** From happenings to sentences: the ones that matter most, in order, a sentence for each turn of a task. */
import type { Program } from '../../lang/ir.js';
import { taskName } from '../../checker/trail.js';
import type { Happening } from './events.js';

/** Clauses of a paragraph, of a sentence, and turns of tasks that get a sentence of their own. */
const CLAUSES_MAX = 10;
const SENTENCE_MAX = 5;
const TURNS_MAX = 4;
/** Below this a happening is left out even where there is room. */
const SCORE_MIN = 1;

/** Neighbouring happenings of one task. */
interface Turn {
  readonly task: number;
  readonly told: readonly Happening[];
}

/** Sentences about happenings that were chosen. */
export function sentencesOf(program: Program, all: readonly Happening[]): string[] {
  const turns = fewTurns(turnsOf(all));
  return turns.map((turn, at) => {
    const name = taskName(program, turn.task);
    const before = turns[at - 1];
    const isBack = turns.slice(0, at).some(({ task }) => task === turn.task);
    const comesBack = before !== undefined && turns.slice(at + 1).some(({ task }) => task === before.task);
    const clauses = joined(clausesOf(turn.told));
    if (isBack) return `${name} goes on: it ${clauses}.`;
    return comesBack ? `Before ${taskName(program, before.task)} goes on, ${name} ${clauses}.` : `${before === undefined ? '' : 'Then '}${name} ${clauses}.`;
  });
}

/** `a, b and c`. */
export function joined(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}

/** The best, at most so many; of what is said twice the last. In order. */
export function chosen(all: readonly Happening[]): Happening[] {
  const last = all.filter((one, at) => !all.slice(at + 1).some((other) => other.task === one.task && other.clause === one.clause));
  const best = last.filter(({ score }) => score >= SCORE_MIN).toSorted((a, b) => b.score - a.score || b.step - a.step).slice(0, CLAUSES_MAX);
  return best.toSorted((a, b) => a.step - b.step);
}

function turnsOf(told: readonly Happening[]): Turn[] {
  const turns: { task: number; told: Happening[] }[] = [];
  for (const one of told) {
    const turn = turns.at(-1);
    if (turn?.task === one.task) turn.told.push(one);
    else turns.push({ task: one.task, told: [one] });
  }
  return turns.map((turn) => ({ ...turn, told: turn.told.length <= SENTENCE_MAX ? turn.told : bestOf(turn.told) }));
}

function bestOf(told: readonly Happening[]): Happening[] {
  const best = new Set(told.toSorted((a, b) => b.score - a.score || b.step - a.step).slice(0, SENTENCE_MAX));
  return told.filter((one) => best.has(one));
}

/** Leaves out the least telling turns until there are few; what then stands side by side of one task is one turn. */
function fewTurns(turns: readonly Turn[]): Turn[] {
  if (turns.length <= TURNS_MAX) return [...turns];
  const weight = ({ told }: Turn): number => Math.max(...told.map(({ score }) => score));
  const least = turns.toSorted((a, b) => weight(a) - weight(b))[0]!;
  return fewTurns(turnsOf(turns.filter((turn) => turn !== least).flatMap(({ told }) => told)));
}

/** Clauses with the functions that did it, each named once for neighbours. */
function clausesOf(told: readonly Happening[]): string[] {
  return told.map(({ clause, fn }, at) => (told[at + 1]?.fn === fn ? clause : `${clause} in ${fn}`));
}
