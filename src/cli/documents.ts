/** From the answers of a run to its document. */
import { stripVTControlCharacters } from 'node:util';
import type { Diagnostic } from '../lang/compile.js';
import { checkDocument, type CheckDocument, type DiagnosticDocument, type FailureDocument } from '../report/check-document.js';
import { pathFrom, placeDocument } from '../report/place.js';
import type { Answer } from './job.js';
import { repositoryRoot } from './root.js';

/** What the answers do not say. `plan` is what was found, in that order, where it is not given. */
type About = Pick<CheckDocument, 'command' | 'outcome'> & Partial<Pick<CheckDocument, 'shard' | 'plan' | 'drifts' | 'skipped'>>;

/** The document of a command, of answers that were asked for one. */
export function documentOf(found: readonly Answer[], about: About, cwd: string): CheckDocument {
  const root = repositoryRoot(cwd);
  return checkDocument({
    plan: [...found.map(({ label }) => label), ...(about.skipped ?? [])], ...about,
    runs: found.flatMap((answer) => (answer.kind === 'run' && answer.document !== null ? [answer.document] : [])),
    pairs: found.flatMap((answer) => (answer.kind === 'pair' && answer.document !== null ? [answer.document] : [])),
    failures: found.flatMap((answer) => (answer.kind === 'failure' ? [failureDocument(answer, root)] : [])),
  });
}

function failureDocument({ label, file, outcome, text, diagnostics }: Extract<Answer, { kind: 'failure' }>, root: string): FailureDocument {
  return { about: label, path: pathFrom(root, file), outcome, message: stripVTControlCharacters(text), diagnostics: diagnostics.map((one) => diagnosticDocument(one, root)) };
}

function diagnosticDocument(diagnostic: Diagnostic, root: string): DiagnosticDocument {
  return { ...placeDocument(diagnostic, root), endColumn: diagnostic.endColumn, message: diagnostic.message };
}
