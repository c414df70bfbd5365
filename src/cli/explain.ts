/** `fdcheck explain`: what a spec compiles to. */
import { compile, loadSpec } from '../lang/compile.js';
import { explainText } from '../report/explain.js';
import { paintFor } from '../report/paint.js';
import { findSpecs } from './specs.js';
import type { Terminal } from './terminal.js';
import { variantsOf } from './variants.js';

export function explain(wanted: string, flags: { readonly variant?: string }, terminal: Terminal): number {
  for (const file of findSpecs([wanted], terminal.cwd)) {
    const spec = loadSpec(file);
    const program = compile(spec, variantsOf(spec, flags.variant)[0]!);
    terminal.out(`${explainText(program, paintFor(terminal.colour))}\n`);
  }
  return 0;
}
