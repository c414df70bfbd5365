/** The kernel model's specs: two engines are compared on them in test/model; here the naive checker is, and the reduction. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { compileEngine } from '../../src/checker/codegen/compile.js';
import type { Exploration } from '../../src/checker/search/exploration.js';
import { explore as search } from '../../src/checker/search/explore.js';
import { compile, loadSpec } from '../../src/lang/compile.js';
import type { Program } from '../../src/lang/ir.js';
import { explore } from './naive.js';

const folder = fileURLToPath(new URL('../../specs/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts')).toSorted();
const questions = files.flatMap(file => loadSpec(`${folder}${file}`).variants.map(variant => ({ file, variant })));

/** A larger space would take the naive checker too long. */
const NAIVE_MAX = 1_000;
const countedTwice: Program[] = [];

/** What a verdict is made of, with no lengths of trails in it: a reduction preserves this. */
function verdictOf({ properties, reports }: Program, found: Exploration) {
  return {
    properties: properties.flatMap(({ name }, k) => (found.violations[k] === null ? [] : [name])),
    hung: found.hung !== null,
    reports: new Set(found.reports.map(({ report }) => reports[report]!.title)),
  };
}

/** The naive checker's counts, or the compiled engine's own where they are too large to count twice. */
function naiveCounts(program: Program, found: Exploration) {
  if (found.states > NAIVE_MAX) return countsOf(found);
  countedTwice.push(program);
  const { states, ...naive } = explore(program, NAIVE_MAX);
  return countsOf({ ...naive, states: states.size });
}

function countsOf({ initials, states, transitions, depth }: Pick<Exploration, 'initials' | 'states' | 'transitions' | 'depth'>) {
  return { initials, states, transitions, depth };
}

it.each(questions)('$file in $variant: the naive checker counts the same, and the private reduction keeps the verdicts', async ({ file, variant }) => {
  const spec = loadSpec(`${folder}${file}`);
  const [reduced, whole] = [compile(spec, variant), compile(spec, variant, { reducePrivate: false })];
  const found = await search(compileEngine(reduced));
  expect(naiveCounts(reduced, found)).toEqual(countsOf(found));
  expect(verdictOf(whole, await search(compileEngine(whole)))).toEqual(verdictOf(reduced, found));
}, 60_000);

it('the naive checker has counted at least twenty of them', () => {
  expect(countedTwice.length).toBeGreaterThanOrEqual(20);
});
