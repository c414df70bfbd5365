/** What is accepted and not asked any more: nothing would ever compare it again. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { specName } from '../lang/compile.js';
import { pairName } from '../report/compare.js';
import { shortPath } from './failure.js';
import type { Answer } from './job.js';
import { readAccepted, resultFile } from './results.js';
import { allSpecs, specsFolder } from './specs.js';

/** Variants and pairs in the results of specs that were gated whole, in words. */
export function goneFromSpecs(answers: readonly Answer[]): string[] {
  return [...new Set(answers.map(({ file }) => file))].flatMap((file) => goneFrom(answers.filter((answer) => answer.file === file)));
}

function goneFrom(answers: readonly Answer[]): string[] {
  const asked = answers.flatMap((answer) => (answer.kind === 'run' ? [answer.variant] : answer.kind === 'pair' ? [pairName(answer.variants)] : []));
  const [first] = answers;
  if (asked.length < answers.length || first === undefined || first.kind === 'failure') return [];
  const file = resultFile(first.file, first.spec);
  if (!existsSync(file)) return [];
  const { variants, same = {} } = readAccepted(file);
  return [...Object.keys(variants), ...Object.keys(same)].filter((name) => !asked.includes(name)).map((name) => `${first.spec} @ ${name}: accepted, and no longer asked`);
}

/** Results of specs that do not stand in specs/ any more, in words. */
export function resultsWithoutSpec(cwd: string): string[] {
  const specs = specsFolder(cwd);
  if (specs === null) return [];
  const results = join(dirname(specs), 'results');
  if (!existsSync(results)) return [];
  const asked = new Set(allSpecs(cwd).map((file) => resultFile(file, specName(file))));
  const found = readdirSync(results, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')).toSorted().map((name) => join(results, name));
  return found.filter((file) => !asked.has(file) && !isOfAllSpecs(results, file)).map((file) => `${shortPath(cwd, file)}: accepted, and there is no such spec any more`);
}

/** What the model's functions and the matrix of the series leave there. */
function isOfAllSpecs(results: string, file: string): boolean {
  return [join(results, 'functions.json'), join(results, 'series', 'matrix.json')].includes(file);
}
