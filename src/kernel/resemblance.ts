/** What a definition may have become that is gone: by how much of its text another one has. */
import { KNOWN_BY_BODY, type Definition, type KernelFile } from './definitions.js';

/** Below it two functions are no more alike than others. */
const LIKE = 0.6;

export interface Successor {
  readonly name: string;
  /** From 0 to 1. */
  readonly resemblance: number;
}

/** Of the definitions that the new file has and the old one has not, the one most like it, if it is like it at all. */
export function successorOf(gone: Definition, before: KernelFile, now: KernelFile): Successor | null {
  if (gone.normal.length < KNOWN_BY_BODY) return null;
  const known = new Set(before.definitions.map(({ name }) => name));
  const fresh = now.definitions.filter(({ name, kind }) => kind === gone.kind && !known.has(name));
  const ranked = fresh.map(({ name, normal }) => ({ name, resemblance: resemblance(gone.normal, normal) })).toSorted((a, b) => b.resemblance - a.resemblance);
  return ranked[0] !== undefined && ranked[0].resemblance >= LIKE ? ranked[0] : null;
}

/** Dice's coefficient over neighbouring tokens. */
export function resemblance(a: readonly string[], b: readonly string[]): number {
  const left = pairs(a);
  const right = pairs(b);
  let common = 0;
  for (const [pair, count] of left) common += Math.min(count, right.get(pair) ?? 0);
  const total = Math.max(a.length - 1, 0) + Math.max(b.length - 1, 0);
  return total === 0 ? 0 : (2 * common) / total;
}

function pairs(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 1; i < tokens.length; i++) {
    const pair = `${tokens[i - 1]} ${tokens[i]}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}
