/** Specs as text, in both engines. */
import { compileEngine } from '../../src/checker/codegen/compile.js';
import { interpretEngine } from '../../src/checker/interpret/engine.js';
import type { Exploration } from '../../src/checker/search/exploration.js';
import { explore } from '../../src/checker/search/explore.js';
import type { Program } from '../../src/lang/ir.js';
import { refusal, programOf, type Files, refusals } from './front.js';
import { withImports } from './vocabulary.js';

/** More than any little model has. */
const STATES_MAX = 50_000;

export const ONE = 'tasks: { T1: one }';

/** What the engines agree on. */
export interface Found {
  readonly states: number;
  readonly transitions: number;
  /** Names of the properties that fail, witnesses that do not exist among them; sorted. */
  readonly failing: readonly string[];
  /** `class: title` of each report, of properties' own too; sorted. */
  readonly reports: readonly string[];
  readonly hung: boolean;
}

/** Explores the spec with the compiled engine and the interpreter. Throws unless they agree. */
export async function explored(text: string, options = ONE): Promise<Found> {
  const program = programOf(text, options);
  const [compiled, interpreted] = await Promise.all([compileEngine, interpretEngine].map((engine) => explore(engine(program), { limits: { states: STATES_MAX } })));
  if (!compiled || !interpreted) throw new Error('two engines were asked');
  const [one, other] = [compiled, interpreted].map((found) => JSON.stringify([found.fingerprint, summary(program, found)]));
  if (one !== other || !compiled.complete) throw new Error(`the engines differ, or a search was cut off: ${one} and ${other}`);
  return summary(program, compiled);
}

function summary({ properties, reports }: Program, found: Exploration): Found {
  const failing = properties.filter(({ kind }, k) => (found.violations[k] === null) === (kind === 'reachable')).map(({ name }) => name);
  const ended = [...found.reports, ...found.propertyErrors].map(({ report }) => `${reports[report]?.class}: ${reports[report]?.title}`);
  return { states: found.states, transitions: found.transitions, failing: failing.toSorted(), reports: [...new Set(ended)].toSorted(), hung: found.hung !== null };
}

/** What is said of a spec with these declarations that is refused; see refusal. */
export function refused(text: string, options = ONE): string {
  return refusal(withImports(`${text}\nexport default spec({ ${options}, expect: { base: proved } });`));
}

/** What is said first of several files, of which `question.ts` is declarations of a spec; see refused. */
export function refusedFiles(text: string, files: Files): string {
  const question = withImports(`${text}\nexport default spec({ ${ONE}, expect: { base: proved } });`);
  return refusals({ 'question.ts': question, ...files })[0]?.message ?? '';
}
