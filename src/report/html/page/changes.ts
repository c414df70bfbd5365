/** What steps changed, in words. */
import type { StepDocument } from '../../document.js';

type Change = StepDocument['changes'][number];

/** Behind the name of an object: the cell that tells whether it lives. */
export const LIFE = '.$life';

/** Net over the steps, in the order of the first change. An object that is allocated or freed tells nothing of the fields that this resets. */
export function netChanges(steps: readonly StepDocument[]): Change[] {
  const net = new Map<string, Change>();
  for (const change of steps.flatMap(({ changes }) => changes)) net.set(change.cell, { ...change, before: net.get(change.cell)?.before ?? change.before });
  const changes = [...net.values()].filter(({ before, after }) => before !== after);
  const lives = changes.filter(({ cell }) => cell.endsWith(LIFE)).map(({ cell, after }) => ({ object: `${cell.slice(0, -LIFE.length)}.`, made: after === 'live' }));
  const isReset = ({ cell, after }: Change): boolean => lives.some(({ object, made }) => (
    cell.startsWith(object) && cell !== `${object}${LIFE.slice(1)}` && (!made || after === 'uninitialised' || cell.endsWith(LIFE))));
  return changes.filter((change) => !isReset(change) && (change.cell.endsWith(LIFE) || !change.cell.includes('$')));
}
