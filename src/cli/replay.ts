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
import { hungLines } from '../report/hung.js';
import { counted } from '../report/numbers.js';
import { paintFor } from '../report/paint.js';
import { splatLines } from '../report/splat.js';
import { summaryOf, type Ending } from '../report/summary/summary.js';
import { completeHash, trailAt } from '../report/trail/address.js';
import type { Subject } from '../report/trail/interest.js';
import { heldSubject, hungSubject } from '../report/verdicts.js';
import { UsageError } from './failure.js';
import type { CheckFlags } from './flags.js';
import { findSpecs } from './specs.js';
import type { Terminal } from './terminal.js';
import { anyVariant } from './variants.js';

/** Exit code 0: the trail exists, whatever it shows. Throws TrailMismatch where the program has no such trail. */
export function replay(wanted: string, flags: CheckFlags, terminal: Terminal): number {
  const addressed = readTrail(wanted, terminal.cwd);
  const [file] = findSpecs([addressed.spec], terminal.cwd);
  const spec = loadSpec(file!);
  const program = compile(spec, anyVariant(spec, addressed.variant));
  const trail = completeHash(addressed, programHash(program));
  const replayed = replayTrail(program, trail);
  if (flags.json === true) {
    terminal.out(`${JSON.stringify(trailDocument(program, trail, replayed), null, 2)}\n`);
    return 0;
  }
  const style = { paint: paintFor(terminal.colour), columns: flags.columns ?? terminal.columns, steps: flags.steps === true };
  const head = `${style.paint.name(`${trail.spec} @ ${trail.variant}`)}: ${counted(replayed.rows.length, 'step')}, replayed`;
  const { subject, ending, lines } = endingOf(program, replayed, style.columns);
  const summary = summaryOf(program, { subject, replayed, ending });
  terminal.out(`${[head, ...storyLines(program, { subject, replayed, summary }, style), ...lines].join('\n')}\n`);
  return 0;
}

/** What is wrong at the end of a trail, and so what it is about. */
function endingOf(program: Program, replayed: Replay, columns: number): { subject: Subject; ending: Ending; lines: readonly string[] } {
  if (replayed.report !== null) {
    const { object, class: reportClass } = program.reports[replayed.report.report]!;
    const subject: Subject = reportClass === 'held-at-exit' ? heldSubject(program, replayed) : { kind: 'report', struct: object?.struct ?? null };
    return { subject, ending: { kind: 'report' }, lines: splatLines(program, replayed, columns) };
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
    return { subject: { kind: 'property', fn: first.fn }, ending, lines: [...lines, ...measures] };
  }
  if (hung.length > 0) return { subject: hungSubject(program, replayed), ending: { kind: 'hung' }, lines: hung };
  const open: Ending = { kind: 'open' };
  if (measures.length > 0) return { subject: { kind: 'property', fn: program.measures![0]!.fn }, ending: open, lines: measures };
  return { subject: { kind: 'report', struct: null }, ending: open, lines: [moves === 0 ? 'nothing can move here, and no task hangs' : `${counted(moves, 'transition')} lead on from here`] };
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
