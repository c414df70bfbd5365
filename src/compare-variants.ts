/** Two variants of a spec, compared: for `fdcheck compare`, for specs that say which are the same, and for whoever uses fdcheck as a library. */
import { comparePrograms, type CompareOptions, type Likeness } from './checker/compare/compare.js';
import { compileObservedTraced, compileTraced, type SpecInfo, type TextUse } from './lang/compile.js';
import type { Program } from './lang/ir.js';

/** How alike two variants are. */
export interface VariantLikeness extends Likeness {
  readonly variants: readonly [string, string];
  /** The programs of the variants: a parting is a trail of one of them. */
  readonly programs: readonly [Program, Program];
  /** What was read for them. */
  readonly uses: readonly TextUse[];
}

/**
 * Whether an outsider could tell two variants of a spec apart, who sees memory and what the spec's programs get from their calls, and whether they are even the same graph. Explores
 * both without reductions. The variants need not be those that the spec expects something of. Throws CompileError.
 */
export async function compareVariants(spec: SpecInfo, a: string, b: string, options: CompareOptions = {}): Promise<VariantLikeness> {
  const plain = [compileTraced(spec, a), compileTraced(spec, b)] as const;
  const observed = [compileObservedTraced(spec, a), compileObservedTraced(spec, b)] as const;
  const likeness = await comparePrograms([observed[0].observed, observed[1].observed], options);
  return { ...likeness, variants: [a, b], programs: [plain[0].program, plain[1].program], uses: [...plain, ...observed].map(({ use }) => use) };
}
