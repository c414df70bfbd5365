/** What a check of one spec on one variant found, as text. */
import type { Program } from '../lang/ir.js';
import type { CheckResult } from '../checker/check.js';
import type { Comparison, Expectation } from '../checker/expectation.js';
import { outcomeOf, type Verdict } from '../checker/outcome.js';
import { counterexampleLines, type CounterexampleStyle } from './counterexample.js';
import { expectationText } from './expectation.js';
import { measureLine, measureLines, type AcceptedMeasure } from './measures.js';
import { counted, grouped } from './numbers.js';
import { wrapPieces } from './trail/table.js';

/** A finished check and what it was compared with. */
export interface Run {
  readonly question: string;
  readonly program: Program;
  readonly result: CheckResult;
  readonly expectation: Expectation;
  readonly comparison: Comparison;
}

/** How much of a run is told: a line, or everything with every counterexample. */
export type Detail = 'line' | 'full';

/** Names of functions shown with steps that never fired. */
const UNFIRED_FNS = 6;

export function runText(run: Run, detail: Detail, style: CounterexampleStyle): string {
  const { result, comparison, question } = run;
  const measures = measureLines(result.measures, result.complete);
  if (detail === 'line' && comparison.met) return [...headlines(run, style), ...measures].join('\n');
  const shown = result.verdicts.filter((verdict) => outcomeOf(verdict) !== 'proved' && (detail === 'full' || comparison.unexpected.includes(verdict)));
  return [
    ...headlines(run, style),
    ...(comparison.met ? [] : wrapped(`expected ${expectationText(run.expectation)}, found ${foundText(result)}`, style.columns - 2).map((line) => style.paint.bad(`  ${line}`))),
    ...(question === '' ? [] : wrapPieces(question.split(' '), style.columns - 2).map((line) => style.paint.dim(`  ${line}`))),
    ...measures,
    ...countLines(run, style),
    ...scopeLines(run, style),
    ...shown.flatMap((verdict) => ['', ...counterexampleLines(run.program, verdict, style)]),
  ].join('\n');
}

/** All that is wrong in a result, in the words of expectations; `proved` where nothing is. */
export function foundText({ verdicts, limit, complete }: Pick<CheckResult, 'verdicts' | 'limit' | 'complete'>): string {
  const wrong = verdicts.filter((verdict) => outcomeOf(verdict) !== 'proved' && verdict.kind !== 'inconclusive');
  const names = (kind: Verdict['kind']): string[] => wrong.flatMap((verdict) => (verdict.kind === kind && 'name' in verdict.subject ? [verdict.subject.name] : []));
  const reports = (kind: 'report' | 'model'): string[] => wrong.flatMap((verdict) => (verdict.kind === kind && 'reportClass' in verdict ? [verdict.reportClass] : []));
  const group = (word: string, of: readonly string[]): string[] => (of.length === 0 ? [] : [`${word}(${[...new Set(of)].join(', ')})`]);
  const words = [
    ...group('model error', reports('model')), ...group('violated', names('violated')), ...group('unreached', names('unreached')), ...group('reports', reports('report')),
    ...(wrong.some(({ kind }) => kind === 'hung') ? ['hung'] : []),
    ...(complete ? [] : [`inconclusive (${limitText(limit)})`]),
  ];
  return words.length === 0 ? 'proved' : words.join(' and ');
}

/** Why a search ended early. */
export function limitText(limit: CheckResult['limit']): string {
  switch (limit) {
    case 'states': return 'the limit of states was reached';
    case 'depth': return 'the limit of depth was reached';
    case 'memory': return 'the limit of memory was reached';
    case 'time': return 'the limit of time was reached';
    case 'interrupt': return 'interrupted';
    case null: return 'stopped at the first finding';
  }
}

/** One line where it fits. */
function headlines({ result, comparison }: Run, style: CounterexampleStyle): string[] {
  const { spec, variant } = result;
  return headlineOf({ spec, variant, found: foundText(result), met: comparison.met }, style);
}

