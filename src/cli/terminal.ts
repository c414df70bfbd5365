/** What the commands need of the world outside: where they are, where they write, how wide it is. */

export interface Terminal {
  /** Absolute path of the working folder. */
  readonly cwd: string;
  /** Width of what is written to `out`, in characters. */
  readonly columns: number;
  /** Results may be coloured. */
  readonly colour: boolean;
  /** Progress may overwrite its line. */
  readonly live: boolean;
  /** Writes results (stdout), as they are. */
  readonly out: (text: string) => void;
  /** Writes progress and errors (stderr), as they are. */
  readonly err: (text: string) => void;
  /** Where GitHub's runner wants the summary of a step; null or left out where no such runner runs this. */
  readonly stepSummary?: string | null;
  /** Aborted when the user interrupts. */
  readonly interrupt: AbortSignal;
}

const DEFAULT_COLUMNS = 100;
const FEWEST_COLUMNS = 60;

/** The terminal of this process. `interrupt` is the caller's, who listens to signals. */
export function processTerminal(interrupt: AbortSignal): Terminal {
  const { stdout, stderr, env } = process;
  return {
    cwd: process.cwd(),
    columns: Math.max(FEWEST_COLUMNS, stdout.columns ?? DEFAULT_COLUMNS),
    colour: wantsColour(env, stdout.isTTY === true),
    live: stderr.isTTY === true && env['CI'] === undefined,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    stepSummary: env['GITHUB_STEP_SUMMARY'] || null,
    interrupt,
  };
}

/** https://no-color.org and FORCE_COLOR, else colours on a terminal only. */
function wantsColour(env: NodeJS.ProcessEnv, tty: boolean): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0';
  return tty && env['TERM'] !== 'dumb';
}
