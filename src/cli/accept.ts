/** `fdcheck accept`: writes what a run finds to results/, to be reviewed like code. */
import { deciding, exitCode } from '../checker/outcome.js';
import { loadSpec } from '../lang/compile.js';
import { acceptedText } from '../report/accepted.js';
import { pairName } from '../report/compare.js';
import { checkFiles } from './check.js';
import { shortPath } from './failure.js';
import type { CheckFlags } from './flags.js';
import { acceptFunctions, modelOfAll } from './functions.js';
import { resultFile } from './results.js';
import { acceptSeries } from './series/series.js';
import { findSpecs, leftOutText } from './specs.js';
import type { Terminal } from './terminal.js';
import { writeTogether } from './write.js';

/** Writes nothing for a spec with a verdict that is not the expected one. Without arguments it writes the matrix of the series too. */
export async function accept(wanted: readonly string[], flags: CheckFlags, terminal: Terminal): Promise<number> {
  const files = findSpecs(wanted, terminal.cwd);
  const model = modelOfAll(wanted, flags, terminal.cwd);
  const found = await checkFiles(files, flags, { terminal, detail: 'line', reach: model !== null, tell: (answer) => terminal.out(`${answer.text}\n`) });
  for (const file of files) {
    const mine = found.filter((answer) => answer.file === file);
    if (mine.some((answer) => answer.kind === 'failure' || !answer.met)) continue;
    const { name, question } = loadSpec(file);
    const target = resultFile(file, name);
    const text = acceptedText(name, question, {
      variants: mine.flatMap((answer) => (answer.kind === 'run' ? [[answer.variant, answer.accepted] as const] : [])),
      same: mine.flatMap((answer) => (answer.kind === 'pair' ? [[pairName(answer.variants), answer.accepted] as const] : [])),
    });
    writeTogether(new Map([[target, text]]));
    terminal.out(`wrote ${shortPath(terminal.cwd, target)}\n`);
  }
  const leftOut = leftOutText(wanted, 'accept', terminal.cwd);
  if (leftOut !== null) terminal.out(`${leftOut}\n`);
  if (model !== null) acceptFunctions(model, found, terminal);
  const matrix = wanted.length === 0 ? await acceptSeries(flags, terminal) : [];
  return exitCode(deciding([...found.map((answer) => answer.outcome), ...matrix]));
}
