import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../src/vitest.js';
import { loadSpec } from '../../src/index.js';
import type { ReportClass } from '../../src/index.js';
import { folderWith } from '../cli/harness.js';
import { questions } from '../cli/questions.js';
import { versions } from '../helpers/versions.js';

/** Two objects are needed, one is there: the model is at fault. */
const narrow = questions['specs/freed.ts'].replace('shared.value = 0;', 'shared.value = 0;\n    const other = kmalloc<thing>(GFP_KERNEL);\n    other.value = 0;');
const wrong = questions['specs/fine.ts'].replace('base: proved', 'base: hung').replace('idle, proved', 'hung, idle');

let folder = { path: '', remove: (): void => {} };
const at = (name: string): string => join(folder.path, 'specs', name);

beforeAll(() => {
  folder = folderWith({
    ...questions, 'specs/versions.ts': versions, 'specs/narrow.ts': narrow, 'specs/wrong.ts': wrong,
    'specs/broken.ts': questions['specs/fine.ts'].replace('counter += 1', 'counter += missing'),
    'specs/pair.ts': versions.replace("expect: { v1: violated(never_negative), 'fix/1': proved }", "expect: { v1: violated(never_negative) },\n  same: [['v1', 'fix/1']]").replace('proved, ', ''),
  });
});

afterAll(() => folder.remove());

/** What an assertion that fails says, every line; the test fails where it holds. */
async function saidBy(assertion: Promise<void>): Promise<string> {
  const error: unknown = await assertion.then(() => new Error('(it holds)'), (reason: unknown) => reason);
  return error instanceof Error ? error.message.replaceAll(folder.path, '…').replaceAll(/:[0-9a-f]{16}:/g, ':0123456789abcdef:') : String(error);
}

describe('each matcher and its opposite', () => {
  test('hold of a path, of a URL and of a spec that was read', async () => {
    for (const received of [at('fine.ts'), pathToFileURL(at('fine.ts')), loadSpec(at('fine.ts'))]) await expect(received).toBeProved();
    await expect(at('lost.ts')).not.toBeProved();
  });

  test('tell which property is violated under which variant', async () => {
    await expect(at('versions.ts')).toBeViolated('never_negative', { variant: 'v1' });
    await expect(at('versions.ts')).not.toBeViolated('never_negative', { variant: 'fix/1' });
    await expect(at('versions.ts')).toBeViolated(undefined, { variant: 'v1' });
  });

  test('tell reports and hanging apart', async () => {
    await expect(at('freed.ts')).toReport('use-after-free');
    await expect(at('freed.ts')).toReport();
    await expect(at('freed.ts')).not.toReport('double-free');
    await expect(at('freed.ts')).not.toHang();
    await expect(at('locks/opposite.ts')).toHang();
    await expect(at('locks/opposite.ts')).not.toReport('use-after-free');
    await expect(at('narrow.ts')).toReport('pool');
  });

  test('compare every variant, and pairs, with what the spec expects', async () => {
    await expect(at('versions.ts')).toMeetExpectations();
    await expect(at('versions.ts')).toMeetExpectations({ variant: 'v1' });
    await expect(at('wrong.ts')).not.toMeetExpectations();
    await expect(at('pair.ts')).not.toMeetExpectations();
    await expect(at('pair.ts')).toMeetExpectations({ variant: 'v1' });
  });
});

describe('a failure', () => {
  test('shows the counterexample', async () => {
    expect(await saidBy(expect(at('lost.ts')).toBeProved())).toMatchInlineSnapshot(`
      "expected lost @ base to be proved, but found violated(none_lost)

      ✗ none_lost is violated after 4 steps
        At the start counter is 0. B reads counter in increment. Before B goes on, A changes counter from
        0 to 1 in increment. B goes on: it overwrites counter with what it made of the old value in
        increment. Now none_lost does not hold: counter is 1.
      step  A   B                           what changed                                         where
         1  ● increment (counter)                                                                lost.ts:7
         2  │   ● increment (counter)                                                            lost.ts:7
         3  ● increment                     counter: 0 → 1                                       lost.ts:7
            │   │                           A ends
         4  │   ✗ increment (counter += 1)  B ends                                               lost.ts:7
      fdcheck replay 'lost@base:0123456789abcdef:0,1,0,1'"
    `);
  });

  test('of the opposite shows what is there, or how much was explored', async () => {
    expect(await saidBy(expect(at('versions.ts')).not.toBeViolated('never_negative', { variant: 'v1' }))).toMatch(/^expected versions @ v1 not to violate never_negative, but it does\n\n✗ never_negative is violated after \d+ steps\n/);
    expect(await saidBy(expect(at('fine.ts')).not.toBeProved())).toMatch(/^expected fine @ base not to be proved, but it is: \d+ states, all of them explored, and nothing is wrong in any$/);
    expect(await saidBy(expect(at('locks/opposite.ts')).not.toHang())).toContain('expected locks/opposite @ base not to hang, but it does\n\n✗ a task hangs');
    expect(await saidBy(expect(at('versions.ts')).not.toMeetExpectations())).toBe('expected versions not to meet its expectations, but it does, under v1, fix/1');
  });

  test('of a matcher that finds something else shows what it found', async () => {
    const said = await saidBy(expect(at('freed.ts')).toReport('double-free'));
    expect(said).toContain('expected freed @ base to report double-free, but found reports(use-after-free)');
    expect(said).toContain('BUG: KASAN');
  });

  test('names variants that are not as expected, and pairs that part', async () => {
    expect(await saidBy(expect(at('wrong.ts')).toMeetExpectations())).toBe('expected wrong @ base to be hung, but found proved, without hung');
    expect(await saidBy(expect(at('pair.ts')).toMeetExpectations())).toBe('expected pair @ v1 = fix/1 to be the same, but they are parted (fdcheck compare pair --variants v1,fix/1 shows where)');
  });

  test('keeps to the columns that it is given', async () => {
    const said = await saidBy(expect(at('lost.ts')).toBeProved({ columns: 70 }));
    expect(said.split('\n').filter((line) => line.length > 70)).toEqual([]);
  });
});

