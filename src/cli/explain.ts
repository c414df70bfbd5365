/** `fdcheck explain`: what a spec compiles to. */
import { compile, loadSpec } from '../lang/compile.js';
import { explainText } from '../report/explain.js';
import { paintFor } from '../report/paint.js';
import type { CheckFlags } from './flags.js';
import { findSpecs } from './specs.js';
import type { Terminal } from './terminal.js';
import { variantsOf } from './variants.js';

export function explain(wanted: string, flags: CheckFlags, terminal: Terminal): number {
  for (const file of findSpecs([wanted], terminal.cwd)) {
    const spec = loadSpec(file);
    const program = compile(spec, variantsOf(spec, flags.variant)[0]!, { reducePrivate: flags.reduce !== 'none' });
    terminal.out(`${explainText(program, paintFor(terminal.colour))}\n`);
  }
  return 0;
}
