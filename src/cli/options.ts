/** The options that several commands share, and how a command is added to the command line. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { REDUCTION_WORDS, reductionsOf } from './reductions.js';
import { shardOf } from './select.js';
import type { Terminal } from './terminal.js';

/** Makes a command's answer, an exit code, that of the whole command line. */
export type Answerer = <Given extends unknown[]>(command: (...given: Given) => Promise<number> | number) => (...given: Given) => Promise<void>;

/** Adds a command, or several. */
export type Adder = (program: Command, terminal: Terminal, answer: Answerer) => void;

/** What ends a search early, and how it searches. */
export function limitOptions(): Option[] {
  return [
    engineOption(),
    new Option('--first', 'stop after the level in which something is violated'),
    maxStatesOption(),
    new Option('--max-depth <n>', 'give up beyond this many levels (inconclusive)').argParser(positive),
    maxSecondsOption(),
    reduceOption(),
  ];
}

/** Where what was found is kept between runs. */
export function cacheOptions(): Option[] {
  return [
    new Option('--cache <folder>', 'where to keep what was found between runs (default: node_modules/.cache/fdcheck of the nearest installed package)'),
    new Option('--no-cache', 'search everything again, and keep nothing'),
  ];
}

/** Which of the checks. */
export function selectOptions(): Option[] {
  return [
    new Option('--shard <i/n>', 'only this part of the checks, of n that cost about the same').argParser(shardOf),
    new Option('--changed-since <rev>', 'only what can be affected by what changed in git since then'),
  ];
}

export function engineOption(): Option {
  return new Option('--engine <name>', 'how states are expanded').choices(['compiled', 'interpreter']).default('compiled');
}

export function maxStatesOption(): Option {
  return new Option('--max-states <n>', 'give up beyond this many states (inconclusive)').argParser(positive);
}

export function maxSecondsOption(): Option {
  return new Option('--max-seconds <n>', 'give up after this time (inconclusive)').argParser(positive);
}

export function reduceOption(otherwise: 'all' | 'none' = 'all'): Option {
  return new Option('--reduce <which>', `what may take away interleavings and states that cannot matter: ${REDUCTION_WORDS} (default: ${otherwise})`).argParser(reductionsOf);
}

export function showOptions(): Option[] {
  return [
    new Option('--steps', 'show every step of a trail, unfolded'),
    new Option('--columns <n>', 'width of the text').argParser(positive),
    new Option('--debug', 'stack traces of errors'),
  ];
}

/** 0 or more, and whole. */
export function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('not a whole number from 0');
  return value;
}

export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('not a number above 0');
  return value;
}
