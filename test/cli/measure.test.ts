import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
for (const name of ['trail', 'compare', 'check', 'measure', 'result']) ajv.addSchema(JSON.parse(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8')));

function errorsOf(schema: string, document: unknown): unknown {
  const validate = ajv.getSchema(`fdcheck:${schema}`)!;
  return validate(document) === true ? [] : validate.errors;
}

/** Three increments, of which up to two are lost; a ghost counts how often somebody saw another's. */
const race = `// How many of three increments are lost?
import { ghost, ghost_field, Int, int, proved, since, spec, switches } from 'fdcheck/lang';

switches({ base: 'v1', series: [{ name: 'series/1', title: 'only one counts', modelled: true }] });

let counter: Int<0, 3> = 0;
let late: ghost_field<Int<0, 3>> = 0;

function increment(): void {
  if (since('series/1')) {
    counter = 1;
    return;
  }
  const old = counter;
  ghost(() => {
    if (old > 0) late = late + 1;
  });
  counter = old + 1;
}

function counted(): int {
  return counter;
}

function late_ones(): int {
  return late;
}

function lost(): int {
  return 3 - counter;
}

export default spec({ tasks: { A: increment, B: increment, C: increment }, measure: [counted, late_ones, lost], expect: { 'v1': proved, 'series/1': proved } });
`;

let folder = { path: '', remove: (): void => {} };
beforeEach(() => {
  folder = folderWith({ 'specs/race.ts': race });
});
afterEach(() => folder.remove());

function rewrite(change: (text: string) => string): void {
  writeFileSync(join(folder.path, 'specs/race.ts'), change(race));
}

interface Measures { readonly name: string; readonly least: { value: number; trail: string } | null; readonly greatest: { value: number; trail: string } | null }

async function measured(...args: string[]): Promise<{ code: number; runs: { variant: string; complete: boolean; measures: Measures[] }[] }> {
  const { code, out } = await fdcheck(folder.path, ['measure', 'race', '--json', ...args]);
  const document = JSON.parse(out) as Awaited<ReturnType<typeof measured>>;
  expect(errorsOf('measure', document)).toEqual([]);
  return { ...document, code };
}

function values(measures: readonly Measures[]): unknown[] {
  return measures.map(({ name, least, greatest }) => [name, least?.value, greatest?.value]);
}

describe('measure', () => {
  test('gives the exact extremes of each variant', async () => {
    const { code, runs } = await measured();
    expect(code).toBe(0);
    expect(runs.map(({ variant, complete, measures }) => ({ variant, complete, values: values(measures) }))).toEqual([
      { variant: 'v1', complete: true, values: [['counted', 1, 3], ['late_ones', 0, 2], ['lost', 0, 2]] },
      { variant: 'series/1', complete: true, values: [['counted', 1, 1], ['late_ones', 0, 0], ['lost', 2, 2]] },
    ]);
  });

  test.each([[[]], [['--engine', 'interpreter']], [['--reduce', 'none']], [['--minimise', 'steps']]])('gives trails that end in these values, with %j', async (flags) => {
    const { runs } = await measured('--variant', 'v1', ...flags);
    for (const { name, least, greatest } of runs[0]!.measures) {
      for (const extreme of [least!, greatest!]) {
        const { out } = await fdcheck(folder.path, ['replay', extreme.trail]);
        expect(out).toContain(`${name} is ${extreme.value} here`);
      }
    }
  });

  test('prints a table with what replays each extreme', async () => {
    const { code, out } = await fdcheck(folder.path, ['measure', 'race']);
    expect(code).toBe(0);
    expect(out.replaceAll(/:[0-9a-f]{16}:/g, ':HASH:')).toMatchInlineSnapshot(`
      "race
        v1        counted    1 … 3
          1: fdcheck replay 'race@v1:HASH:0,2,1,0,1,2'
          3: fdcheck replay 'race@v1:HASH:0x2,1x2,2x2'
        v1        late_ones  0 … 2
          0: fdcheck replay 'race@v1:HASH:0,2,1,0,1,2'
          2: fdcheck replay 'race@v1:HASH:0x2,1x2,2x2'
        v1        lost       0 … 2
          0: fdcheck replay 'race@v1:HASH:0x2,1x2,2x2'
          2: fdcheck replay 'race@v1:HASH:0,2,1,0,1,2'
        series/1  counted    1 … 1
          1: fdcheck replay 'race@series/1:HASH:0,1,2'
        series/1  late_ones  0 … 0
          0: fdcheck replay 'race@series/1:HASH:0,1,2'
        series/1  lost       2 … 2
          2: fdcheck replay 'race@series/1:HASH:0,1,2'
      "
    `);
  });

  test('says what is known where the search was cut, with exit code 22', async () => {
    const { code, out } = await fdcheck(folder.path, ['measure', 'race', '--variant', 'v1', '--reduce', 'none', '--max-states', '5']);
    expect(out).toContain('no end was met so far');
    expect(code).toBe(22);
  });

  test('does not mind a verdict that is not as expected, nor an end that nobody comes to', async () => {
    rewrite((text) => text.replace('    counter = 1;', '    when(counter === 3);').replace('ghost, ', 'ghost, when, ').replace("'series/1': proved", "'series/1': hung").replace('proved, ', 'hung, proved, '));
    const { code, runs } = await measured('--variant', 'series/1');
    expect(code).toBe(0);
    expect(runs[0]!.measures[0]).toEqual({ name: 'counted', least: null, greatest: null });
    expect((await fdcheck(folder.path, ['measure', 'race', '--variant', 'series/1'])).out).toContain('no run comes to an end');
  });

  test('is a model error where it cannot be evaluated', async () => {
    rewrite((text) => text.replace('return 3 - counter', 'return 6 / (counter - 1)'));
    const { code } = await measured('--variant', 'v1');
    expect(code).toBe(75);
    const { out, code: checked } = await fdcheck(folder.path, ['check', 'race', '--variant', 'v1']);
    expect(out).toContain('model error: lost cannot be evaluated: division by zero');
    expect(checked).toBe(75);
    expect((await fdcheck(folder.path, ['check', 'race', '--variant', 'v1', '--minimise', 'steps'])).code).toBe(75);
  });

  test('refuses a spec that measures nothing', async () => {
    rewrite((text) => text.replace('measure: [counted, late_ones, lost], ', ''));
    expect(await fdcheck(folder.path, ['measure', 'race'])).toMatchObject({ code: 64, err: expect.stringContaining('race measures nothing') as string });
  });

  test.each([
    ['of a boolean', 'lost(): int {\n  return 3 - counter;', 'lost(): boolean {\n  return counter === 3;', 'measure lost returns boolean'],
    ['with parameters', 'lost(): int', 'lost(n: int): int', 'measure lost takes no parameters'],
    ['listed twice', '[counted, ', '[counted, counted, ', "two measures are called 'counted'"],
    ['that writes', 'return 3 - counter;', 'counter = 0; return 1;', ''],
    ['without a name', '[counted, ', '[3, ', 'a measure is a named function'],
  ])('refuses a measure %s', async (_, before, after, message) => {
    rewrite((text) => text.replace(before, after));
    const { code, out } = await fdcheck(folder.path, ['check', 'race', '--variant', 'v1']);
    expect(out).toContain(message);
    expect(code).toBe(150);
  });
});

describe('check, accept and gate of a spec that measures', () => {
  test('print a line a measure', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'race', '--variant', 'v1']);
    expect(out).toContain('  counted: 1 … 3\n  late_ones: 0 … 2\n  lost: 0 … 2\n');
  });

  test('have it in their documents', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'race', '--json']);
    const document: unknown = JSON.parse(out);
    expect(errorsOf('check', document)).toEqual([]);
    expect(document).toMatchObject({ runs: [{ measures: [{ name: 'counted', least: { value: 1 }, greatest: { value: 3 } }, {}, {}] }, {}] });
    await fdcheck(folder.path, ['accept']);
    const accepted: unknown = JSON.parse(readFileSync(join(folder.path, 'results/race.json'), 'utf8'));
    expect(errorsOf('result', accepted)).toEqual([]);
    expect((await fdcheck(folder.path, ['gate'])).code).toBe(0);
  });

  test('call it a drift that a value changes, or that something is measured no more', async () => {
    await fdcheck(folder.path, ['accept']);
    rewrite((text) => text.replace('return 3 - counter', 'return 4 - counter').replace('late_ones, ', ''));
    const { code, out } = await fdcheck(folder.path, ['gate', '--reduce', 'none']);
    expect(out).toContain('drift: no longer measured: late_ones');
    expect(out).toContain('drift: lost: 0 … 2 → 1 … 3');
    expect(code).toBe(21);
  });
});
