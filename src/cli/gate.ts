/** `fdcheck gate`: a run against results/; any difference is a drift. */
import { existsSync } from 'node:fs';
import { deciding, exitCode } from '../checker/outcome.js';
import { differences, pairDifferences, verdictDifferences, type AcceptedPair } from '../report/accepted.js';
import { pairName } from '../report/compare.js';
import { counted } from '../report/numbers.js';
import { paintFor } from '../report/paint.js';
import { checkFiles } from './check.js';
import { shortPath } from './failure.js';
import { functionsDrift, modelOfAll } from './functions.js';
import type { CheckFlags } from './flags.js';
import { goneFromSpecs, resultsWithoutSpec } from './gone.js';
import type { Answer } from './job.js';
import { readAccepted, resultFile } from './results.js';
import { gateSeries } from './series/series.js';
import { findSpecs, leftOutText } from './specs.js';
import type { Terminal } from './terminal.js';

/** Without arguments the matrix of the series too, unless reductions are chosen by hand: its counts and trails may differ then. */
export async function gate(wanted: readonly string[], flags: CheckFlags, terminal: Terminal): Promise<number> {
  const paint = paintFor(terminal.colour);
  const drifts: string[] = [];
  const tell = (answer: Answer): void => {
    const drift = driftOf(answer, flags, terminal.cwd);
    drifts.push(...drift);
    terminal.out([answer.text, ...drift.map((one) => paint.bad(`  drift: ${one}`))].join('\n') + '\n');
  };
  const model = modelOfAll(wanted, flags, terminal.cwd);
  const found = await checkFiles(findSpecs(wanted, terminal.cwd), flags, { terminal, detail: 'line', reach: model !== null, tell });
  const leftOut = leftOutText(wanted, 'gate', terminal.cwd);
  if (leftOut !== null) terminal.out(`${leftOut}\n`);
  const matrix = wanted.length === 0 && flags.reduce === undefined ? await gateSeries(flags, terminal) : { outcomes: [], drifts: [] };
  const others = [
    ...goneFromSpecs(found), ...(wanted.length === 0 ? resultsWithoutSpec(terminal.cwd) : []),
    ...(model === null ? [] : functionsDrift(model, found, terminal.cwd)), ...matrix.drifts,
  ];
  for (const one of others) terminal.out(`${paint.bad(`drift: ${one}`)}\n`);
  drifts.push(...others);
  const outcome = deciding([...found.map((answer) => answer.outcome), ...matrix.outcomes, ...(drifts.length > 0 ? ['drift' as const] : [])]);
  terminal.out(`${drifts.length === 0 ? paint.good(`${counted(found.length, 'check')}, no drift`) : paint.bad(counted(drifts.length, 'drift'))}\n`);
  return exitCode(outcome);
}

/** How an answer differs from the accepted one, in words. Where reductions are chosen by hand counts and trails may. */
function driftOf(answer: Answer, { reduce }: CheckFlags, cwd: string): string[] {
  if (answer.kind === 'failure') return [];
  const file = resultFile(answer.file, answer.spec);
  if (!existsSync(file)) return [`nothing was accepted yet (fdcheck accept writes ${shortPath(cwd, file)})`];
  if (answer.kind === 'pair') return pairDrift(readAccepted(file).same?.[pairName(answer.variants)], answer.accepted);
  const before = readAccepted(file).variants[answer.variant];
  if (before === undefined) return ['nothing was accepted yet for this variant'];
  return reduce === undefined ? differences(before, answer.accepted) : verdictDifferences(before, answer.accepted);
}

function pairDrift(before: AcceptedPair | undefined, found: AcceptedPair): string[] {
  return before === undefined ? ['nothing was accepted yet for these variants'] : pairDifferences(before, found);
}
