import { compileEngine } from '../../src/checker/codegen/compile.js';
import { explore } from '../../src/checker/search/explore.js';
import type { Reductions } from '../../src/checker/reductions.js';
import type { Exploration } from '../../src/checker/search/exploration.js';
import { compile, loadSpec, type Expectation } from '../../src/lang/compile.js';
import type { Program } from '../../src/lang/ir.js';

/** What a search of one spec under one variant found, by name. */
export interface Verdict {
  readonly complete: boolean;
  readonly states: number;
  /** always and final properties that fail. */
  readonly violated: readonly string[];
  /** reachable properties that no state has. */
  readonly unreached: readonly string[];
  /** Classes of the built-in checks that report; `hung`, `leak`. */
  readonly reports: readonly string[];
}

export async function verdictOf(path: string, variant: string, reductions: Reductions): Promise<Verdict> {
  const program = compile(loadSpec(path), variant);
  const found = await explore(compileEngine(program), { reductions, limits: { states: 1_000_000 } });
  return { complete: found.complete, states: found.states, ...findingsOf(program, found) };
}

export type Findings = Pick<Verdict, 'violated' | 'unreached' | 'reports'>;

/** What a search found, by name. */
export function findingsOf(program: Program, found: Exploration): Findings {
  const failing = program.properties.filter(({ kind }, i) => (kind === 'reachable') === (found.violations[i] === null));
  const classes = [...found.reports, ...found.propertyErrors].map((r) => program.reports[r.report]?.class ?? 'unknown');
  return {
    violated: failing.filter((p) => p.kind !== 'reachable').map((p) => p.name),
    unreached: failing.filter((p) => p.kind === 'reachable').map((p) => p.name),
    reports: [...new Set([...classes, ...(found.hung === null ? [] : ['hung']), ...(found.leak === null ? [] : ['leak'])])],
  };
}

/** What a spec expects to be found. */
export function expectedFindings(expected: Expectation): Findings {
  const nothing: Findings = { violated: [], unreached: [], reports: [] };
  switch (expected.kind) {
    case 'proved': return nothing;
    case 'violated': return { ...nothing, violated: expected.properties };
    case 'unreached': return { ...nothing, unreached: expected.properties };
    case 'reports': return { ...nothing, reports: expected.classes };
    case 'hung': return { ...nothing, reports: ['hung'] };
    case 'all': return expected.of.map(expectedFindings).reduce((all, one) => ({
      violated: [...all.violated, ...one.violated], unreached: [...all.unreached, ...one.unreached], reports: [...all.reports, ...one.reports],
    }), nothing);
  }
}

/** The same whatever the order of names. */
export function sorted({ violated, unreached, reports }: Findings): Findings {
  return { violated: violated.toSorted(), unreached: unreached.toSorted(), reports: reports.toSorted() };
}
