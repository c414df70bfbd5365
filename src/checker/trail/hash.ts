import { createHash } from 'node:crypto';
import type { Fn, Program } from '../../lang/ir.js';

/** What says where something is written, or how it is told, and not what the program does. */
const TOLD: ReadonlySet<string> = new Set(['site', 'sites', 'origin', 'origins', 'detail', 'spec', 'variant']);

/**
 * Content hash of a compiled program (sha256, hex): the same for equal programs whatever they and their locals are called and wherever their
 * text stands, so that a comment, a moved line or a renamed local changes nothing, and every change of behaviour something.
 */
export function programHash(program: Program): string {
  const known = hashes.get(program) ?? createHash('sha256').update(JSON.stringify(canonical(withoutLocals(program)))).digest('hex');
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

/** Reports about a range say whose it is. */
function withoutLocals({ fns, reports, ...program }: Program): unknown {
  return { ...program, fns: fns.map(withoutLocalNames), reports: reports.map((report) => (report.class === 'range' ? { ...report, title: '' } : report)) };
}

function withoutLocalNames(fn: Fn): Fn {
  return { ...fn, locals: fn.locals.map((local) => ({ ...local, name: '' })) };
}

function nameless({ fns, reports, ...program }: Program): unknown {
  return {
    ...program,
    fns: fns.map((fn) => ({ ...withoutLocalNames(fn), name: '' })),
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
