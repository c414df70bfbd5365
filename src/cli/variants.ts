/** Which variants of a spec a command is about. */
import type { SpecInfo } from '../lang/compile.js';
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
