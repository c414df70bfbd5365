/** What a matcher says: yes, no, or that it cannot be told, which fails with and without `.not`. */
import { CompileError } from '../lang/compile.js';
import { VariantNeeded } from '../check-spec.js';
import { compileErrorText } from '../report/plain.js';

/** What vitest and jest give a matcher as `this`, as far as it matters here. */
export interface MatcherContext {
  /** `.not` was written. */
  readonly isNot?: boolean | undefined;
  /** `resolves`, `rejects` or empty; absent where a matcher stands inside another one (`expect.toBeProved()`). */
  readonly promise?: string | undefined;
}

export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** An answer with its reason: `true` and `false` are known, null is not. The text is for the case that the test fails. */
export interface Answer {
  readonly is: boolean | null;
  readonly text: string;
}

/** A matcher was called with what means nothing. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/**
 * The result that a test runner takes. Neither what is not known, nor a spec that does not compile, nor a wrong argument makes a test pass.
 * Throws at once where the matcher is used as a part of another one, which could not wait for it.
 */
export function answered(context: MatcherContext, matcher: string, find: () => Promise<Answer>): Promise<MatcherResult> {
  if (!('promise' in context)) {
    throw new Misuse(`${matcher}() cannot stand inside another matcher: it explores a state space, and answers later. Write: await expect(spec).${matcher}(...)`);
  }
  const isNot = context.isNot === true;
  return settled(find).then(({ is, text }) => ({ pass: is ?? isNot, message: () => text }));
}

async function settled(find: () => Promise<Answer>): Promise<Answer> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof CompileError) return { is: null, text: `the spec does not compile\n\n${compileErrorText(error)}` };
    if (error instanceof Misuse || error instanceof VariantNeeded) return { is: null, text: error.message };
    throw error;
  }
}
