/**
 * JUnit's XML, as Jenkins (the schema of its xUnit plugin, junit-10.xsd), GitLab and others read it: a spec is a suite, a variant or a pair of them a case.
 * No times: the same run gives the same bytes, and readers take a case without one for 0 s.
 */
import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import type { CheckDocument } from '../check-document.js';
import { oneLine } from './one-line.js';
import { suitesOf, tally, type Case, type Suite } from './suites.js';

/** What XML has no way to write is shown as this. */
const NO_CHARACTER = '\uFFFD';

export function junit(document: CheckDocument): string {
  const suites = suitesOf(document);
  const root = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: NO_CHARACTER })
    .ele('testsuites', { name: `fdcheck ${document.command}`, ...counts(suites) });
  for (const suite of suites) addSuite(root, suite);
  return `${root.end({ prettyPrint: true })}\n`;
}

function addSuite(parent: XMLBuilder, suite: Suite): void {
  const element = parent.ele('testsuite', { name: oneLine(suite.name), ...(suite.path === null ? {} : { file: oneLine(suite.path) }), ...counts([suite]), skipped: tally([suite], 'skipped') });
  for (const one of suite.cases) addCase(element, suite.name, one);
}

function addCase(parent: XMLBuilder, spec: string, one: Case): void {
  const element = parent.ele('testcase', { classname: oneLine(spec), name: oneLine(one.name) });
  const message = oneLine(one.message);
  if (one.status === 'failed') element.ele('failure', { type: one.outcome, message }).txt(one.text);
  if (one.status === 'error') element.ele('error', { type: one.outcome, message }).txt(one.text);
  if (one.status === 'skipped') element.ele('skipped', { message });
  if (one.status === 'passed') element.ele('system-out').txt([one.message, ...one.notes].join('\n'));
}

function counts(suites: readonly Suite[]): Readonly<Record<string, number>> {
  return { tests: suites.reduce((sum, { cases }) => sum + cases.length, 0), failures: tally(suites, 'failed'), errors: tally(suites, 'error') };
}
