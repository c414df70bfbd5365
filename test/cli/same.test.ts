import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';
import { kernel, pairsSpec as spec } from './variants.js';

let folder = { path: '', remove: (): void => {} };

beforeAll(() => {
  folder = folderWith({
    'kernel.ts': kernel,
    'specs/fine.ts': spec("[['v1', 'patch/1'], ['patch/1', 'patch/2']]"),
    'specs/wrong.ts': spec("[['patch/2', 'patch/3']]"),
    'specs/unknown.ts': spec("[['v1', 'patch/9']]"),
    'specs/alone.ts': spec("[['v1']]"),
    'specs/twice.ts': spec("[['v1', 'patch/1'], ['patch/1', 'v1']]"),
  });
});

afterAll(() => folder.remove());

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
for (const name of ['trail', 'check', 'compare', 'list', 'result']) ajv.addSchema(JSON.parse(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8')) as object);

function errorsOf(schema: string, document: unknown): unknown {
  const validate = ajv.getSchema(`fdcheck:${schema}`)!;
  return validate(document) === true ? [] : validate.errors;
}

describe('same', () => {
  test('is a check of its own, a pair', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', 'fine', '--quiet']);
    expect(out).toMatchInlineSnapshot(`
      "✓ fine @ v1: proved, as expected
      ✓ fine @ v1 = patch/1: isomorphic, as expected
      ✓ fine @ patch/1 = patch/2: bisimilar, as expected
      3 checks, all as expected
      "
    `);
    expect(code).toBe(0);
  });

  test('tells counts of each pair', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'fine']);
    expect(out.slice(out.indexOf('✓ fine @ v1 ='))).toMatchInlineSnapshot(`
      "✓ fine @ v1 = patch/1: isomorphic, as expected
        Do the patches change anything?
        v1: 10 states, 11 transitions; patch/1: 10 states, 11 transitions

      ✓ fine @ patch/1 = patch/2: bisimilar, as expected
        Do the patches change anything?
        patch/1: 10 states, 11 transitions; patch/2: 9 states, 10 transitions; 5 classes of equivalent
          states

      3 checks, all as expected
      "
    `);
  });

  test('is not met where two variants part, and shows where', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', 'wrong', '--quiet']);
    expect(out).toContain('✗ wrong @ patch/2 = patch/3: they part, NOT as expected');
    expect(out).toContain("✗ patch/3 can do what patch/2 never does where the same was seen before: R's get → -EMFILE");
    expect(out).toContain('1 of 2 checks not as expected: violated (exit code 12)');
    expect(code).toBe(12);
  });

  test('is not asked where one variant is named', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', 'wrong', '--variant', 'v1', '--quiet']);
    expect(out).toBe('✓ wrong @ v1: proved, as expected\n1 check, all as expected\n');
    expect(code).toBe(0);
  });

  test('is inconclusive beyond a limit', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', 'fine', '--max-states', '3', '--reduce', 'none']);
    expect(out).toContain('✗ fine @ v1 = patch/1: inconclusive (the limit of states was reached), NOT as expected');
    expect(code).toBe(22);
  });

  test('of a variant that does not exist does not compile', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', 'unknown']);
    expect(out).toContain("there is no variant 'patch/9'");
    expect(code).toBe(150);
  });

  test('of one variant is refused, with what to write', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', 'alone']);
    expect(out).toContain('the names of two different variants are needed here');
    expect(out).toContain("write same: [['series/6', 'series/7']]");
    expect(code).toBe(150);
  });

  test('of one pair twice, in whichever order, is refused', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', 'twice']);
    expect(out).toContain('same has the pair patch/1 and v1 twice');
    expect(code).toBe(150);
  });

  test('is written to results, and a change is a drift', async () => {
    await fdcheck(folder.path, ['accept', 'fine']);
    const file = join(folder.path, 'results/fine.json');
    const accepted = JSON.parse(readFileSync(file, 'utf8')) as { same: Record<string, { states: number[] }> };
    expect(errorsOf('result', accepted)).toEqual([]);
    expect(accepted.same).toMatchObject({ 'v1 = patch/1': { likeness: 'isomorphic', classes: null }, 'patch/1 = patch/2': { likeness: 'bisimilar' } });
    expect(await fdcheck(folder.path, ['gate', 'fine'])).toMatchObject({ code: 0 });
    writeFileSync(file, JSON.stringify({ ...accepted, same: { 'v1 = patch/1': { ...accepted.same['v1 = patch/1'], states: [1, 2] } } }));
    const { code, out } = await fdcheck(folder.path, ['gate', 'fine']);
    expect(out).toMatch(/drift: states: 1 and 2 → \d+ and \d+/);
    expect(out).toContain('drift: nothing was accepted yet for these variants');
    expect(code).toBe(21);
  });

  test('that is not met is not accepted', async () => {
    const { code } = await fdcheck(folder.path, ['accept', 'wrong']);
    expect(existsSync(join(folder.path, 'results/wrong.json'))).toBe(false);
    expect(code).toBe(12);
  });

  test('is in the documents of check and list, which obey their schemas', async () => {
    for (const name of ['fine', 'wrong']) {
      const document: unknown = JSON.parse((await fdcheck(folder.path, ['check', name, '--json'])).out);
      expect(errorsOf('check', document)).toEqual([]);
      expect(document).toMatchObject({ pairs: [{ asExpected: name === 'fine', comparison: { outcome: name === 'fine' ? 'proved' : 'safety' } }, ...(name === 'fine' ? [{}] : [])] });
    }
    const listed: unknown = JSON.parse((await fdcheck(folder.path, ['list', 'fine', '--json'])).out);
    expect(errorsOf('list', listed)).toEqual([]);
    expect(listed).toMatchObject({ specs: [{ same: [['v1', 'patch/1'], ['patch/1', 'patch/2']] }] });
    expect((await fdcheck(folder.path, ['list', 'fine'])).out).toContain('    patch/1 = patch/2  same');
  });
});
