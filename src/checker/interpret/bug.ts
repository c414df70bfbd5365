/**
 * A promise of the IR (src/lang/ir.ts) that a program or an engine breaks: a value outside its declared range, an index outside its
 * dimensions, a store in a property. A bug of fdcheck, never a verdict.
 */
export class EngineBug extends Error {
  override readonly name = 'EngineBug';
}

/** The element that must be there; throws EngineBug naming it if it is not. */
export function must<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new EngineBug(`no ${what}`);
  return value;
}
