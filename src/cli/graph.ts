/** `fdcheck graph`: the state graph of a small program, or what a task runs, to be drawn by Graphviz or Mermaid. */
import { Option } from 'commander';
import { compileEngine } from '../checker/codegen/compile.js';
import { NO_REDUCTIONS, type Reductions } from '../checker/reductions.js';
import { stateGraph, type DrawableGraph } from '../checker/state-graph.js';
import { compile, loadSpec } from '../lang/compile.js';
import type { FnId, Program } from '../lang/ir.js';
import { controlFlow } from '../report/export/control-flow.js';
import { dotText, flowchartText, type Diagram } from '../report/export/diagram.js';
import { stateDiagram } from '../report/export/state-diagram.js';
import { UsageError } from './failure.js';
import { positive, reduceOption, type Adder } from './options.js';
import { findSpecs } from './specs.js';
import { closest } from './suggest.js';
import type { Terminal } from './terminal.js';
import { anyVariant } from './variants.js';

/** States beyond which nobody reads a drawing. */
const STATES_MAX = 200;
const FORMATS = ['dot', 'mermaid'] as const;

interface GraphFlags {
  readonly variant?: string;
  readonly format: (typeof FORMATS)[number];
  readonly maxStates: number;
  readonly reduce?: Reductions;
  readonly task?: string;
}

export const addGraph: Adder = (program, terminal, answer) => {
  program.command('graph').argument('<SPEC>', 'a spec file, or a name below specs/')
    .description('draw every state and transition of a small program, what is wrong marked; or with --task what a task runs')
    .option('--variant <name>', 'this variant; the first that the spec expects something of if none')
    .addOption(new Option('--format <name>', 'for Graphviz, or for Mermaid').choices(FORMATS).default('dot'))
    .option('--task <name>', 'the control flow of this task instead: functions, control points, conditions')
    .addOption(new Option('--max-states <n>', 'refuse to draw more').argParser(positive).default(STATES_MAX))
    .addOption(reduceOption('none'))
    .option('--debug', 'stack traces of errors')
    .action(answer((spec: string, flags: GraphFlags) => graph(spec, flags, terminal)));
};

/** Exit code 0: drawn, whatever it shows. Throws UsageError for a graph that is too large, and for a task that is not there. */
async function graph(wanted: string, flags: GraphFlags, terminal: Terminal): Promise<number> {
  const files = findSpecs([wanted], terminal.cwd);
  if (files.length !== 1) throw new UsageError(`graph draws one spec; ${wanted} has ${files.length}`);
  const spec = loadSpec(files[0]!);
  const program = compile(spec, flags.variant === undefined ? spec.variants[0]! : anyVariant(spec, flags.variant));
  const diagram = flags.task === undefined ? stateDiagram(program, await states(program, flags, terminal)) : taskFlow(program, flags.task);
  terminal.out(written(diagram, flags.format));
  return 0;
}

function written(diagram: Diagram, format: GraphFlags['format']): string {
  return format === 'dot' ? dotText(diagram) : flowchartText(diagram);
}

async function states(program: Program, { maxStates, reduce = NO_REDUCTIONS }: GraphFlags, { interrupt }: Terminal): Promise<DrawableGraph> {
  const found = await stateGraph(compileEngine(program), { reductions: reduce, maxStates, signal: interrupt });
  if (found === 'states') {
    throw new UsageError(`${program.spec} @ ${program.variant} has more than ${maxStates} states: `
      + `--reduce all leaves out interleavings that cannot matter, --max-states N draws more, --task ${program.tasks[0]!.name} draws what a task runs instead`);
  }
  if (typeof found === 'string') throw new UsageError(`the graph is not whole: ${found}`);
  return found;
}

function taskFlow(program: Program, wanted: string): Diagram {
  const names = program.tasks.map(({ name }) => name);
  const at = names.indexOf(wanted);
  const near = closest(wanted, names);
  if (at < 0) throw new UsageError(`${program.spec} has no task '${wanted}'; ${near === null ? `it has ${names.join(', ')}` : `did you mean ${near}? (it has ${names.join(', ')})`}`);
  return controlFlow(program, { title: `${program.spec} @ ${program.variant}: task ${wanted}`, entry: entryOf(program, at, wanted) });
}

function entryOf(program: Program, task: number, name: string): FnId {
  const { entry } = program.tasks[task]!;
  if (entry === null) throw new UsageError(`${program.spec}: ${name} is started by another task and has no function of its own to begin with; draw the task that starts it`);
  return entry;
}
