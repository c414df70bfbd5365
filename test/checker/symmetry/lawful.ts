/** The laws of symmetry reduction, checked on every reachable state of a program. */
import { expect } from 'vitest';
import { compileEngine } from '../../../src/checker/codegen/compile.js';
import type { Engine } from '../../../src/checker/engine.js';
import { Symmetry } from '../../../src/checker/symmetry/symmetry.js';
import type { Program } from '../../../src/lang/ir.js';

/** More renamings of a state are left out. */
const RELATIVES_MAX = 6;

/** A program with all that its symmetry is about. */
export interface Subject {
  readonly engine: Engine;
  readonly initials: readonly Int32Array[];
  readonly symmetry: Symmetry;
}

export function subject(program: Program): Subject {
  const engine = compileEngine(program);
  const initials: Int32Array[] = [];
  engine.initials({ state: (_task, _choices, cells) => initials.push(cells.slice()), report() {}, acquire() {} });
  return { engine, initials, symmetry: new Symmetry(engine.layout, initials) };
}

export function canonical({ symmetry }: Subject, cells: Int32Array): Int32Array {
  const copy = cells.slice();
  symmetry.canonicalise(copy);
  return copy;
}

/** States that can be reached, or at most `limit` of them; canonical ones alone if so asked. */
export function reachable(of: Subject, reduced: boolean, limit = 20_000): Int32Array[] {
  const known = new Set<string>();
  const found: Int32Array[] = [];
  const add = (cells: Int32Array): void => {
    const state = reduced ? canonical(of, cells) : cells.slice();
    const key = state.join();
    if (known.has(key) || found.length >= limit) return;
    known.add(key);
    found.push(state);
  };
  of.initials.forEach(add);
  for (const cells of found) of.engine.successors(cells, { state: (_task, _choices, next) => add(next), report() {}, acquire() {} });
  return found;
}

/** The least of all renamings of a state: slow, and perfect. */
function least({ symmetry }: Subject, cells: Int32Array): string {
  return [...symmetry.relatives(cells)].map((one) => one.join()).sort()[0]!;
}

/** What a state leads to, in words that no renaming changes; sorted. */
function future(of: Subject, cells: Int32Array, perfect: boolean): string[] {
  const found: string[] = [];
  const { reports } = of.engine.program;
  const word = (report: number): string => {
    const { class: kind, title } = reports[report]!;
    return ['range', 'pool', 'model'].includes(kind) ? 'model error' : `${kind} ${title}`;
  };
  of.engine.successors(cells, {
    state: (_task, _choices, next) => found.push(perfect ? canonical(of, next).join() : least(of, next)),
    report: (_task, _choices, report) => found.push(word(report)),
    acquire: (_task, lockClass, held) => found.push(`acquire ${lockClass} with ${held.join()}`),
  });
  return found.sort();
}

/** The values of properties and measures; of those that may hide an error, only that they are what they can be. */
function truths({ engine, symmetry }: Subject, cells: Int32Array): string[] {
  const { properties, measures = [] } = engine.program;
  const values = [...properties.map((_, k) => engine.holds(k, cells)), ...measures.map((_, k) => engine.measure(k, cells))];
  return values.map((value, k) => (symmetry.fragile.includes(k) ? 'fragile' : typeof value === 'object' ? 'error' : String(value)));
}

/** Whether a store has room for the state. */
function fits({ engine }: Subject, cells: Int32Array): boolean {
  return engine.layout.ranges.every(({ lo, hi }, at) => cells[at]! >= lo && cells[at]! <= hi);
}

/**
 * Fails unless, at each of these states: renaming twice is renaming once, the state and its representative lead to the same, and all
 * properties have the same value, and it can be stored. With `perfect`, all renamings of a state must have one representative.
 */
export function expectLawful(of: Subject, states: readonly Int32Array[], perfect = true): void {
  for (const cells of states) {
    const renamed = canonical(of, cells);
    const expected = { again: renamed.join(), future: future(of, cells, perfect), truths: truths(of, cells) };
    const relatives = [...of.symmetry.relatives(cells)].slice(0, RELATIVES_MAX).map((one) => [one, perfect ? canonical(of, one).join() : expected.again] as const);
    for (const [other, again] of [[renamed, canonical(of, renamed).join()] as const, ...relatives]) {
      expect(fits(of, other)).toBe(true);
      expect({ again, future: future(of, other, perfect), truths: truths(of, other) }).toEqual(expected);
    }
  }
}

/** How many states a program has, all and canonical ones, after checking the laws on them. */
export function lawfulCounts(program: Program, perfect = true): [number, number] {
  const of = subject(program);
  const all = reachable(of, false);
  expectLawful(of, all, perfect);
  return [all.length, reachable(of, true).length];
}
