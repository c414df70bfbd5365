/** What stands in `expect(...)`, checked under one variant. */
import { checkSpec, specOf, type CheckedSpec, type CheckSpecOptions } from '../check-spec.js';
import { outcomeOf, type Verdict } from '../checker/outcome.js';
import type { SpecInfo } from '../lang/compile.js';
import { counted } from '../report/numbers.js';
import { counterexampleText } from '../report/plain.js';
import { foundText, limitText } from '../report/run.js';
import { Misuse } from './answer.js';

/** A variant, and all that `check` takes. */
export interface MatcherOptions extends CheckSpecOptions {
  /** Width of the counterexample; 100 if not given. */
  readonly columns?: number | undefined;
}

/** Throws Misuse where the received value is no spec, CompileError where it does not compile. */
export function receivedSpec(received: unknown): SpecInfo {
  if (typeof received === 'string' || received instanceof URL) return specOf(received);
  if (isSpec(received)) return received;
  throw new Misuse(`expect(...) takes a spec here: the path or the URL of its file, or what loadSpec() gives. It got ${kindOf(received)}`);
}

export function checkReceived(received: unknown, options: MatcherOptions): Promise<CheckedSpec> {
  return checkSpec(receivedSpec(received), options);
}

/** `locks/opposite @ base`. */
export function labelOf({ result }: CheckedSpec): string {
  return `${result.spec} @ ${result.variant}`;
}

/** What was found in a few words: `violated(none_lost)`. */
export function foundIn({ result }: CheckedSpec): string {
  return foundText(result);
}

/** Every verdict of these that is wrong, with its counterexample. */
export function shown({ program }: CheckedSpec, verdicts: readonly Verdict[], { columns }: MatcherOptions): string {
  return verdicts.filter((verdict) => outcomeOf(verdict) !== 'proved' && verdict.kind !== 'inconclusive').map((verdict) => `\n\n${counterexampleText(program, verdict, { columns })}`).join('');
}

/** Why a thing that was not found may be there all the same; null where all was seen. */
export function blindSpot({ result }: CheckedSpec): string | null {
  const fault = result.verdicts.find(({ kind }) => kind === 'model');
  if (fault !== undefined) return 'the model itself is at fault';
  return result.complete ? null : `the search ended early (${limitText(result.limit)}), after ${counted(result.counts.states, 'state')}`;
}

function isSpec(value: unknown): value is SpecInfo {
  return typeof value === 'object' && value !== null && 'file' in value && typeof value.file === 'string' && 'variants' in value && Array.isArray(value.variants) && 'expect' in value;
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return 'a promise: await it first';
  if (value === null || value === undefined) return String(value);
  return `a value of type ${typeof value}`;
}
