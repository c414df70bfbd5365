/** A spec read, compiled under a variant, checked, and compared with what it expects: the whole way in one call. */
import { fileURLToPath } from 'node:url';
import { check, type CheckOptions, type CheckResult } from './checker/check.js';
import { compareWithExpectation, type Comparison } from './checker/expectation.js';
import { compile, loadSpec, type Expectation, type Program, type SpecInfo } from './lang/compile.js';

/** A spec: what `loadSpec` gave, the path of its file from the working folder, or its `file:` URL. */
export type SpecLike = SpecInfo | string | URL;

export interface CheckSpecOptions extends CheckOptions {
  /** Left out where the spec expects something of one variant only. */
  readonly variant?: string | undefined;
}

/** A spec's answer under one variant. */
export interface CheckedSpec {
  readonly spec: SpecInfo;
  readonly variant: string;
  /** What trails are replayed in. */
  readonly program: Program;
  readonly result: CheckResult;
  /** What the spec expects of the variant, and whether that was found; null where it expects nothing of it. */
  readonly expectation: Expectation | null;
  readonly comparison: Comparison | null;
}

/** A spec has several variants, and none was named. */
export class VariantNeeded extends Error {
  override readonly name = 'VariantNeeded';
}

/** Throws CompileError for what is outside the language or an unknown variant, VariantNeeded where one must be named. */
export async function checkSpec(wanted: SpecLike, { variant: named, ...options }: CheckSpecOptions = {}): Promise<CheckedSpec> {
  const spec = specOf(wanted);
  const variant = named ?? onlyVariant(spec);
  const program = compile(spec, variant);
  const result = await check(program, options);
  const expectation = Object.hasOwn(spec.expect, variant) ? spec.expect[variant]! : null;
  return { spec, variant, program, result, expectation, comparison: expectation === null ? null : compareWithExpectation(result, expectation) };
}

/** Throws CompileError. */
export function specOf(wanted: SpecLike): SpecInfo {
  if (typeof wanted === 'string') return loadSpec(wanted);
  return wanted instanceof URL ? loadSpec(fileURLToPath(wanted)) : wanted;
}

function onlyVariant({ name, variants }: SpecInfo): string {
  const [only, ...others] = variants;
  if (only !== undefined && others.length === 0) return only;
  throw new VariantNeeded(`${name} has ${variants.length} variants: say which, { variant: '${only ?? 'base'}' } (it has ${variants.join(', ')})`);
}
