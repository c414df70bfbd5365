/** TAP version 14 (https://testanything.org/tap-version-14-specification.html): a spec is a subtest, its variants and pairs are test points, with the rest in YAML. */
import { Document, Scalar, visit } from 'yaml';
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
  const text = yamlText({
    spec: name, variant: one.name, ...(path === null ? {} : { file: path }), ...(failed ? { severity: one.status === 'error' ? 'error' : 'fail', outcome: one.outcome } : {}), message: one.message,
    ...(failed && one.text !== '' ? { counterexample: `${one.text}\n` } : {}), ...(failed || one.notes.length === 0 ? {} : { notes: one.notes }),
  });
  return `---\n${text.trimEnd()}\n...`;
}

/** Line breaks that YAML has and readers of TAP do not expect in a line are written as YAML's escapes, which double quotes have alone. */
function yamlText(fields: Readonly<Record<string, unknown>>): string {
  const document = new Document(fields);
  visit(document, { Scalar: (_, scalar) => {
    if (typeof scalar.value === 'string' && /[\u2028\u2029]/.test(scalar.value)) scalar.type = Scalar.QUOTE_DOUBLE;
  } });
  return document.toString({ lineWidth: 0, blockQuote: 'literal' }).replaceAll('\u2028', '\\L').replaceAll('\u2029', '\\P');
}

/** Backslash and number sign are the two characters that TAP escapes. A brace at the end, which node-tap takes for the beginning of a subtest, is a wide one. */
function escaped(name: string): string {
  return oneLine(name).replace(/[\\#]/g, (char) => `\\${char}`).replace(/\{\s*$/u, '\uFF5B');
}
