/** `fdcheck measure`: exact least and greatest values of what a spec measures, over every interleaving. */
import { deciding, exitCode, factsOf, type Outcome } from '../checker/outcome.js';
import { loadSpec } from '../lang/compile.js';
import { measureTable, type VariantMeasures } from '../report/measures.js';
import { paintFor } from '../report/paint.js';
import { checkFiles } from './check.js';
import { UsageError } from './failure.js';
import type { CheckFlags } from './flags.js';
import type { Answer } from './job.js';
import { findSpecs } from './specs.js';
import type { Terminal } from './terminal.js';

/** Exit code 0: every value is exact, whatever verdicts there are. Throws UsageError where nothing is measured. */
export async function measure(wanted: string, flags: CheckFlags, terminal: Terminal): Promise<number> {
  const files = findSpecs([wanted], terminal.cwd).filter(mayMeasure);
  if (files.length === 0) throw new UsageError(`${wanted} measures nothing; add measure: [f] to the spec, f being a function (): int`);
  const found = await checkFiles(files, flags, { terminal, detail: 'line', pairs: false, tell: () => {} });
  const runs = found.flatMap((answer) => (answer.kind === 'run' ? [measuresOf(answer)] : []));
  const failures = found.filter((answer) => answer.kind === 'failure');
  const outcome = deciding(found.map(outcomeOf));
  if (flags.json === true) {
    const document = { format: 'fdcheck-measure-1', outcome, exit: exitCode(outcome), runs, failures: failures.map(({ label: about, outcome: of, text: message }) => ({ about, outcome: of, message })) };
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    const paint = paintFor(terminal.colour);
    const texts = failures.map(({ label, outcome: of, text }) => `${paint.bad(`✗ ${label}: ${factsOf(of).title}`)}\n${text}`);
    terminal.out(`${[...texts, measureTable(runs, paint)].join('\n\n')}\n`);
  }
  return exitCode(outcome);
}

/** A spec that does not compile is told so when it is explored. */
function mayMeasure(file: string): boolean {
  try {
    return loadSpec(file).measures.length > 0;
  } catch {
    return true;
  }
}

function measuresOf({ spec, variant, complete, accepted }: Extract<Answer, { kind: 'run' }>): VariantMeasures {
  return { spec, variant, complete, measures: accepted.measures ?? [] };
}

/** A measure that cannot be taken is a model error, a search that was cut inconclusive; other verdicts are no matter here. */
function outcomeOf(answer: Answer): Outcome {
  if (answer.kind !== 'run') return answer.outcome;
  if (answer.accepted.verdicts.some(({ about, verdict }) => about === 'measure' && verdict === 'model')) return 'model';
  return answer.complete ? 'proved' : 'inconclusive';
}
