/** The text that fdcheck prints, made from the document: without colours, in lines of 80 characters. */
import { exitCode, factsOf } from '../../checker/outcome.js';
import type { CheckDocument } from '../check-document.js';
import { counted } from '../numbers.js';
import { suitesOf, tally, type Case, type Suite } from './suites.js';

export function plain(document: CheckDocument): string {
  const suites = suitesOf(document);
  return `${[...suites.flatMap((suite) => suite.cases.map((one) => caseText(suite, one))), summaryText(document, suites)].join('\n')}\n`;
}

/** One line that says how all went. */
export function summaryText({ outcome, command }: Pick<CheckDocument, 'outcome' | 'command'>, suites: readonly Suite[]): string {
  const all = suites.reduce((sum, { cases }) => sum + cases.length, 0);
  const wrong = tally(suites, 'failed') + tally(suites, 'error');
  const skipped = tally(suites, 'skipped');
  const rest = skipped === 0 ? '' : `, ${skipped} not begun`;
  if (wrong === 0) return `${counted(all, 'check')}, ${command === 'gate' ? 'no drift' : 'all as expected'}${rest}`;
  return `${wrong} of ${counted(all, 'check')} not as expected${rest}: ${factsOf(outcome).title} (exit code ${exitCode(outcome)})`;
}

/** Runs and pairs say in their first line what they are about. */
function caseText({ name }: Suite, one: Case): string {
  if (one.status === 'skipped') return `- ${name} @ ${one.name}: ${one.message}`;
  if (one.parts.length > 0 || one.notes.length > 0) return one.text;
  return `✗ ${name}${one.status === 'error' && one.name === one.message ? '' : ` @ ${one.name}`}: ${one.message}\n${one.text}`;
}
