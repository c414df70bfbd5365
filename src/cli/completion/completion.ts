/** `fdcheck completion SHELL`, and what its script asks at each press of the tab key: `fdcheck complete -- WORDS`. */
import { Argument } from 'commander';
import { UsageError } from '../failure.js';
import type { Adder } from '../options.js';
import { candidates } from './candidates.js';
import { isShell, scripts } from './scripts.js';
import { valuesIn } from './values.js';

export const addCompletion: Adder = (program, terminal, answer) => {
  program.command('completion').addArgument(new Argument('<SHELL>', 'of which shell').choices(Object.keys(scripts)))
    .description('print what a shell needs to complete commands, options, specs and variants: source <(fdcheck completion bash)')
    .action(answer((shell: string) => {
      if (!isShell(shell)) throw new UsageError(`there is no completion for '${shell}'`);
      terminal.out(scripts[shell]);
      return 0;
    }));
  program.command('complete', { hidden: true }).argument('[WORDS...]').allowUnknownOption().helpOption(false)
    .action(answer((words: string[]) => {
      terminal.out(linesFor(words));
      return 0;
    }));

  /** A line each: the value, a tab, a few words. Nothing where something is wrong: a person who types is told so when the command runs. */
  function linesFor(words: readonly string[]): string {
    try {
      return candidates(program, words, valuesIn(terminal.cwd)).map(({ value, about }) => `${value}\t${about}\n`).join('');
    } catch {
      return '';
    }
  }
};
