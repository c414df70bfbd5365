import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';
import { questions } from './questions.js';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
for (const name of ['trail', 'check', 'compare', 'list', 'result']) ajv.addSchema(JSON.parse(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8')));

function errorsOf(schema: string, document: unknown): unknown {
  const validate = ajv.getSchema(`fdcheck:${schema}`)!;
  return validate(document) === true ? [] : validate.errors;
}

/** A task that looks for what is not there. */
const refused = `// Is it found?
import { EBADF, Int, int, NULL, spec, violated } from 'fdcheck/lang';

interface thing {
  value: Int<0, 1>;
}

let slot: thing = NULL;
let error: Int<-9, 0> = 0;

function find(): [thing, int] {
  const found = slot;
  if (found) return [found, 0];
  return [NULL, -EBADF];
}

function refuse(): void {
  const [found, err] = find();
  if (!found) error = err;
}

function it_is_found(): boolean {
  return error === 0;
}

export default spec({ tasks: { A: refuse }, always: [it_is_found], expect: { base: violated(it_is_found) } });
`;

let folder = { path: '', remove: (): void => {} };

beforeAll(() => {
  folder = folderWith({ ...questions, 'specs/refused.ts': refused, 'specs/broken.ts': 'function (' });
});

afterAll(() => folder.remove());

describe('JSON', () => {
  test('of check obeys its schema, for every kind of verdict and for what does not compile', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', '--json']);
    const document: unknown = JSON.parse(out);
    expect(errorsOf('check', document)).toEqual([]);
    expect(document).toMatchObject({ format: 'fdcheck-check-2', outcome: 'compile', exit: 150 });
    expect(code).toBe(150);
  });

  test('of an inconclusive check obeys the schema', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'lost', '--json', '--max-states', '2']);
    expect(errorsOf('check', JSON.parse(out))).toEqual([]);
  });

  test('of a minimised check obeys the schema, and tells of what has a trail whether it is proved shortest', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'lost', '--json', '--minimise', 'steps']);
    const document: unknown = JSON.parse(out);
    expect(errorsOf('check', document)).toEqual([]);
    expect(document).toMatchObject({ runs: [{ verdicts: [
      { name: 'none_lost', shortest: true }, { name: 'is_two', shortest: true }, { about: 'hung', shortest: null }, { about: 'checks', shortest: null },
    ] }] });
  });

  test('of check tells each trail in a paragraph, with objects as in its cells, and says nothing of what has none', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'lost', 'freed', '--json']);
    expect(JSON.parse(out)).toMatchObject({ runs: [
      { verdicts: [{ name: 'none_lost', summary: expect.stringContaining('Before B goes on, A changes counter from 0 to 1 in increment.') }, { name: 'is_two', verdict: 'reached' }, { about: 'hung', summary: null }, { about: 'checks', summary: null }] },
      { verdicts: [{ about: 'hung', summary: null }, { verdict: 'report', summary: expect.stringContaining('B clears shared (thing) and frees thing in freer.') }] },
    ] });
  });

  test('of list obeys its schema', async () => {
    const { out } = await fdcheck(folder.path, ['list', 'fine', 'lost', '--json']);
    expect(errorsOf('list', JSON.parse(out))).toEqual([]);
  });

  test('of replay obeys its schema', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'freed']);
    const { out: replayed } = await fdcheck(folder.path, ['replay', /'([^']+)'/.exec(out)![1]!, '--json']);
    const document: unknown = JSON.parse(replayed);
    expect(errorsOf('trail', document)).toEqual([]);
    expect(document).toMatchObject({ steps: [{ number: 1 }, { number: 2 }, { number: 3 }, { number: 4 }, { number: 5, report: 'BUG: KASAN: use-after-free in user' }] });
  });

  test('of a trail tells what functions returned, errors by name', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'refused', '--json']);
    const { runs: [{ verdicts: [{ trails: [trail] }] }] } = JSON.parse(out) as { runs: [{ verdicts: [{ trails: [{ steps: { returns: unknown }[] }] }] }] };
    expect(errorsOf('trail', trail)).toEqual([]);
    expect(trail.steps.map(({ returns }) => returns)).toEqual([
      [{ function: 'find', values: ['NULL', '-EBADF'] }], [{ function: 'refuse', values: [] }],
    ]);
  });

  test('tells what was passed, what was reduced, and what is symmetric', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'fine', '--json']);
    expect(JSON.parse(out)).toMatchObject({ runs: [{ statistics: { states: 2, passed: 1 }, scope: { reductions: ['private', 'transactions', 'symmetry'], symmetry: {} } }] });
  });

  test('of results obeys its schema', async () => {
    await fdcheck(folder.path, ['accept', 'lost', 'freed']);
    for (const name of ['lost', 'freed']) expect(errorsOf('result', JSON.parse(readFileSync(join(folder.path, `results/${name}.json`), 'utf8')))).toEqual([]);
  });

  test('is one document without progress', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'fine', '--json']);
    expect(() => JSON.parse(out)).not.toThrow();
  });
});
