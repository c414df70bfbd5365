/**
 * A trail in one paragraph: how things stand at the start, what the tasks do that matters, in order, and what is wrong then. Made from
 * the events of the replayed trail; objects are called by numbers, as in documents (Nicknames.spoken gives them their names).
 */
import type { Program } from '../../lang/ir.js';
import { lifeOf, objectName, replay, type Replay } from '../../checker/trail.js';
import type { Verdict } from '../../checker/outcome.js';
import { interestOf, type Subject } from '../trail/interest.js';
import { subjectOf, trailsOf } from '../verdicts.js';
import { stuckTasks } from '../waiting.js';
import { brokenSentence, hungSentences, leakSentence, lockSentence, reportSentence, setupSentence } from './endings.js';
import { happenings, type Told } from './events.js';
import { openingSentences } from './opening.js';
import { chosen, sentencesOf } from './prose.js';

/** How a trail ends, for prose. */
export type Ending =
  | { readonly kind: 'property'; readonly name: string; readonly fn: number; readonly value: boolean; readonly final: boolean }
  | { readonly kind: 'hung' }
  | { readonly kind: 'report' }
  | { readonly kind: 'lockdep' }
  | { readonly kind: 'leak'; readonly object: { readonly struct: number; readonly number: number } }
  | { readonly kind: 'open' };

/** Fewer happenings than this say too little: then what the property does not read is told, too. */
const FEW = 3;

/** The paragraph about one trail; null where there is nothing to tell. */
export function summaryOf(program: Program, { subject, replayed, ending }: { subject: Subject; replayed: Replay; ending: Ending }): string | null {
  const { start, rows } = replayed;
  if (start === null) return replayed.report === null ? null : setupSentence(program, replayed);
  if (ending.kind === 'open' && rows.length === 0) return null;
  if (ending.kind === 'lockdep') return lockSentence(program, replayed);
  const told = { program, start, rows, interest: interestOf(program, subject), about: aboutOf(program, replayed, ending) };
  const few = chosen(happenings(told));
  const body = sentencesOf(program, few.length < FEW ? chosen(happenings({ ...told, all: true })) : few);
  const last = endingSentences(program, replayed, ending);
  const opening = rows.length === 0 ? [] : openingSentences(program, start, { subject, said: [...body, ...last].join(' '), moving: movingIn(program, replayed, ending) });
  return [...opening, ...body, ...last].join(' ');
}

/** The paragraph about a verdict; null for one without a trail. Several trails, of a cycle of locks, are one paragraph. */
export function verdictSummary(program: Program, verdict: Verdict): string | null {
  const subject = subjectOf(program, verdict);
  const told = trailsOf(verdict).flatMap((trail) => {
    const said = summaryOf(program, { subject, replayed: replay(program, trail), ending: endingOf(program, verdict) });
    return said === null ? [] : [said];
  });
  return told.length === 0 ? null : told.join(' ');
}

/** How the trails of a verdict end. */
export function endingOf(program: Program, verdict: Verdict): Ending {
  const { subject } = verdict;
  switch (verdict.kind) {
    case 'hung': return { kind: 'hung' };
    case 'violated':
    case 'reached': {
      const property = 'name' in subject ? program.properties.find(({ name, kind }) => name === subject.name && kind === subject.kind) : undefined;
      return property === undefined ? { kind: 'open' } : { kind: 'property', name: property.name, fn: property.fn, value: verdict.kind === 'reached', final: property.kind === 'final' };
    }
    case 'report':
    case 'model':
      if (verdict.object !== null) return { kind: 'leak', object: verdict.object };
      return verdict.reportClass === 'lockdep' && verdict.report === null ? { kind: 'lockdep' } : { kind: 'report' };
    default: return { kind: 'open' };
  }
}

/** The tasks that a trail is about: those that move, and those that hang at its end. */
function movingIn(program: Program, { rows, states, start }: Replay, ending: Ending): Set<number> {
  const stuck = ending.kind === 'hung' ? stuckTasks(program, states.at(-1) ?? start!) : [];
  return new Set([...rows, ...stuck].map(({ task }) => task));
}

/** The object whose counts matter. */
function aboutOf(program: Program, { report }: Replay, ending: Ending): Told['about'] {
  if (ending.kind === 'leak') return ending.object;
  const object = report === null ? null : program.reports[report.report]!.object;
  return object === null || report === null || report.object === 0 ? null : { struct: object.struct, number: report.object };
}

function endingSentences(program: Program, replayed: Replay, ending: Ending): string[] {
  const last = replayed.states.at(-1) ?? replayed.start!;
  switch (ending.kind) {
    case 'property': return [brokenSentence(program, replayed, ending)];
    case 'hung': return hungSentences(program, last);
    case 'report': return replayed.report === null ? [] : [reportSentence(program, replayed)];
    case 'leak': return [leakSentence(program, lifeOf(program, replayed.start, replayed.rows, ending.object), objectName(program, ending.object.struct, ending.object.number))];
    case 'lockdep':
    case 'open': return [];
  }
}

