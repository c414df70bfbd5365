/** How a run differs from what was accepted, as a reviewer reads it: what was decided otherwise first, then counts, then the steps. */
import type { AcceptedPair, AcceptedVariant, AcceptedVerdict } from './accepted.js';
import { firingDifferences, type StepText } from './firing.js';
import { measureDifferences } from './measures.js';
import { grouped } from './numbers.js';

/** Each difference between what was accepted of a pair and what is found now, in words. */
export function pairDifferences(accepted: AcceptedPair, found: AcceptedPair): string[] {
  const told = (value: AcceptedPair[keyof AcceptedPair]): string => (typeof value === 'object' && value !== null ? value.join(' and ') : String(value ?? 'none'));
  return (['likeness', 'states', 'transitions', 'classes'] as const)
    .flatMap((key) => (told(accepted[key]) === told(found[key]) ? [] : [`${key}: ${told(accepted[key])} → ${told(found[key])}`]));
}

/** Each difference between what was accepted of a variant and what is found now, in words. */
export function differences(accepted: AcceptedVariant, found: AcceptedVariant, stepText: StepText): string[] {
  const plain = (['expected', 'states', 'passed', 'transitions', 'depth', 'fingerprint', 'maxOut', 'neverTaken'] as const)
    .flatMap((key) => (accepted[key] === found[key] ? [] : [`${key}: ${figure(accepted[key])} → ${figure(found[key])}`]));
  const [before, now] = [accepted, found].map(({ reductions }) => reductions.join(', ') || 'none');
  const moved = found.verdicts.filter((one) => accepted.verdicts.some((other) => keyOf(other) === keyOf(one)) && !accepted.verdicts.some((other) => isSame(other, one)));
  return [
    ...verdictDifferences(accepted, found), ...(moved.length === 0 ? [] : [`another trail of ${moved.map(subjectOf).join(', ')}`]),
    ...measureDifferences(accepted.measures ?? [], found.measures ?? [], true).filter((one) => one.startsWith('another')),
    ...(before === now ? [] : [`reductions: ${before} → ${now}`]), ...plain, ...firingDifferences(accepted.firing, found.firing, stepText),
  ];
}

/** Which verdicts and measured values differ, in words; counts and trails may, as where other reductions are on. */
export function verdictDifferences(accepted: AcceptedVariant, found: AcceptedVariant): string[] {
  const kindsOf = (subject: string, of: AcceptedVariant): string => of.verdicts.filter((one) => subjectOf(one) === subject).map(({ verdict }) => verdict).join(' and ') || 'nothing';
  const subjects = [...new Set([accepted, found].flatMap(({ verdicts }) => verdicts.map(subjectOf)))];
  return [
    ...subjects.map((subject) => [subject, kindsOf(subject, accepted), kindsOf(subject, found)] as const).flatMap(([subject, was, is]) => (was === is ? [] : [`${subject}: ${was} → ${is}`])),
    ...measureDifferences(accepted.measures ?? [], found.measures ?? [], false),
  ];
}

function subjectOf({ about, name }: AcceptedVerdict): string {
  return `${about}${name === null ? '' : ` ${name}`}`;
}

function figure(value: string | number): string {
  return typeof value === 'number' ? grouped(value) : value;
}

function keyOf({ about, name, verdict }: AcceptedVerdict): string {
  return `${about}${name === null ? '' : ` ${name}`}: ${verdict}`;
}

function isSame(one: AcceptedVerdict, other: AcceptedVerdict): boolean {
  return keyOf(one) === keyOf(other) && one.trails.join(' ') === other.trails.join(' ');
}
