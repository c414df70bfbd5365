/** What the model cites of the kernel, without a kernel: citations, the table of what they lead to, and what docs/citations.md says of them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { originalsOf, uncitedOf, wrongOwn } from '../../src/kernel/drift.js';
import { idOf, keyOf } from '../../src/kernel/table.js';
import { citedDeclarations } from '../../src/lang/citations.js';
import { citationsText, parseCitations } from '../../src/report/cite/table.js';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const text = readFileSync(path('src/model/citations.json'), 'utf8');
const table = parseCitations(text)!;
const declarations = citedDeclarations(path('src/model'));
const cited = declarations.flatMap(({ citations }) => citations.map(keyOf));

describe('the citations of the model', () => {
  test('every function cites the kernel, or is said to be the model\'s own; whatever looks like a citation is one', () => {
    expect(uncitedOf(declarations, table.own).map(({ declaration: { file, name }, why }) => `${file} ${name}: ${why}`)).toEqual([]);
  });

  test('nothing is said to be the model\'s own that cites the kernel, or is not there', () => {
    expect(wrongOwn(declarations, table.own)).toEqual([]);
  });

  test('each was read in a kernel of its version, and nothing is kept that is not cited', () => {
    expect(cited.filter((key) => table.cited[key] === undefined)).toEqual([]);
    expect(Object.keys(table.cited).filter((key) => !cited.includes(key))).toEqual([]);
    expect(Object.keys(table.trees)).toEqual(['v5.10', 'v5.11']);
  });

  test('what is accepted of another version is of something that is cited', () => {
    const ids = new Set(originalsOf(declarations, table).flatMap((one) => (one.cited === null ? [] : [idOf(one.path, one.cited.name)])));
    expect(Object.values(table.accepted).flatMap((forms) => Object.keys(forms)).filter((id) => !ids.has(id))).toEqual([]);
  });

  test('a function with the name of one in the kernel cites that one', () => {
    const kernels = new Set(Object.values(table.cited).map(({ name }) => name));
    const elsewhere = declarations.filter(({ name, citations }) => kernels.has(name) && citations.length > 0 && !citations.some((one) => table.cited[keyOf(one)]?.name === name));
    expect(elsewhere.map(({ file, name }) => `${file} ${name}`)).toEqual([]);
  });
});

describe('src/model/citations.json', () => {
  test('is as its schema says', () => {
    const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
    const validate = ajv.compile(JSON.parse(readFileSync(path('schema/citations.json'), 'utf8')) as object);
    expect(validate(JSON.parse(text)) === true ? [] : validate.errors).toEqual([]);
  });

  test('is as fdcheck writes it', () => {
    expect(citationsText(table)).toBe(text);
  });
});

describe('docs/citations.md', () => {
  const findings = readFileSync(path('docs/citations.md'), 'utf8').split('\n').flatMap((line) => {
    const cells = /^\| (unaccepted|unreadable|gone|changed|renamed|moved) \| `(\w+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/.exec(line);
    return cells === null ? [] : [{ name: cells[2]!, cites: cells[3]!.split('; '), models: cells[5]!.split(', ') }];
  });

  test('has a table whose every row is of what the model cites, by the functions that cite it', () => {
    expect(findings.length).toBeGreaterThan(100);
    for (const { name, cites, models } of findings) {
      const file = cites[0]!.split(':')[0]!;
      const keys = cites.map((cite) => (cite.startsWith(':') ? file + cite : cite));
      expect(keys.map((key) => [key, table.cited[key]?.name])).toEqual(keys.map((key) => [key, name]));
      const citing = declarations.filter(({ citations }) => citations.some((one) => keys.includes(keyOf(one))));
      expect(models.toSorted()).toEqual(citing.map((one) => `\`${one.file}\` ${one.name}`).toSorted());
    }
  });
});
