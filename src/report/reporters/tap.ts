/** TAP version 14 (https://testanything.org/tap-version-14-specification.html): a spec is a subtest, its variants and pairs are test points, with the rest in YAML. */
import { stringify } from 'yaml';
import type { CheckDocument } from '../check-document.js';
import { indented, oneLine } from './one-line.js';
import { suitesOf, worst, type Case, type Suite } from './suites.js';

const INDENT = '    ';
const YAML_INDENT = '  ';

export function tap(document: CheckDocument): string {
  const suites = suitesOf(document);
  return `${['TAP version 14', `1..${suites.length}`, ...suites.flatMap((suite, at) => suiteLines(suite, at + 1))].join('\n')}\n`;
}

function suiteLines(suite: Suite, number: number): string[] {
  const status = worst(suite.cases.map((one) => one.status));
  return [
    `# Subtest: ${escaped(suite.name)}`,
    ...[`1..${suite.cases.length}`, ...suite.cases.flatMap((one, at) => caseLines(suite, one, at + 1))].map((lines) => indented(lines, INDENT)),
    `${status === 'failed' || status === 'error' ? 'not ok' : 'ok'} ${number} - ${escaped(suite.name)}`,
  ];
}

function caseLines(suite: Suite, one: Case, number: number): string[] {
  if (one.status === 'skipped') return [`ok ${number} - ${escaped(one.name)} # SKIP ${oneLine(one.message)}`];
  return [`${one.status === 'passed' ? 'ok' : 'not ok'} ${number} - ${escaped(one.name)}`, indented(yamlBlock(suite, one), YAML_INDENT)];
}

function yamlBlock({ name, path }: Suite, one: Case): string {
  const failed = one.status !== 'passed';
  const text = stringify({
    spec: name, variant: one.name, ...(path === null ? {} : { file: path }), ...(failed ? { severity: one.status === 'error' ? 'error' : 'fail', outcome: one.outcome } : {}), message: one.message,
    ...(failed && one.text !== '' ? { counterexample: one.text } : {}), ...(one.notes.length === 0 ? {} : { notes: one.notes }),
  }, { lineWidth: 0, blockQuote: 'literal' });
  return `---\n${text.trimEnd()}\n...`;
}

/** Backslash and number sign are the two characters that TAP escapes. */
function escaped(name: string): string {
  return oneLine(name).replace(/[\\#]/g, (char) => `\\${char}`);
}