function headlineOf({ spec, variant, found, met }: { readonly spec: string; readonly variant: string; readonly found: string; readonly met: boolean }, { paint, columns }: Head): string[] {
  const [mark, colour] = met ? ['✓', paint.good] as const : ['✗', paint.bad] as const;
  const about = `${spec} @ ${variant}`;
  const lines = wrapped(`${mark} ${about}: ${met ? `${found}, as expected` : `${found}, NOT as expected`}`, columns);
  const start = `${mark} ${about}:`;
  if (!lines[0]!.startsWith(start)) return met ? lines : lines.map(paint.bad);
  const rest = lines[0]!.slice(start.length);
  const said = met ? rest.replace(/^ proved/, ` ${paint.good('proved')}`) : paint.bad(rest);
  return [`${colour(mark)} ${paint.name(about)}:${said}`, ...lines.slice(1).map((line) => (met ? line : paint.bad(line)))];
}

type Head = Pick<CounterexampleStyle, 'paint' | 'columns'>;

/** A check that came to its end as expected, in a line and one for each measure: the text of `runText`, from what is kept of it. */
export function metText(run: { readonly spec: string; readonly variant: string; readonly found: string; readonly measures: readonly AcceptedMeasure[] }, style: Head): string {
  return [...headlineOf({ ...run, met: true }, style), ...run.measures.map((one) => measureLine(one, true))].join('\n');
}

function wrapped(text: string, columns: number): string[] {
  return wrapPieces(text.split(' '), columns);
}

function countLines({ result, program }: Run, { columns }: CounterexampleStyle): string[] {
  const { states, passed, transitions, depth, fingerprint, meanOut, maxOut } = result.counts;
  const explored = result.complete ? [] : ['explored so far:'];
  const pieces = [
    ...explored, `${counted(states, 'state')},`, ...(passed > 0 ? [`${grouped(passed)} passed,`] : []), `${counted(transitions, 'transition')},`, `depth ${depth},`, `out-degree ${meanOut.toFixed(2)} on average, ${maxOut} at most,`,
    `fingerprint ${fingerprint}`,
  ];
  return [...wrapPieces(pieces, columns - 2), ...unfiredLines(result, program, columns - 2)].map((line) => `  ${line}`);
}

function unfiredLines({ unfired }: CheckResult, program: Program, columns: number): string[] {
  if (unfired.length === 0) return [];
  const fns = [...new Set(unfired.map(({ fn }) => fn))];
  const more = fns.length > UNFIRED_FNS ? [`and ${fns.length - UNFIRED_FNS} more functions`] : [];
  const stops = new Set(program.fns.filter(({ role }) => role === 'task').flatMap(({ blocks }) => blocks.flatMap(({ instrs: [first] }) => (first?.kind === 'access' && first.boundary ? [first.access] : []))));
  const named = [...fns.slice(0, UNFIRED_FNS), ...more];
  return wrapPieces([`never taken: ${grouped(unfired.length)} of ${counted(stops.size, 'step')},`, 'in', ...named.map((name, at) => (at + 1 < named.length ? `${name},` : name))], columns);
}

function scopeLines({ result, program }: Run, { columns }: CounterexampleStyle): string[] {
  const { tasks, bounds, faults, memoryModel, reductions } = result.scope;
  const budget = (of: readonly [string, number][]): string[] => of.map(([name, value], at) => `${name} ${value}${at + 1 < of.length ? ',' : ';'}`);
  const larger = Object.entries(bounds).filter(([, value]) => value > 1);
  const used = Object.entries(faults);
  const claims = result.claims.map((site) => program.sites[site]!).map(({ file, line }) => `${file.split('/').at(-1)}:${line}`);
  const pieces = [
    `given: tasks ${tasks.join(', ')};`, ...budget(larger), larger.length === 0 ? 'every bound 1;' : 'other bounds 1;',
    ...(used.length === 0 ? ['no faults;'] : ['faults', ...budget(used)]), `${memoryModel};`, reductions.length === 0 ? 'every access a step;' : `reduced: ${reductions.join(', ')};`,
    claims.length === 0 ? 'no atomic claims' : `${counted(claims.length, 'atomic claim')} (${[...new Set(claims)].join(', ')})`,
  ];
  return wrapPieces(pieces, columns - 2).map((line) => `  ${line}`);
}
