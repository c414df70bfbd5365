/** `fdcheck cite` on the command line. */
import { Option } from 'commander';
import type { Adder } from '../options.js';
import { cite, type CiteFlags } from './cite.js';

export const addCite: Adder = (program, terminal, answer) => {
  program.command('cite').argument('[WHAT...]', 'paths in the kernel or the model, names of functions, or specs; all if none')
    .description('look up in a kernel tree what the model cites, and tell what has changed, moved or gone since it was modelled (exit code 21)')
    .requiredOption('--kernel <tree>', 'an unpacked kernel, or a git repository of one: DIR@REVISION')
    .option('--since <tree>', 'show differences from the text in this older tree')
    .option('--cited <version>', 'only what is cited of this version, as it was there, whatever was accepted of others')
    .addOption(new Option('--accept', 'write src/model/citations.json: what the tree has is what was modelled, or does not matter').conflicts(['since', 'cited', 'json', 'markdown']))
    .option('--json', 'one JSON document on stdout (schema/cite.json)')
    .addOption(new Option('--markdown', 'a table of what is not as modelled').conflicts('json'))
    .option('--quiet', 'no progress').option('--debug', 'stack traces of errors')
    .action(answer((wanted: string[], flags: CiteFlags) => cite(wanted, flags, terminal)));
};
