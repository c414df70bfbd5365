/**
 * fdcheck as a library (docs/api.md): a spec is read, compiled for a variant, checked, and its trails are replayed.
 *
 *     const checked = await checkSpec('specs/exec/posix-lock-survives-exec.ts', { variant: 'v5.10' });
 *     if (checked.result.outcome !== 'proved') throw new Error(checkedText(checked));
 *
 * `checkSpec` is `loadSpec`, `compile`, `check` and `compareWithExpectation` one after the other; each can be called alone.
 */
export { checkSpec, VariantNeeded, type CheckedSpec, type CheckSpecOptions, type SpecLike } from './check-spec.js';
export { compareVariants, type VariantLikeness } from './compare-variants.js';
export { outcomeOfLikeness, type CompareOptions, type Likeness, type LikenessKind, type Parting, type SideRun, type Sight } from './checker/compare/compare.js';
export { check, type CheckOptions, type CheckResult, type Counts, type Limit, type Limits, type Progress, type Scope } from './checker/check.js';
export { compareWithExpectation, type Comparison, type Expectation } from './checker/expectation.js';
export { ALL_REDUCTIONS, NO_REDUCTIONS, type Reductions } from './checker/reductions.js';
export { deciding, exitCode, factsOf, outcomeOf, type Measured, type Outcome, type OutcomeFacts, type Subject, type Verdict } from './checker/outcome.js';
export type { State } from './checker/state.js';
export { programHash, replay, TrailMismatch, type Change, type Move, type Replay, type Row, type Trail } from './checker/trail.js';
export { compile, CompileError, loadSpec, REPORT_CLASSES, type Diagnostic, type SpecInfo } from './lang/compile.js';
export type * from './lang/ir.js';
export type { CheckDocument } from './report/check-document.js';
export { htmlReport, type HtmlOptions } from './report/html/html-report.js';
export { addressOf, trailAt } from './report/trail/address.js';
export { checkedText, compileErrorText, counterexampleText, type TextStyle } from './report/plain.js';
