/** What the commands need of the world outside: where they are, where they write, how wide it is. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

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
  /** Folder for what is kept between runs (absolute path), where the command line names none; null: nothing is kept. */
  readonly cache: string | null;
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
    cache: defaultCache(process.cwd()),
    stepSummary: env['GITHUB_STEP_SUMMARY'] || null,
    interrupt,
  };
}

/** Where tools of a package keep such things: node_modules/.cache of the nearest package that has been installed. */
function defaultCache(folder: string): string | null {
  const modules = join(folder, 'node_modules');
  if (existsSync(join(folder, 'package.json')) && existsSync(modules)) return join(modules, '.cache', 'fdcheck');
  const above = dirname(folder);
  return above === folder ? null : defaultCache(above);
}

/** https://no-color.org and FORCE_COLOR, else colours on a terminal only. */
function wantsColour(env: NodeJS.ProcessEnv, tty: boolean): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0';
  return tty && env['TERM'] !== 'dumb';
}
