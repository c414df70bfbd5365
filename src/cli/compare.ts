/** `fdcheck compare`: whether two variants of a spec can be told apart. */
import { outcomeOfLikeness } from '../checker/compare/compare.js';
import { exitCode } from '../checker/outcome.js';
import type { VariantLikeness } from '../compare-variants.js';
import { loadSpec, type SpecInfo } from '../lang/compile.js';
import { compareDocument } from '../report/compare-document.js';
import { likenessText } from '../report/compare.js';
import { duration } from '../report/numbers.js';
import { paintFor } from '../report/paint.js';
import { UsageError } from './failure.js';
import { limitsOf, type CheckFlags } from './flags.js';
import { likenessOf } from './job.js';
import { progressLine } from './progress.js';
import { repositoryRoot } from './root.js';
import { findSpecs } from './specs.js';
import type { Terminal } from './terminal.js';
import { pairOf } from './variants.js';

/** Exit code 0: isomorphic or bisimilar; 12: they part. */
export async function compare(wanted: string, flags: CheckFlags, terminal: Terminal): Promise<number> {
  const files = findSpecs([wanted], terminal.cwd);
  if (files.length !== 1) throw new UsageError(`compare is about one spec; ${wanted} has ${files.length}`);
  const spec = loadSpec(files[0]!);
  const [a, b] = pairOf(spec, flags.variants);
  const progress = progressLine(terminal, flags.quiet === true);
  const started = Date.now();
  const likeness = await likenessOf(spec, [a, b], limitsOf(flags), {
    signal: terminal.interrupt, progress: (figures) => progress.tell(`${spec.name} @ ${a} = ${b}`, figures),
  });
  progress.clear();
  terminal.out(`${answerText(spec, likeness, flags, terminal)}\n`);
  if (flags.quiet !== true) terminal.err(`compared in ${duration(Date.now() - started)}\n`);
  return exitCode(outcomeOfLikeness(likeness.kind));
}

function answerText(spec: SpecInfo, likeness: VariantLikeness, flags: CheckFlags, terminal: Terminal): string {
  const asked = { spec: spec.name, question: spec.question };
  if (flags.json === true) return JSON.stringify(compareDocument(asked, likeness, repositoryRoot(terminal.cwd)), null, 2);
  return likenessText(asked, likeness, { paint: paintFor(terminal.colour), columns: flags.columns ?? terminal.columns, steps: flags.steps === true });
}
