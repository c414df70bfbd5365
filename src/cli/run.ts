/** The command line: what there is to say, and which command answers. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { exitCode } from '../checker/outcome.js';
import { accept } from './accept.js';
import { check } from './check.js';
import { addCite } from './cite/add.js';
import { compare } from './compare.js';
import { addCompletion } from './completion/completion.js';
import { explain } from './explain.js';
import { tellFailure } from './failure.js';
import type { CheckFlags } from './flags.js';
import { gate } from './gate.js';
import { addGraph } from './graph.js';
import { init, type InitFlags } from './init/init.js';
import { list } from './list.js';
import { measure } from './measure.js';
import { addMergeReports } from './merge-reports.js';
import { cacheOptions, count, engineOption, limitOptions, maxSecondsOption, maxStatesOption, positive, reduceOption, selectOptions, showOptions, type Adder, type Answerer } from './options.js';
import { replay, TRAIL_FORMATS, type ReplayFlags } from './replay.js';
import { reporterOption } from './reporters.js';
import { series, type SeriesFlags } from './series/series.js';
import type { Terminal } from './terminal.js';
import { watch, type WatchFlags } from './watch.js';

/** Runs one command line (without node and script) and gives the exit code. Never throws. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const program = commandLine(terminal, (command) => async (...given) => {
    code = await command(...given);
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCode('usage');
    return tellFailure(error, terminal, args.includes('--debug'));
  }
}

function commandLine(terminal: Terminal, answer: Answerer): Command {
  const program = new Command('fdcheck')
    .description('Checks kernel code written in TypeScript over every interleaving of its shared accesses.')
    .version(version(), '-V, --version')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err, getOutHelpWidth: () => terminal.columns, getErrHelpWidth: () => terminal.columns })
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride();
  addCheck(program, terminal, answer);
  addCompare(program, terminal, answer);
  addMeasure(program, terminal, answer);
  addTrailCommands(program, terminal, answer);
  addGraph(program, terminal, answer);
  addResultCommands(program, terminal, answer);
  addSeries(program, terminal, answer);
  addInit(program, terminal, answer);
  addMergeReports(program, terminal, answer);
  addCompletion(program, terminal, answer);
  addCite(program, terminal, answer);
  return program;
}

const addCheck: Adder = (program, terminal, answer) => {
  const command = program.command('check').argument('[SPEC...]', 'spec files, folders, or names below specs/; all specs if none')
    .description('explore every interleaving and compare each verdict with the expected one');
  for (const option of [...limitOptions(), ...showOptions(), ...cacheOptions(), ...selectOptions()]) command.addOption(option);
  command.option('--variant <name>', 'only this variant, e.g. v5.10, series/1, v5.10+series/17')
    .addOption(new Option('--workers <n>', 'specs checked side by side').argParser(positive))
    .addOption(reporterOption())
    .option('--json', 'one JSON document on stdout (schema/check.json): the same as --reporter json')
    .addOption(new Option('--minimise <what>', 'search again, with each access a step, for the shortest trails to what was found').choices(['steps']))
    .option('--trails', 'show every counterexample, also the expected ones of many specs')
    .option('--quiet', 'no progress, and a line a check')
    .option('--watch', 'check again whenever a file that the specs are made of is saved')
    .action(answer((specs: string[], flags: WatchFlags) => (flags.watch === true ? watch : check)(specs, flags, terminal)));
};

const addCompare: Adder = (program, terminal, answer) => {
  const command = program.command('compare').argument('<SPEC>', 'a spec file, or a name below specs/')
    .description('decide whether two variants can be told apart by memory and results, and show where')
    .option('--variants <A,B>', 'the two, whether the spec expects something of them or not')
    .addOption(engineOption())
    .addOption(new Option('--max-states <n>', 'give up beyond this many states of one variant (inconclusive; default: 2000000)').argParser(positive))
    .addOption(maxSecondsOption());
  for (const option of showOptions()) command.addOption(option);
  command.option('--json', 'one JSON document on stdout (schema/compare.json)').option('--quiet', 'no progress')
    .action(answer((spec: string, flags: CheckFlags) => compare(spec, flags, terminal)));
};

const addMeasure: Adder = (program, terminal, answer) => {
  const command = program.command('measure').argument('<SPEC>', 'a spec file, or a name below specs/')
    .description('least and greatest values of what a spec measures, over every interleaving')
    .option('--variant <name>', 'only this variant')
    .addOption(new Option('--workers <n>', 'variants explored side by side').argParser(positive));
  for (const option of limitOptions().filter(({ long }) => long !== '--first')) command.addOption(option);
  command.option('--json', 'one JSON document on stdout (schema/measure.json)')
    .addOption(new Option('--minimise <what>', 'search again, with each access a step, for the shortest trails').choices(['steps']))
    .option('--quiet', 'no progress').option('--debug', 'stack traces of errors')
    .action(answer((spec: string, flags: CheckFlags) => measure(spec, flags, terminal)));
};

const addTrailCommands: Adder = (program, terminal, answer) => {
  const command = program.command('replay').argument('<TRAIL>', 'a trail, as a counterexample ends with one, or a file that contains it')
    .description('run a trail again, step by step, and show it');
  for (const option of showOptions()) command.addOption(option);
  command.addOption(new Option('--format <name>', 'text; json (schema/trail.json); itf, the trace format of Apalache and Quint; mermaid, a sequence diagram').choices(TRAIL_FORMATS))
    .option('--json', 'the same as --format json')
    .action(answer((trail: string, flags: ReplayFlags) => replay(trail, flags, terminal)));
  program.command('explain').argument('<SPEC>', 'a spec file, or a name below specs/')
    .description('search, and show the compiled steps of each task, and why they were merged or not')
    .option('--variant <name>', 'this variant; the first that the spec expects something of if none')
    .addOption(reduceOption()).addOption(maxStatesOption()).addOption(maxSecondsOption())
    .option('--debug', 'stack traces of errors')
    .action(answer((spec: string, flags: CheckFlags) => explain(spec, flags, terminal)));
};

const addResultCommands: Adder = (program, terminal, answer) => {
  program.command('list').argument('[SPEC...]').description('show the specs: question, variants, expected verdicts')
    .option('--functions', 'show which specs reach which function of the model and which ways of its branches, what none reaches first')
    .option('--json', 'one JSON document on stdout (schema/list.json, schema/list-functions.json)').option('--debug', 'stack traces of errors')
    .action(answer((specs: string[], flags: { json?: true; functions?: true }) => list(specs, flags, terminal)));
  const accepting = program.command('accept').argument('[SPEC...]').description('check, and write what was found to results/, to be reviewed like code');
  accepting.option('--why <text>', 'why what is accepted differs from what was accepted before; kept with the results');
  accepting.action(answer((specs: string[], flags: CheckFlags) => accept(specs, flags, terminal)));
  const gating = program.command('gate').argument('[SPEC...]').description('check, and compare with results/; a difference is a drift');
  for (const option of selectOptions()) gating.addOption(option);
  gating.addOption(new Option('--bail <n>', 'stop when so many checks drift; 0: never (default: 5)').argParser(count))
    .addOption(new Option('--columns <n>', 'width of the text').argParser(positive))
    .addOption(reporterOption())
    .option('--json', 'one JSON document on stdout (schema/check.json): the same as --reporter json')
    .action(answer((specs: string[], flags: CheckFlags) => gate(specs, flags, terminal)));
  for (const command of [accepting, gating]) {
    command.addOption(new Option('--workers <n>', 'specs checked side by side').argParser(positive));
    for (const option of [...limitOptions(), ...cacheOptions()]) command.addOption(option);
    command.option('--quiet', 'no progress').option('--debug', 'stack traces of errors');
  }
};

const addSeries: Adder = (program, terminal, answer) => {
  const command = program.command('series').description('explore the questions below specs/series/matrix at every version, patch by patch, and show where each verdict flips')
    .addOption(new Option('--workers <n>', 'columns explored side by side').argParser(positive));
  for (const option of [...limitOptions(), ...cacheOptions()]) command.addOption(option);
  command.option('--property <name>', 'only the table of this property')
    .option('--write', 'write the matrix and its counterexamples to results/series/')
    .option('--json', 'one JSON document on stdout (schema/series.json)')
    .addOption(new Option('--columns <n>', 'width of the text').argParser(positive))
    .option('--quiet', 'no progress').option('--debug', 'stack traces of errors')
    .action(answer((flags: SeriesFlags) => series(flags, terminal)));
};

const addInit: Adder = (program, terminal, answer) => {
  program.command('init').description('write a small model with a question, a test and a workflow to begin with; with --patch, in a clone of fdcheck, the skeleton of a patch: its switch, the functions that it changes, and the question that must flip')
    .option('--force', 'write over files of the same names')
    .option('--patch <name>', 'the commit, or another name for it')
    .option('--title <text>', "the first line of the commit's message")
    .option('--function <name...>', 'a function that the patch changes; path:name where several files have one')
    .option('--debug', 'stack traces of errors')
    .action(answer((flags: InitFlags) => init(flags, terminal)));
};

/** From package.json, which is two folders up from src/cli and from dist/cli. */
function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
}
