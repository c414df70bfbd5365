/** How the firing of steps differs from what was accepted: which began or ceased to be taken, told one by one; other counts, summed up. */
import { counted, grouped } from './numbers.js';

/** The model's text of a step, by function and ordinal; null where it is not at hand. */
export type StepText = (fn: string, ordinal: number) => string | null;

type Accepted = Readonly<Record<string, string>>;

/** Most steps that are told one by one, and functions that are named. */
const STEPS_MAX = 12;
const NAMED_MAX = 8;

export function firingDifferences(before: Accepted, now: Accepted, textOf: StepText): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].toSorted();
  const changed = names.filter((name) => before[name] !== now[name]);
  const gone = changed.filter((name) => now[name] === undefined);
  const fresh = changed.filter((name) => before[name] === undefined);
  const both = changed.filter((name) => before[name] !== undefined && now[name] !== undefined).map((name) => ({ name, was: countsOf(before[name]!), is: countsOf(now[name]!) }));
  const longer = both.filter(({ was, is }) => was.length !== is.length);
  const turned = both.filter(({ was, is }) => was.length === is.length).flatMap(({ name, was, is }) => turnedSteps(name, was, is, textOf));
  const others = both.filter(({ was, is }) => was.length === is.length && !was.some((count, at) => (count === 0) !== (is[at] === 0)));
  return [
    ...listed('no step taken any more, of', gone), ...listed('steps taken now, and none before, of', fresh),
    ...longer.map(({ name, was, is }) => `${name}: ${counted(was.length, 'step')} → ${is.length}, taken ${grouped(sum(was))} → ${grouped(sum(is))} times`),
    ...turned.slice(0, STEPS_MAX), ...(turned.length > STEPS_MAX ? [`and ${counted(turned.length - STEPS_MAX, 'more step')} that began or ceased to be taken`] : []),
    ...listed('steps taken more or less often', others.map(({ name }) => name)),
  ];
}

/** Steps that were taken and are not, or the other way round. */
function turnedSteps(name: string, was: readonly number[], is: readonly number[], textOf: StepText): string[] {
  return was.flatMap((count, at) => {
    const now = is[at]!;
    if ((count === 0) === (now === 0)) return [];
    const text = textOf(name, at);
    const what = `${name}, step ${at + 1}${text === null ? '' : ` (${text})`}`;
    return [now === 0 ? `${what}: taken ${times(count)} and now never` : `${what}: never taken and now ${times(now)}`];
  });
}

function listed(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [`${what}: ${names.slice(0, NAMED_MAX).join(', ')}${names.length > NAMED_MAX ? `, and ${counted(names.length - NAMED_MAX, 'more function')}` : ''}`];
}

function times(count: number): string {
  return count === 1 ? 'once' : `${grouped(count)} times`;
}

function countsOf(text: string): number[] {
  return text === '' ? [] : text.split(' ').map(Number);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
