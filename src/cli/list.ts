/** `fdcheck list`: the questions. */
import { loadSpec, type SpecInfo } from '../lang/compile.js';
import { pairName } from '../report/compare.js';
import { expectationText } from '../report/expectation.js';
import { paintFor } from '../report/paint.js';
import { shortPath, UsageError } from './failure.js';
import { cacheOf } from './flags.js';
import { listFunctions } from './functions.js';
import { allSpecs, findSpecs } from './specs.js';
import type { Terminal } from './terminal.js';

export function list(wanted: readonly string[], flags: { readonly json?: true; readonly functions?: true }, terminal: Terminal): number {
  if (flags.functions === true) {
    if (wanted.length > 0) throw new UsageError('list --functions is about all specs together: name none');
    return listFunctions(flags, terminal);
  }
  const kept = cacheOf({}, terminal);
  const specs = (wanted.length === 0 ? allSpecs(terminal.cwd) : findSpecs(wanted, terminal.cwd)).map((file) => kept?.spec(file) ?? loadSpec(file));
  terminal.out(`${flags.json === true ? JSON.stringify(listDocument(specs, terminal.cwd), null, 2) : listText(specs, terminal)}\n`);
  return 0;
}

/** As schema/list.json has it. */
function listDocument(specs: readonly SpecInfo[], cwd: string): unknown {
  return {
    format: 'fdcheck-list-1',
    specs: specs.map(({ name, file, question, variants, expect, same, taskNames, bounds, faults }) => ({
      name, file: shortPath(cwd, file), question, variants: variants.map((variant) => ({ variant, expected: expectationText(expect[variant]!) })), same, tasks: taskNames, bounds, faults,
    })),
  };
}

function listText(specs: readonly SpecInfo[], terminal: Terminal): string {
  const paint = paintFor(terminal.colour);
  return specs.map(({ name, question, variants, expect, same }) => {
    const pairs = same.map(pairName);
    const width = Math.max(...[...variants, ...pairs].map((variant) => variant.length));
    return [paint.name(name), `  ${question}`, ...variants.map((variant) => `    ${variant.padEnd(width)}  ${expectationText(expect[variant]!)}`), ...pairs.map((pair) => `    ${pair.padEnd(width)}  same`)].join('\n');
  }).join('\n\n');
}
