/** Two variants of a spec, compared: for `fdcheck compare`, for specs that say which are the same, and for whoever uses fdcheck as a library. */
import { comparePrograms, type CompareOptions, type Likeness } from './checker/compare/compare.js';
import { compile, compileObserved, type SpecInfo } from './lang/compile.js';
import type { Program } from './lang/ir.js';

/** How alike two variants are. */
export interface VariantLikeness extends Likeness {
  readonly variants: readonly [string, string];
  /** The programs of the variants: a parting is a trail of one of them. */
  readonly programs: readonly [Program, Program];
}

/**
 * Whether an outsider could tell two variants of a spec apart, who sees memory and what the spec's programs get from their calls, and whether they are even the same graph. Explores
 * both without reductions. The variants need not be those that the spec expects something of. Throws CompileError.
 */
export async function compareVariants(spec: SpecInfo, a: string, b: string, options: CompareOptions = {}): Promise<VariantLikeness> {
  const programs = [compile(spec, a), compile(spec, b)] as const;
  const likeness = await comparePrograms([compileObserved(spec, a), compileObserved(spec, b)], options);
  return { ...likeness, variants: [a, b], programs };
}
