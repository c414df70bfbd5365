/** `fdcheck replay`: a trail again, by the reference interpreter. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { evaluate, measured, transitions } from '../checker/interpret/interpret.js';
import type { State } from '../checker/state.js';
import { programHash, replay as replayTrail, type Replay, type Trail } from '../checker/trail.js';
import { compile, loadSpec } from '../lang/compile.js';
import type { Program, Property } from '../lang/ir.js';
import { storyLines } from '../report/counterexample.js';
import { trailDocument } from '../report/document.js';
import { itfText, itfTrace } from '../report/export/itf.js';
import { sequenceDiagram } from '../report/export/sequence.js';
import { hungLines } from '../report/hung.js';
import { counted } from '../report/numbers.js';
import { paintFor } from '../report/paint.js';
import { splatLines } from '../report/splat.js';
import { summaryOf, type Ending } from '../report/summary/summary.js';
import { addressOf, completeHash, trailAt } from '../report/trail/address.js';
import type { Subject } from '../report/trail/interest.js';
import { wrapPieces } from '../report/trail/table.js';
import { heldSubject, hungSubject } from '../report/verdicts.js';
import { UsageError } from './failure.js';
import { repositoryRoot } from './root.js';
import type { CheckFlags } from './flags.js';
import { findSpecs } from './specs.js';
import type { Terminal } from './terminal.js';
import { anyVariant } from './variants.js';

/** What a trail can be shown as. */
export const TRAIL_FORMATS = ['text', 'json', 'itf', 'mermaid'] as const;

export interface ReplayFlags extends CheckFlags {
  readonly format?: (typeof TRAIL_FORMATS)[number];
}

/** Exit code 0: the trail exists, whatever it shows. Throws TrailMismatch where the program has no such trail. */
export function replay(wanted: string, flags: ReplayFlags, terminal: Terminal): number {
  const addressed = readTrail(wanted, terminal.cwd);
  const [file] = findSpecs([addressed.spec], terminal.cwd);
  const spec = loadSpec(file!);
  const program = compile(spec, anyVariant(spec, addressed.variant));
  const trail = completeHash(addressed, programHash(program));
  terminal.out(shown({ program, trail, replayed: replayTrail(program, trail) }, flags, terminal));
  return 0;
}

interface Replayed {
  readonly program: Program;
  readonly trail: Trail;
  readonly replayed: Replay;
}

function shown({ program, trail, replayed }: Replayed, flags: ReplayFlags, terminal: Terminal): string {
  const style = { paint: paintFor(terminal.colour), columns: flags.columns ?? terminal.columns, steps: flags.steps === true };
  switch (formatOf(flags)) {
    case 'json': return `${JSON.stringify(trailDocument(program, trail, replayed, { root: repositoryRoot(terminal.cwd) }), null, 2)}\n`;
    case 'itf': return itfText(itfTrace(program, addressOf(trail), replayed));
    case 'mermaid': {
      const { subject, verdict } = endingOf(program, replayed, style.columns);
      return sequenceDiagram(program, { subject, replayed, verdict });
    }
    case 'text': {
      const head = wrapPieces(`${trail.spec} @ ${trail.variant}: ${counted(replayed.rows.length, 'step')}, replayed`.split(' '), style.columns).map(style.paint.name);
      const { subject, ending, lines } = endingOf(program, replayed, style.columns);
      const summary = summaryOf(program, { subject, replayed, ending });
      return `${[...head, ...storyLines(program, { subject, replayed, summary }, style), ...lines].join('\n')}\n`;
    }
  }
}

/** `--json` is `--format json`; both, of another format, is a contradiction. */
function formatOf({ format, json }: ReplayFlags): (typeof TRAIL_FORMATS)[number] {
  if (json === true && format !== undefined && format !== 'json') throw new UsageError(`--json and --format ${format} cannot both be: leave one out`);
  return format ?? (json === true ? 'json' : 'text');
}

interface Shown {
  readonly subject: Subject;
  readonly ending: Ending;
  /** Behind the table. */
  readonly lines: readonly string[];
  /** What is wrong, a line each; for a diagram. */
  readonly verdict: readonly string[];
}

/** What is wrong at the end of a trail, and so what it is about. */
function endingOf(program: Program, replayed: Replay, columns: number): Shown {
  if (replayed.report !== null) {
    const { object, class: reportClass, title } = program.reports[replayed.report.report]!;
    const subject: Subject = reportClass === 'held-at-exit' ? heldSubject(program, replayed) : { kind: 'report', struct: object?.struct ?? null };
    return { subject, ending: { kind: 'report' }, lines: splatLines(program, replayed, columns), verdict: [title] };
  }
  const end = replayed.states.at(-1) ?? replayed.start!;
  const moves = transitions(program, end).length;
  const broken = program.properties.filter((property) => isBroken(program, property, end, moves));
  const lines = broken.map(({ kind, name }) => `${name} is ${kind === 'reachable' ? 'reached' : 'false'} here`);
  const hung = moves === 0 ? hungLines(program, end, { columns, rows: replayed.rows }) : [];
  const measures = moves === 0 && hung.length === 0 ? measuredLines(program, end) : [];
  const [first] = broken;
  if (first !== undefined) {
    const ending: Ending = { kind: 'property', name: first.name, fn: first.fn, value: first.kind === 'reachable', final: first.kind === 'final' };
    return { subject: { kind: 'property', fn: first.fn }, ending, lines: [...lines, ...measures], verdict: lines };
  }
  if (hung.length > 0) return { subject: hungSubject(program, replayed), ending: { kind: 'hung' }, lines: hung, verdict: hung.filter((line) => line.startsWith('INFO')) };
  const open: Ending = { kind: 'open' };
  if (measures.length > 0) return { subject: { kind: 'property', fn: program.measures![0]!.fn }, ending: open, lines: measures, verdict: [] };
  return { subject: { kind: 'report', struct: null }, ending: open, lines: [moves === 0 ? 'nothing can move here, and no task hangs' : `${counted(moves, 'transition')} lead on from here`], verdict: [] };
}

function measuredLines(program: Program, end: State): string[] {
  return (program.measures ?? []).map((measure) => {
    const value = measured(program, measure, end);
    return typeof value === 'number' ? `${measure.name} is ${value} here` : `${measure.name} cannot be evaluated here: ${program.reports[value.report]!.title}`;
  });
}

/** `always` before `reachable` in the order of the program; a `final` property is asked where nothing moves. */
function isBroken(program: Program, property: Property, end: State, moves: number): boolean {
  if (property.kind === 'final' && moves > 0) return false;
  return evaluate(program, property, end) === (property.kind === 'reachable');
}

/** An address, as given or in a file: alone, in the command that replays it, or in a JSON document. */
function readTrail(wanted: string, cwd: string): Trail {
  const given = trailAt(wanted);
  if (given !== null) return given;
  const file = resolve(cwd, wanted);
  if (!existsSync(file) || !statSync(file).isFile()) throw new UsageError(`'${wanted}' is no trail, and no file that contains one; a counterexample ends with its trail`);
  const text = readFileSync(file, 'utf8');
  const quoted = /'([^']+@[^']+)'/.exec(text)?.[1] ?? /"address":\s*"([^"]+)"/.exec(text)?.[1] ?? text;
  const found = trailAt(quoted);
  if (found === null) throw new UsageError(`${wanted} contains no trail: an address looks like exec/x@v5.10:0123456789abcdef:0x3,1`);
  return found;
}
