/** `fdcheck explain`: what a spec compiles to, and what a search merges of it. */
import { compileEngine } from '../checker/codegen/compile.js';
import { explore } from '../checker/search/explore.js';
import { compile, loadSpec } from '../lang/compile.js';
import { explainText } from '../report/explain.js';
import { paintFor } from '../report/paint.js';
import { limitsOf, type CheckFlags } from './flags.js';
import { searchLimits } from './job.js';
import { findSpecs } from './specs.js';
import type { Terminal } from './terminal.js';
import { variantsOf } from './variants.js';

/** States after which a search has shown enough, if nothing else is said. */
const STATES_ENOUGH = 20_000;

/** Searches the first variant of each spec, or the one that is asked for, and tells what became of each access. */
export async function explain(wanted: string, flags: CheckFlags, terminal: Terminal): Promise<number> {
  const { reduce, maxStates, maxSeconds } = limitsOf(flags);
  for (const file of findSpecs([wanted], terminal.cwd)) {
    const spec = loadSpec(file);
    const program = compile(spec, variantsOf(spec, flags.variant)[0]!);
    const limits = searchLimits({ maxStates: maxStates ?? STATES_ENOUGH, maxDepth: null, maxSeconds });
    const found = await explore(compileEngine(program), { reductions: reduce, limits });
    terminal.out(`${explainText(program, found, paintFor(terminal.colour))}\n`);
  }
  return 0;
}
