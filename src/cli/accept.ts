/** `fdcheck accept`: writes what a run finds to results/, to be reviewed like code. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deciding, exitCode } from '../checker/outcome.js';
import { loadSpec } from '../lang/compile.js';
import { acceptedText, parseAccepted } from '../report/accepted.js';
import { pairName } from '../report/compare.js';
import { counted } from '../report/numbers.js';
import { Texts } from './cache/texts.js';
import { unitedUse } from './cache/use.js';
import { checkFiles } from './check.js';
import { shortPath, UsageError } from './failure.js';
import { acceptFunctions, modelOfAll } from './functions.js';
import { cacheOf, type CheckFlags } from './flags.js';
import type { Answer } from './job.js';
import { textsOf } from './model-texts.js';
import { resultFile, rootOf } from './results.js';
import { acceptSeries } from './series/series.js';
import { findSpecs, leftOutText } from './specs.js';
import type { Terminal } from './terminal.js';
import { writeTogether } from './write.js';

/**
 * Writes nothing for a spec with a verdict that is not the expected one. Where something else was accepted before, `--why` says why this is right; it
 * is kept with the result. Without arguments it writes the matrix of the series too.
 */
export async function accept(wanted: readonly string[], flags: CheckFlags, terminal: Terminal): Promise<number> {
  if (flags.why !== undefined && flags.why.trim() === '') throw new UsageError("--why says why what is accepted differs from what was: it can't be empty");
  const files = findSpecs(wanted, terminal.cwd);
  const kept = cacheOf(flags, terminal);
  const model = modelOfAll(wanted, flags, terminal.cwd);
  const found = await checkFiles(files, flags, { terminal, kept, detail: 'line', reach: model !== null, tell: (answer) => terminal.out(`${answer.text}\n`) });
  const pages = files.flatMap((file) => pageOf(file, found.filter((answer) => answer.file === file), flags.why ?? null, kept?.texts ?? new Texts(null)));
  const unexplained = pages.filter(({ differs }) => differs && flags.why === undefined);
  if (unexplained.length > 0) throw new UsageError(whyText(unexplained.map(({ target }) => shortPath(terminal.cwd, target)), wanted));
  writeTogether(new Map(pages.map(({ target, text }) => [target, text])));
  for (const { target } of pages) terminal.out(`wrote ${shortPath(terminal.cwd, target)}\n`);
  const leftOut = leftOutText(wanted, 'accept', terminal.cwd);
  if (leftOut !== null) terminal.out(`${leftOut}\n`);
  if (model !== null) acceptFunctions(model, found, terminal);
  const matrix = wanted.length === 0 ? await acceptSeries(flags, terminal, kept) : [];
  return exitCode(deciding([...found.map((answer) => answer.outcome), ...matrix]));
}

interface Page {
  readonly target: string;
  readonly text: string;
  /** From what was accepted before, and not only in why. */
  readonly differs: boolean;
}

/** What is written for a spec; nothing where an answer is not as expected. What was accepted already keeps its reason. */
function pageOf(file: string, answers: readonly Answer[], why: string | null, texts: Texts): Page[] {
  const met = answers.flatMap((answer) => (answer.kind === 'failure' || !answer.met ? [] : [answer]));
  if (met.length < answers.length) return [];
  const { name, question } = loadSpec(file);
  const target = resultFile(file, name);
  const accepted = {
    variants: met.flatMap((answer) => (answer.kind === 'run' ? [[answer.variant, answer.accepted] as const] : [])),
    same: met.flatMap((answer) => (answer.kind === 'pair' ? [[pairName(answer.variants), answer.accepted] as const] : [])),
  };
  const head = { spec: name, question, text: textsOf(unitedUse(met.map(({ use }) => use)), rootOf(file) ?? dirname(file), texts) };
  const old = existsSync(target) ? { text: readFileSync(target, 'utf8'), why: whyIn(readFileSync(target, 'utf8')) } : null;
  const unchanged = acceptedText({ ...head, why: old?.why ?? null }, accepted);
  if (old === null || old.text === unchanged) return [{ target, text: unchanged, differs: false }];
  return [{ target, text: acceptedText({ ...head, why }, accepted), differs: true }];
}

/** What another version of fdcheck wrote has none that can be read. */
function whyIn(text: string): string | null {
  try {
    return parseAccepted(text)?.why ?? null;
  } catch {
    return null;
  }
}

function whyText(targets: readonly string[], wanted: readonly string[]): string {
  const [first] = targets;
  const which = targets.length === 1 ? first! : `${first!} and ${counted(targets.length - 1, 'more result')}`;
  return `${which} would change, and nothing was written. Say why that is right: fdcheck accept ${[...wanted, "--why '…'"].join(' ')} (what was found is kept: it takes no second search)`;
}
