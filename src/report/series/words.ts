/** What the text and the page of a matrix say alike. */
import { counted } from '../numbers.js';
import { effortOf, isFine, OK, UNMODELLED, VIOLATED, type Level, type Matrix, type Topic } from './matrix.js';

/** `posix_lock_survives_exec`, or what a topic without a name is called. */
export function topicTitle({ about, name }: Topic): string {
  if (about === 'hung') return 'no task hangs';
  if (about === 'checks') return 'no built-in check reports';
  return name ?? about;
}

/** What the topics that are fine in all cells have to say, a line a kind. */
export function fineLines(matrix: Matrix, topics: readonly Topic[]): string[] {
  const fine = topics.filter((topic) => isFine(matrix, topic));
  const of = (...kinds: string[]): string[] => fine.filter(({ about }) => kinds.includes(about)).map(topicTitle);
  const line = (what: string, names: readonly string[]): string[] => (names.length === 0 ? [] : [`${what}: ${names.join(', ')}`]);
  return [...line('Proved wherever it is asked', of('always', 'final', 'hung', 'checks')), ...line('Reached wherever it is asked', of('reachable'))];
}

export function effortText(matrix: Matrix): string {
  const { cells, unmodelled, programs, explored } = effortOf(matrix);
  const shared = explored < programs ? `${explored} of them explored: each other one is the same as one of these up to names of functions.` : 'each explored once.';
  const decided = `${counted(cells - unmodelled, 'cell')}, ${counted(programs, 'program')}, ${shared}`;
  return unmodelled === 0 ? decided : `${decided} ${counted(unmodelled, 'cell')} of levels that are not modelled.`;
}

export function legend(matrix: Matrix): string {
  const unmodelled = effortOf(matrix).unmodelled === 0 ? '' : ` ${UNMODELLED}: a patch of the level is not modelled.`;
  return `${OK}: proved. ${VIOLATED}: violated.${unmodelled} +k: with the first k patches.`;
}

/** Levels that need a patch which is not modelled, by that patch. */
export function unmodelledLines(levels: readonly Level[]): string[] {
  const missing = [...new Set(levels.flatMap((level) => level.missing ?? []))];
  return missing.map((name) => `${name} is not modelled: ${levels.filter((level) => level.missing === name).map((level) => level.name).join(', ')}`);
}
