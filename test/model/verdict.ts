import { compileEngine } from '../../src/checker/codegen/compile.js';
import { explore } from '../../src/checker/search/explore.js';
import type { Reductions } from '../../src/checker/reductions.js';
import { compile, loadSpec } from '../../src/lang/compile.js';

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
  const failing = program.properties.filter(({ kind }, i) => (kind === 'reachable') === (found.violations[i] === null));
  const classes = [...found.reports, ...found.propertyErrors].map((r) => program.reports[r.report]?.class ?? 'unknown');
  return {
    complete: found.complete,
    states: found.states,
    violated: failing.filter((p) => p.kind !== 'reachable').map((p) => p.name),
    unreached: failing.filter((p) => p.kind === 'reachable').map((p) => p.name),
    reports: [...new Set([...classes, ...(found.hung === null ? [] : ['hung']), ...(found.leak === null ? [] : ['leak'])])],
  };
}
