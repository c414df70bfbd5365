/**
 * fdcheck as a library: read a spec, compile it for a variant, check the program, replay its trails.
 *
 *     const spec = loadSpec('specs/exec/posix-lock-survives-exec.ts');
 *     const program = compile(spec, 'v5.10');
 *     const result = await check(program);
 *     const { met } = compareWithExpectation(result, spec.expect['v5.10']);
 */
export { compareVariants, type VariantLikeness } from './compare-variants.js';
export { outcomeOfLikeness, type CompareOptions, type Likeness, type LikenessKind, type Parting, type SideRun, type Sight } from './checker/compare/compare.js';
export { check, type CheckOptions, type CheckResult, type Counts, type Limits, type Progress } from './checker/check.js';
export { compareWithExpectation, type Comparison, type Expectation } from './checker/expectation.js';
export { ALL_REDUCTIONS, NO_REDUCTIONS, type Reductions } from './checker/reductions.js';
export { deciding, exitCode, factsOf, outcomeOf, type Measured, type Outcome, type OutcomeFacts, type Subject, type Verdict } from './checker/outcome.js';
export type { State } from './checker/state.js';
export { programHash, replay, TrailMismatch, type Change, type Move, type Replay, type Row, type Trail } from './checker/trail.js';
export { compile, CompileError, loadSpec, type Diagnostic, type SpecInfo } from './lang/compile.js';
export type * from './lang/ir.js';
export type { CheckDocument } from './report/check-document.js';
export { htmlReport, type HtmlOptions } from './report/html/html-report.js';
export { addressOf, trailAt } from './report/trail/address.js';
