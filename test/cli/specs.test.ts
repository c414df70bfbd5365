import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allSpecs, findSpecs, leftOutText } from '../../src/cli/specs.js';
import { closest } from '../../src/cli/suggest.js';

let folder = '';
const at = (...parts: string[]): string => join(folder, ...parts);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdcheck-specs-'));
  mkdirSync(at('specs', 'exec'), { recursive: true });
  mkdirSync(at('elsewhere'));
  for (const file of ['specs/exec/lost.ts', 'specs/exec/control.ts', 'specs/close.ts', 'elsewhere/mine.spec.ts']) writeFileSync(at(file), '');
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('finding specs', () => {
  test('without arguments finds all under specs/, in order', () => {
    expect(findSpecs([], folder)).toEqual([at('specs/close.ts'), at('specs/exec/control.ts'), at('specs/exec/lost.ts')]);
  });

  test('those in specs/heavy are found where they are named, and told of where not', () => {
    const root = mkdtempSync(join(tmpdir(), 'fdcheck-heavy-'));
    mkdirSync(join(root, 'specs', 'heavy'), { recursive: true });
    for (const file of ['specs/light.ts', 'specs/heavy/large.ts']) writeFileSync(join(root, file), '');
    expect(findSpecs([], root)).toEqual([join(root, 'specs/light.ts')]);
    expect(findSpecs(['heavy'], root)).toEqual([join(root, 'specs/heavy/large.ts')]);
    expect(allSpecs(root)).toHaveLength(2);
    expect(leftOutText([], 'check', root)).toBe('left out: 1 heavy spec (fdcheck check heavy)');
    expect(leftOutText(['light'], 'check', root)).toBeNull();
    expect(leftOutText([], 'check', folder)).toBeNull();
    rmSync(root, { recursive: true });
  });

  test('none at all is refused: nothing was checked', () => {
    const root = mkdtempSync(join(tmpdir(), 'fdcheck-none-'));
    mkdirSync(join(root, 'specs', 'heavy'), { recursive: true });
    mkdirSync(join(root, 'specs', 'later'));
    expect(() => findSpecs([], root)).toThrow(`there is no spec in ${join(root, 'specs')}`);
    writeFileSync(join(root, 'specs', 'heavy', 'large.ts'), '');
    expect(() => findSpecs([], root)).toThrow('there are only heavy specs in');
    expect(() => findSpecs(['heavy', 'later'], root)).toThrow(`there is no spec in ${join(root, 'specs', 'later')}`);
    rmSync(root, { recursive: true });
  });

  test('finds specs/ from a folder below', () => {
    expect(findSpecs(['close'], at('elsewhere'))).toEqual([at('specs/close.ts')]);
  });

  test('takes names, paths and folders, each spec once', () => {
    expect(findSpecs(['exec/lost', 'elsewhere/mine.spec.ts', 'specs/exec', 'exec/lost.ts'], folder))
      .toEqual([at('specs/exec/lost.ts'), at('elsewhere/mine.spec.ts'), at('specs/exec/control.ts')]);
  });

  test('an unknown name is refused with the nearest known one', () => {
    expect(() => findSpecs(['exec/lots'], folder)).toThrow("no spec 'exec/lots'; did you mean exec/lost?");
  });

  test('a folder without specs/ is refused with what to type', () => {
    expect(() => findSpecs([], tmpdir())).toThrow('name a spec file: fdcheck check my.spec.ts');
  });

  test('a file that cannot be read is refused with the reason', () => {
    symlinkSync(at('loop.ts'), at('loop.ts'));
    expect(() => findSpecs(['loop.ts'], folder)).toThrow('loop.ts cannot be read (ELOOP');
  });
});

describe('suggestions', () => {
  test('are near in spelling, whatever the folder', () => {
    expect(closest('lost', ['exec/lost', 'close'])).toBe('exec/lost');
    expect(closest('clsoe', ['exec/lost', 'close'])).toBe('close');
  });

  test('are none where nothing is near', () => {
    expect(closest('something-else', ['close'])).toBeNull();
  });
});
