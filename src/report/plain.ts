/** What was found, as plain text for who calls fdcheck as a library. */
import type { CheckedSpec } from '../check-spec.js';
import type { Verdict } from '../checker/outcome.js';
import { outcomeOf } from '../checker/outcome.js';
import type { CompileError } from '../lang/compile.js';
import type { Program } from '../lang/ir.js';
import { counterexampleLines, type CounterexampleStyle } from './counterexample.js';
import { codeFrames } from './frame.js';
import { paintFor } from './paint.js';
import { foundText, runText } from './run.js';

export interface TextStyle {
  /** Characters a line; 100 if not given. */
  readonly columns?: number | undefined;
  /** Terminal colours; none if not given. */
  readonly colour?: boolean | undefined;
  /** A line a step instead of a line a stretch of steps. */
  readonly steps?: boolean | undefined;
}

const COLUMNS = 100;

/** A verdict that is not `proved`: its name, how tasks come to it, and the command that replays it. */
export function counterexampleText(program: Program, verdict: Verdict, style: TextStyle = {}): string {
  return counterexampleLines(program, verdict, styleOf(style)).join('\n');
}

/** Every counterexample of a check, below what was asked, found, and counted. */
export function checkedText({ spec, program, result, expectation, comparison }: CheckedSpec, style: TextStyle = {}): string {
  const full = styleOf(style);
  if (expectation !== null && comparison !== null) return runText({ question: spec.question, program, result, expectation, comparison }, 'full', full);
  const wrong = result.verdicts.filter((verdict) => outcomeOf(verdict) !== 'proved');
  return [`${result.spec} @ ${result.variant}: ${foundText(result)}`, ...wrong.flatMap((verdict) => ['', ...counterexampleLines(program, verdict, full)])].join('\n');
}

/** Where a spec or a model is outside the language, each place with its line. */
export function compileErrorText(error: CompileError, { colour = false }: Pick<TextStyle, 'colour'> = {}): string {
  return codeFrames(error.diagnostics, paintFor(colour), (file) => file);
}

function styleOf({ columns = COLUMNS, colour = false, steps = false }: TextStyle): CounterexampleStyle {
  return { paint: paintFor(colour), columns, steps };
}
