/** What the specs of a folder reach of the model beside it: `specs/`, `src/model/` and `results/functions.json`. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { exitCode } from '../checker/outcome.js';
import { outline } from '../lang/outline.js';
import { functionDifferences, functionsOf, functionsText, parseFunctions, type Functions, type SpecReach } from '../report/functions.js';
import { functionList, functionsDocument, functionsTable, hasWrong, isComplete } from '../report/functions-list.js';
import { wrongNevers } from '../report/never.js';
import { paintFor } from '../report/paint.js';
import { shortPath, UsageError } from './failure.js';
import type { CheckFlags } from './flags.js';
import type { Answer } from './job.js';
import { read, resultFile } from './results.js';
import { specsFolder } from './specs.js';
import type { Terminal } from './terminal.js';
import { writeTogether } from './write.js';

/** Where a model is, and what is accepted of it. */
export interface ModelPlace {
  readonly model: string;
  readonly accepted: string;
}

/** The model beside the specs that a command without arguments is about; null where there is none. */
export function modelPlace(cwd: string): ModelPlace | null {
  const specs = specsFolder(cwd);
  if (specs === null) return null;
  const model = join(dirname(specs), 'src', 'model');
  const clash = ['functions.ts', 'functions.spec.ts'].map((name) => join(specs, name)).find((file) => existsSync(file));
  if (clash !== undefined && existsSync(model)) throw new UsageError(`rename ${shortPath(cwd, clash)}: results/functions.json tells of the model's functions`);
  return existsSync(model) ? { model, accepted: resultFile(join(specs, 'functions.ts'), 'functions') } : null;
}

/** Of a command that is about all specs, with nothing that would leave part of them unseen: the model whose functions it tells of. */
export function modelOfAll(wanted: readonly string[], flags: CheckFlags, cwd: string): ModelPlace | null {
  return wanted.length > 0 || flags.variant !== undefined || flags.engine === 'interpreter' || flags.reduce !== undefined ? null : modelPlace(cwd);
}

/** What these runs reached; null where one of them failed, or did not come to its end. */
export function reachedFunctions(place: ModelPlace, answers: readonly Answer[]): Functions | null {
  const runs = answers.filter(({ kind }) => kind !== 'pair').map((answer) => (answer.kind === 'run' && answer.reach !== null ? { spec: answer.spec, reach: answer.reach } : null));
  if (runs.includes(null)) return null;
  const below = (file: string): string => relative(place.model, file).replaceAll(sep, '/');
  const reached = runs.flatMap((run): SpecReach[] => (run === null ? [] : [{
    spec: run.spec,
    reach: {
      functions: run.reach.functions.map((one) => ({ ...one, file: below(one.file) })),
      branches: run.reach.branches.map((one) => ({ ...one, file: below(one.file) })),
    },
  }]));
  return functionsOf(reached, outline(place.model).functions);
}

/** Writes what is reached, and says so; only where every spec is as expected. */
export function acceptFunctions(place: ModelPlace, answers: readonly Answer[], terminal: Terminal): void {
  const found = answers.every((answer) => answer.kind !== 'failure' && answer.met) ? reachedFunctions(place, answers) : null;
  const name = shortPath(terminal.cwd, place.accepted);
  if (found !== null) writeTogether(new Map([[place.accepted, functionsText(found)]]));
  terminal.out(found === null ? `left ${name} alone: not every spec was explored and as expected\n` : `wrote ${name}\n`);
}

/** What the model says can never happen, held against what was accepted, in words: where it is known that what is reached is as accepted. */
export function neversDrift({ model, accepted }: ModelPlace): string[] {
  return wrongNevers(readFunctions(accepted), outline(model));
}

/** How what is reached differs from what was accepted, and from what the model says can never happen, in words. */
export function functionsDrift(place: ModelPlace, answers: readonly Answer[], cwd: string): string[] {
  const found = reachedFunctions(place, answers);
  if (found === null) return [];
  const wrong = wrongNevers(found, outline(place.model));
  if (!existsSync(place.accepted)) return [...wrong, `nothing was accepted yet of the model's functions (fdcheck accept writes ${shortPath(cwd, place.accepted)})`];
  return [...wrong, ...functionDifferences(readFunctions(place.accepted), found)];
}

function readFunctions(file: string): Functions {
  return read(file, parseFunctions, "does not tell what is reached of the model's functions (fdcheck accept, without arguments, writes it)");
}

/** `fdcheck list --functions`. Exit code 21 where something is reached that the model says is never, else 20 where something is unreached. */
export function listFunctions(flags: { readonly json?: true }, terminal: Terminal): number {
  const place = modelPlace(terminal.cwd);
  if (place === null) throw new UsageError(`there is no model (a folder src/model/ beside specs/) in ${terminal.cwd} or above it`);
  if (!existsSync(place.accepted)) throw new UsageError(`there is no ${shortPath(terminal.cwd, place.accepted)}; fdcheck accept, without arguments, writes it`);
  const listed = functionList(readFunctions(place.accepted), outline(place.model));
  terminal.out(`${flags.json === true ? JSON.stringify(functionsDocument(listed), null, 2) : functionsTable(listed, paintFor(terminal.colour))}\n`);
  return exitCode(hasWrong(listed) ? 'drift' : isComplete(listed) ? 'proved' : 'unreached');
}
