/** `fdcheck check --watch`: checks again whenever a file that the specs are made of is saved. */
import { exitCode } from '../checker/outcome.js';
import { filesOf } from '../lang/compile.js';
import { counted } from '../report/numbers.js';
import { check } from './check.js';
import { shortPath, tellFailure, UsageError } from './failure.js';
import type { CheckFlags } from './flags.js';
import { findSpecs } from './specs.js';
import type { Terminal } from './terminal.js';
import { SourceWatch } from './source-watch.js';

export interface WatchFlags extends CheckFlags {
  readonly watch?: true;
}

/** Wipes screen and scrollback, and goes to the upper left corner. */
const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

/** Names of changed files that are told. */
const NAMES = 3;

/**
 * Ends with the interrupt, and the exit code of the last check that came to its end. An edit during a check ends it, unheard. Throws UsageError
 * only for what was wrong from the beginning: later a spec may be away for a while. Checks run in this thread if the flags do not say otherwise:
 * a small spec is answered before a worker has started.
 */
export async function watch(wanted: readonly string[], flags: WatchFlags, terminal: Terminal): Promise<number> {
  if (flags.json === true) throw new UsageError('--watch prints a result after the other, and --json one document: leave one of them out');
  let specs = findSpecs(wanted, terminal.cwd);
  const nearby = { ...flags, workers: flags.workers ?? 1 };
  const sources = new SourceWatch(() => (specs = specsNow(wanted, specs, terminal.cwd)).flatMap(filesOf));
  const interrupted = new Promise<null>((resolve) => terminal.interrupt.addEventListener('abort', () => resolve(null), { once: true }));
  let code = exitCode('inconclusive');
  try {
    for (let files = 0, first = true; !terminal.interrupt.aborted; first = false) {
      const round = new AbortController();
      const changed = sources.change().then((names) => (round.abort(), names));
      if (sources.files !== files) terminal.err(`watching ${counted(sources.files, 'file')}; Ctrl-C ends\n`);
      files = sources.files;
      const found = await checkOnce(wanted, nearby, until(round.signal, terminal), first);
      if (!round.signal.aborted && !terminal.interrupt.aborted) code = found;
      const names = await Promise.race([changed, interrupted]);
      if (names !== null) terminal.err(`${terminal.live ? CLEAR : ''}${listed(names.map((name) => shortPath(terminal.cwd, name)))} changed\n`);
    }
  } finally {
    sources.close();
  }
  return code;
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMES;
  return more > 1 ? `${names.slice(0, NAMES).join(', ')} and ${more} more files` : names.join(', ');
}

/** What the arguments name now; what they named before where they name nothing any more. */
function specsNow(wanted: readonly string[], before: string[], cwd: string): string[] {
  try {
    return findSpecs(wanted, cwd);
  } catch (error) {
    if (error instanceof UsageError) return before;
    throw error;
  }
}

async function checkOnce(wanted: readonly string[], flags: CheckFlags, terminal: Terminal, first: boolean): Promise<number> {
  try {
    return await check(wanted, flags, terminal);
  } catch (error) {
    if (first) throw error;
    return tellFailure(error, terminal, flags.debug === true);
  }
}

/** The terminal as one check sees it: what it says after the signal is not heard. */
function until(signal: AbortSignal, terminal: Terminal): Terminal {
  return {
    ...terminal,
    interrupt: AbortSignal.any([signal, terminal.interrupt]),
    out: (text) => (signal.aborted ? undefined : terminal.out(text)),
    err: (text) => (signal.aborted ? undefined : terminal.err(text)),
  };
}