describe('what is not known makes no test pass', () => {
  test.each<readonly [string, () => Promise<void>]>([
    ['proved', () => expect(at('fine.ts')).toBeProved({ limits: { states: 1 } })],
    ['not proved', () => expect(at('fine.ts')).not.toBeProved({ limits: { states: 1 } })],
    ['violated', () => expect(at('fine.ts')).toBeViolated('counts', { limits: { states: 1 } })],
    ['not violated', () => expect(at('fine.ts')).not.toBeViolated('counts', { limits: { states: 1 } })],
    ['no report', () => expect(at('fine.ts')).not.toReport('warn', { limits: { states: 1 } })],
    ['no hang', () => expect(at('fine.ts')).not.toHang({ limits: { states: 1 } })],
    ['interrupted', () => expect(at('fine.ts')).not.toHang({ signal: AbortSignal.abort() })],
  ])('%s', async (_, assertion) => {
    expect(await saidBy(assertion())).toMatch(/^it cannot be told whether fine @ base .+: the search ended early \((the limit of states was reached|interrupted)\), after \d+ states?$/);
  });

  test('where the expectation is neither met nor refuted', async () => {
    expect(await saidBy(expect(at('fine.ts')).not.toMeetExpectations({ limits: { states: 1 } }))).toContain('expected fine @ base to be proved, but found inconclusive');
  });

  test('where the model is at fault', async () => {
    for (const assertion of [expect(at('narrow.ts')).not.toReport('use-after-free'), expect(at('narrow.ts')).not.toHang(), expect(at('narrow.ts')).not.toBeProved(), expect(at('narrow.ts')).toBeProved()]) {
      expect(await saidBy(assertion)).toContain('the model itself is at fault\n\n✗ model error: ');
    }
  });

  test('where the spec does not compile: its text and the place are shown, and no stack', async () => {
    for (const assertion of [expect(at('broken.ts')).toBeProved(), expect(at('broken.ts')).not.toBeProved(), expect(at('broken.ts')).toMeetExpectations()]) {
      const said = await saidBy(assertion);
      expect(said).toMatch(/^the spec does not compile\n\n…\/specs\/broken.ts:7:14: error: .*\n 7 \|   counter \+= missing;\n/);
      expect(said).not.toContain('    at ');
    }
    expect(await saidBy(expect(at('absent.ts')).toBeProved())).toContain('cannot read …/specs/absent.ts (ENOENT)');
  });
});

describe('a wrong use is told in a sentence', () => {
  test.each<readonly [string, () => Promise<void>, string]>([
    ['no variant of several', () => expect(at('versions.ts')).toBeProved(), "versions has 2 variants: say which, { variant: 'v1' } (it has v1, fix/1)"],
    ['an unknown variant', () => expect(at('versions.ts')).not.toBeProved({ variant: 'fix/2' }), "'fix/2'"],
    ['a variant of which nothing is expected', () => expect(at('pair.ts')).toMeetExpectations({ variant: 'fix/1' }), "pair expects nothing of variant 'fix/1'; it has v1"],
    ['an unknown property', () => expect(at('lost.ts')).not.toBeViolated('none_lots'), "lost has no property 'none_lots'; it lists under always and final: none_lost"],
    ['a reachable property', () => expect(at('lost.ts')).not.toBeViolated('is_two'), "'is_two' is reached or unreached, and never violated"],
    ['a spec without properties', () => expect(at('freed.ts')).not.toBeViolated(), 'freed has no property that could be violated'],
    ['an unknown class', () => expect(at('freed.ts')).not.toReport('use-after-fre' as ReportClass), "'use-after-fre' is no class of reports; they are: null-ptr-deref"],
    ['a number', () => expect(7).not.toBeProved(), 'It got a value of type number'],
    ['a promise', () => expect(Promise.resolve('x')).not.toBeProved(), 'It got a promise: await it first'],
    ['nothing', () => expect(undefined).not.toHang(), 'It got undefined'],
    ['options in the place of a name', () => expect(at('lost.ts')).not.toBeViolated({ variant: 'base' } as unknown as string), "the first argument must be a name: toBeViolated('name_of_property', options)"],
    ['a function in the place of its name', () => expect(at('lost.ts')).not.toBeViolated((function none_lost() {}) as unknown as string), "give the name, 'none_lost', and not the function"],
  ])('%s', async (_, assertion, says) => {
    expect(await saidBy(assertion())).toContain(says);
  });

  test('inside another matcher, at once', () => {
    const within: unknown = Reflect.get(expect, 'toBeProved');
    expect(() => expect({ spec: at('fine.ts') }).toEqual({ spec: typeof within === 'function' ? within() : null })).toThrow('toBeProved() cannot stand inside another matcher');
  });
});
