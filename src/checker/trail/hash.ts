import { createHash } from 'node:crypto';
import type { Program } from '../../lang/ir.js';

/** What says where something is written, or how it is told, and not what the program does. */
const TOLD: ReadonlySet<string> = new Set(['site', 'sites', 'origin', 'origins', 'detail', 'spec', 'variant']);

/**
 * Content hash of a compiled program (sha256, hex): the same for equal programs whatever they are called and wherever their text
 * stands, so that a comment or a moved line changes nothing, and every change of behaviour something.
 */
export function programHash(program: Program): string {
  const known = hashes.get(program) ?? createHash('sha256').update(JSON.stringify(canonical(program))).digest('hex');
  hashes.set(program, known);
  return known;
}

const hashes = new WeakMap<Program, string>();

/**
 * Content hash (sha256, hex) of a program up to the names of its functions and locals, and the titles of reports, which quote them. What
 * executing means (ir.ts) mentions functions and locals by number only: two programs with this hash in common have the same
 * transitions, the same columns, tasks and properties by name, and so the same verdicts with the same trails, each under its own program hash.
 */
export function behaviourHash(program: Program): string {
  return createHash('sha256').update(JSON.stringify(canonical(nameless(program)))).digest('hex');
}

function nameless({ fns, reports, ...program }: Program): unknown {
  return {
    ...program,
    fns: fns.map((fn) => ({ ...fn, name: '', locals: fn.locals.map((local) => ({ ...local, name: '' })) })),
    reports: reports.map((report) => ({ ...report, title: '' })),
  };
}

/** The value with the keys of its objects in ascending order, without those of TOLD. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !TOLD.has(key));
  return Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, of]) => [key, canonical(of)]));
}
