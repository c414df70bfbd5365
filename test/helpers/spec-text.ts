/** Specs as text: compiled, explored and put into the words of `expect`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileEngine } from '../../src/checker/codegen/compile.js';
import type { Exploration } from '../../src/checker/search/exploration.js';
import { explore } from '../../src/checker/search/explore.js';
import { compile, loadSpec, type Expectation } from '../../src/lang/compile.js';
import type { Program } from '../../src/lang/ir.js';

/** How a spec ends under a variant, and how big its state space is. */
export interface Ending {
  /** Names of properties that fail, sorted. */
  readonly violated: readonly string[];
  /** Names of witnesses that do not exist, sorted. */
  readonly unreached: readonly string[];
  /** Classes of the built-in checks that report, and of a cycle in the lock order, sorted. */
  readonly classes: readonly string[];
  /** `class: title` of each report, sorted. */
  readonly reports: readonly string[];
  readonly hung: boolean;
  readonly states: number;
}

/** Compiles the text as a file of its own and explores it, under each variant that it expects something of. */
export async function runSpecText(text: string): Promise<{ variant: string; expected: Expectation; ending: Ending }[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fdcheck-spec-'));
  try {
    const file = join(folder, 'question.ts');
    writeFileSync(file, text);
    const spec = loadSpec(file);
    const runs = spec.variants.map(async (variant) => {
      const program = compile(spec, variant);
      const expected = spec.expect[variant] ?? { kind: 'proved' };
      return { variant, expected, ending: ending(program, await explore(compileEngine(program))) };
    });
    return await Promise.all(runs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The ending of the spec whose only variant is `base`. */
export async function endingOf(text: string): Promise<Ending> {
  const [run] = await runSpecText(text);
  if (!run) throw new Error('the spec expects nothing');
  return run.ending;
}

/** What an ending is in the words of `expect`, to be compared with the expectation. */
export function asExpectation(found: Ending, expected: Expectation): Expectation {
  const { violated, unreached, classes, hung } = found;
  if (expected.kind === 'hung' && hung && violated.length + unreached.length + classes.length === 0) return { kind: 'hung' };
  if (hung) return { kind: 'hung' };
  if (classes.length > 0) return { kind: 'reports', classes };
  if (violated.length > 0) return { kind: 'violated', properties: violated };
  return unreached.length > 0 ? { kind: 'unreached', properties: unreached } : { kind: 'proved' };
}

function ending(program: Program, found: Exploration): Ending {
  const named = (kinds: readonly string[], bad: (state: number | null) => boolean): string[] =>
    program.properties.flatMap((p, i) => (kinds.includes(p.kind) && bad(found.violations[i] ?? null) ? [p.name] : [])).sort();
  const reports = [...found.reports.map((r) => r.report), ...found.propertyErrors.map((e) => e.report)].flatMap((id) => program.reports[id] ?? []);
  const cycle = hasCycle(found.lockEdges) ? ['lockdep: circular locking dependency'] : [];
  const titles = [...new Set([...reports.map((r) => `${r.class}: ${r.title}`), ...cycle])].sort();
  return {
    violated: named(['always', 'final'], (state) => state !== null),
    unreached: named(['reachable'], (state) => state === null),
    classes: [...new Set(titles.map((t) => t.slice(0, t.indexOf(':'))))].sort(),
    reports: titles,
    hung: found.hung !== null,
    states: found.states,
  };
}

function hasCycle(edges: Exploration['lockEdges']): boolean {
  const reaches = (from: number, to: number, seen: Set<number>): boolean =>
    edges.some((e) => e.from === from && (e.to === to || (!seen.has(e.to) && reaches(e.to, to, seen.add(e.to)))));
  return edges.some((e) => reaches(e.to, e.from, new Set([e.to])) || e.from === e.to);
}
