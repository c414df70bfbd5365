import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';
import { questions } from './questions.js';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
for (const name of ['trail', 'check', 'list', 'result']) ajv.addSchema(JSON.parse(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8')));

function errorsOf(schema: string, document: unknown): unknown {
  const validate = ajv.getSchema(`fdcheck:${schema}`)!;
  return validate(document) === true ? [] : validate.errors;
}

let folder = { path: '', remove: (): void => {} };

beforeAll(() => {
  folder = folderWith({ ...questions, 'specs/broken.ts': 'function (' });
});

afterAll(() => folder.remove());

describe('JSON', () => {
  test('of check obeys its schema, for every kind of verdict and for what does not compile', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', '--json']);
    const document: unknown = JSON.parse(out);
    expect(errorsOf('check', document)).toEqual([]);
    expect(document).toMatchObject({ format: 'fdcheck-check-1', outcome: 'compile', exit: 150 });
    expect(code).toBe(150);
  });

  test('of an inconclusive check obeys the schema', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'lost', '--json', '--max-states', '2']);
    expect(errorsOf('check', JSON.parse(out))).toEqual([]);
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

  test('of results obeys its schema', async () => {
    await fdcheck(folder.path, ['accept', 'lost', 'freed']);
    for (const name of ['lost', 'freed']) expect(errorsOf('result', JSON.parse(readFileSync(join(folder.path, `results/${name}.json`), 'utf8')))).toEqual([]);
  });

  test('is one document without progress', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'fine', '--json']);
    expect(() => JSON.parse(out)).not.toThrow();
  });
});
