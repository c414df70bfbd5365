/** Which variants of a spec a command is about. */
import { whyNoVariant, type SpecInfo } from '../lang/compile.js';
import { UsageError } from './failure.js';
import { closest } from './suggest.js';

/** The wanted variant, or all that the spec expects something of. Throws UsageError where the spec expects nothing of it. */
export function variantsOf(spec: SpecInfo, wanted: string | undefined): string[] {
  if (wanted === undefined) return [...spec.variants];
  if (spec.variants.includes(wanted)) return [wanted];
  const near = closest(wanted, spec.variants);
  const known = `it has ${spec.variants.join(', ')}`;
  throw new UsageError(`${spec.name} expects nothing of variant '${wanted}'; ${near === null ? known : `did you mean ${near}? (${known})`}`);
}

/** A variant that the spec can be compiled under, whether it expects something of it or not. Throws UsageError for another. */
export function anyVariant(spec: SpecInfo, wanted: string): string {
  const why = spec.variants.includes(wanted) ? null : whyNoVariant(spec, wanted);
  if (why !== null) throw new UsageError(`${spec.name}: ${why.message}${why.hint === null ? '' : `; ${why.hint}`}`);
  return wanted;
}

/** Two different variants that the spec can be compiled under, as `--variants A,B` names them. */
export function pairOf(spec: SpecInfo, wanted: string | undefined): readonly [string, string] {
  const [a, b, ...more] = (wanted ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  if (a === undefined || b === undefined || more.length > 0 || a === b) {
    throw new UsageError(`compare needs two different variants: fdcheck compare ${spec.name} --variants ${spec.variants[0] ?? 'A'},${spec.variants[1] ?? 'B'}`);
  }
  return [anyVariant(spec, a), anyVariant(spec, b)];
}
