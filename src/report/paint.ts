/** Colours by meaning, so that wording stays the same with and without them. */
import picocolors from 'picocolors';

export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly name: (text: string) => string;
}

/** Paint for a terminal that does (or does not) show colours. */
export function paintFor(colour: boolean): Paint {
  const colours = picocolors.createColors(colour);
  return { good: colours.green, bad: colours.red, warn: colours.yellow, dim: colours.dim, bold: colours.bold, name: colours.cyan };
}
