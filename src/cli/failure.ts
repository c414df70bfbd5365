/** How a command fails: every error as a message for people and an exit code, the stack only for who asks for it. */
import { relative } from 'node:path';
import { CommanderError } from 'commander';
import { CompileError, type Diagnostic } from '../lang/compile.js';
import { exitCode, factsOf, type Outcome } from '../checker/outcome.js';
import { TrailMismatch } from '../checker/trail.js';
import { codeFrames } from '../report/frame.js';
import { paintFor } from '../report/paint.js';
import type { Terminal } from './terminal.js';

/** The command line asks for what does not exist: a spec, a variant, a file. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** An error in the words of its outcome. */
export interface Failure {
  readonly outcome: Outcome;
  /** For people, with code frames where there are some. */
  readonly text: string;
  /** Of what does not compile; empty for others. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Node's code for a worker that has run out of memory; what the system itself refuses (EACCES, ENOSPC) names the system call. */
const EXHAUSTED = 'ERR_WORKER_OUT_OF_MEMORY';

/** `where` shortens paths and says if there are colours. */
export function failureOf(error: unknown, where: Pick<Terminal, 'cwd' | 'colour'>, debug: boolean): Failure {
  if (error instanceof CompileError) {
    const frames = codeFrames(error.diagnostics, paintFor(where.colour), (file) => shortPath(where.cwd, file));
    return { outcome: 'compile', text: withStack(frames, error, debug), diagnostics: error.diagnostics };
  }
  if (error instanceof UsageError || error instanceof CommanderError || error instanceof TrailMismatch) return { outcome: 'usage', text: withStack(`error: ${error.message}`, error, debug), diagnostics: [] };
  return { outcome: 'system', text: withStack(`system error: ${causeOf(error)}`, error, debug), diagnostics: [] };
}

/** Prints a failure and gives the exit code. */
export function tellFailure(error: unknown, terminal: Terminal, debug: boolean): number {
  const { outcome, text } = failureOf(error, terminal, debug);
  terminal.err(`${text}\n`);
  if (outcome === 'compile') terminal.err(`${factsOf(outcome).title}\n`);
  return exitCode(outcome);
}

/** A path as people like to read it: relative to the working folder where it lies below it. */
export function shortPath(cwd: string, file: string): string {
  const short = relative(cwd, file);
  return short === '' || short.startsWith('..') ? file : short;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isOfSystem = 'syscall' in error || ('code' in error && error.code === EXHAUSTED);
  const hint = isOfSystem ? '' : ' (a fault of fdcheck: --debug shows where; please report it)';
  return `${error.message}${hint}`;
}

function withStack(text: string, error: unknown, debug: boolean): string {
  return debug && error instanceof Error && error.stack !== undefined ? `${text}\n${error.stack}` : text;
}
