import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';

/** Patch 1 renames, patch 2 takes a lock, patch 3 changes a helper that only `reads` uses, patch 4 is not modelled. */
const model = `import { exists_since, exists_until, Int, since, spinlock_t, spin_lock, spin_unlock, switches, zeroed } from 'fdcheck/lang';

switches({
  base: 'v1',
  series: [
    { name: 'mend/1', title: 'counter: Rename bump to increment', modelled: true },
    { name: 'mend/2', title: 'counter: Take the lock', modelled: true },
    { name: 'mend/3', title: 'counter: Look twice', modelled: true },
    { name: 'mend/4', title: 'counter: Something else', modelled: false },
  ],
  releases: { v2: ['mend/1', 'mend/2', 'mend/3'] },
});

export let counter: Int<0, 2> = 0;
const lock: spinlock_t = zeroed();

function bump(): void {
  exists_until('mend/1');
  const old = counter;
  counter = old + 1;
}

function increment(): void {
  exists_since('mend/1');
  const before = counter;
  counter = before + 1;
}

export function add(): void {
  if (since('mend/2')) spin_lock(lock);
  if (since('mend/1')) increment();
  else bump();
  if (since('mend/2')) spin_unlock(lock);
}

export function look(): Int<0, 4> {
  if (since('mend/3')) return counter + counter;
  return counter;
}
`;

const writers = `// Do two increments add up?
import { idle, spec, violated } from 'fdcheck/lang';
import { add, counter } from '../../../model/counter.js';

function none_lost(): boolean {
  return !(idle(0) && idle(1)) || counter === 2;
}

function is_two(): boolean {
  return counter === 2;
}

export default spec({ tasks: { A: add, B: add }, always: [none_lost], reachable: [is_two], expect: { v1: violated(none_lost) } });
`;

const readers = `// Does a reader keep the writer from adding up?
import { idle, Int, proved, spec } from 'fdcheck/lang';
import { add, counter, look } from '../../../model/counter.js';

let seen: Int<0, 4> = 0;

function reads(): void {
  seen = look();
}

function none_lost(): boolean {
  return !idle(0) || counter === 1;
}

function is_seen(): boolean {
  return seen === 2;
}

export default spec({ tasks: { A: add, R: reads }, always: [none_lost], reachable: [is_seen], expect: { v2: proved } });
`;

const files = { 'model/counter.ts': model, 'specs/series/matrix/writers.ts': writers, 'specs/series/matrix/readers.ts': readers };

let folder = { path: '', remove: (): void => {} };
const at = (...parts: string[]): string => join(folder.path, ...parts);

beforeEach(() => {
  folder = folderWith(files);
});

afterEach(() => folder.remove());

describe('the matrix of a series', () => {
  test('is found, cell by cell, and tells where each verdict flips', async () => {
    const { code, out } = await fdcheck(folder.path, ['series', '--quiet']);
    expect(out).toMatchInlineSnapshot(`
      "none_lost
                writers  readers
      v1        V        ok
      +1        V        ok       counter: Rename bump to increment
      +2 .. +3  ok       ok       counter: Take the lock
      +4        –        –        counter: Something else
      v2        ok       ok

      writers: violated, ok from mend/2 on, not modelled from mend/4 on, ok from v2 on
      readers: ok, not modelled from mend/4 on, ok from v2 on

      is_seen
                readers
      v1        unreached
      +1 .. +2  unreached  counter: Rename bump to increment
      +3        ok         counter: Look twice
      +4        –          counter: Something else
      v2        ok

      readers: unreached, ok from mend/3 on, not modelled from mend/4 on, ok from v2 on

      Proved wherever it is asked: no task hangs, no built-in check reports
      Reached wherever it is asked: is_two
      ok: proved. V: violated. –: a patch of the level is not modelled. +k: with the first k patches.
      10 cells, 7 programs, 5 of them explored: each other one is the same as one of these up to names of functions. 2 cells of levels that are not modelled.
      "
    `);
    expect(code).toBe(0);
  });

  test('explores programs that differ in names once, and those that differ in behaviour each', async () => {
    const { out } = await fdcheck(folder.path, ['series', '--quiet', '--json']);
    const document = JSON.parse(out) as { columns: { title: string; cells: { level: string; program: string | null; behaviour: string | null }[] }[] };
    const cell = (title: string, level: string) => document.columns.find((column) => column.title === title)!.cells.find((one) => one.level === level)!;
    expect(cell('writers', 'mend/1').behaviour).toBe(cell('writers', 'v1').behaviour);
    expect(cell('writers', 'mend/1').program).not.toBe(cell('writers', 'v1').program);
    expect(cell('writers', 'mend/2').behaviour).not.toBe(cell('writers', 'mend/1').behaviour);
    expect(cell('writers', 'mend/3').program).toBe(cell('writers', 'mend/2').program);
    expect(cell('readers', 'mend/3').behaviour).not.toBe(cell('readers', 'mend/2').behaviour);
    expect(cell('readers', 'mend/4')).toMatchObject({ program: null, behaviour: null, found: 'not modelled: mend/4' });
  });

  test('obeys its schema', async () => {
    const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
    for (const name of ['result', 'series']) ajv.addSchema(JSON.parse(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8')));
    const { out } = await fdcheck(folder.path, ['series', '--quiet', '--json']);
    const validate = ajv.getSchema('fdcheck:series')!;
    expect(validate(JSON.parse(out)) === true ? [] : validate.errors).toEqual([]);
  });

  test('shows one property alone, and refuses one that nobody asks for', async () => {
    const shown = await fdcheck(folder.path, ['series', '--quiet', '--property', 'is_seen']);
    expect(shown.out).toContain('readers: unreached, ok from mend/3 on');
    expect(shown.out).not.toContain('none_lost');
    const refused = await fdcheck(folder.path, ['series', '--quiet', '--property', 'none_loss']);
    expect(refused).toMatchObject({ code: 64, err: "error: no column asks for 'none_loss'; did you mean none_lost?\n" });
  });

  test('is inconclusive where a limit is met, and writes nothing then', async () => {
    const { code, out, err } = await fdcheck(folder.path, ['series', '--quiet', '--write', '--max-states', '1']);
    expect(out).toContain('?');
    expect(err).toContain('not every cell could be decided');
    expect(existsSync(at('results'))).toBe(false);
    expect(code).toBe(22);
  });

  test('tells what does not compile, and goes on with the other columns', async () => {
    writeFileSync(at('specs/series/matrix/broken.ts'), 'function (');
    const { code, out, err } = await fdcheck(folder.path, ['series', '--quiet', '--write']);
    expect(err).toContain('syntax error');
    expect(out).toContain('writers: violated, ok from mend/2 on');
    expect(existsSync(at('results'))).toBe(false);
    expect(code).toBe(150);
  });

  test('tells columns of one name in two folders apart, and their pages', async () => {
    rmSync(at('specs/series/matrix/writers.ts'));
    for (const below of ['few', 'many']) {
      mkdirSync(at('specs/series/matrix', below));
      writeFileSync(at('specs/series/matrix', below, 'writers.ts'), writers.replace('../../../model', '../../../../model'));
    }
    const { code, out } = await fdcheck(folder.path, ['series', '--quiet', '--write']);
    expect(out).toContain('few/writers: violated, ok from mend/2 on');
    expect(out).toContain('many/writers: violated, ok from mend/2 on');
    expect(['few-writers-v1.md', 'many-writers-v1.md'].map((page) => existsSync(at('results/series/trails', page)))).toEqual([true, true]);
    expect(code).toBe(0);
  });

  test('is refused where it has no column', async () => {
    for (const name of ['writers', 'readers']) rmSync(at(`specs/series/matrix/${name}.ts`));
    const { code, err } = await fdcheck(folder.path, ['series']);
    expect(err).toContain('there is no spec in');
    expect(code).toBe(64);
  });

  test('is refused where there is none', async () => {
    rmSync(at('specs/series'), { recursive: true });
    const { code, err } = await fdcheck(folder.path, ['series']);
    expect(err).toContain('there is no matrix: specs/series/matrix');
    expect(code).toBe(64);
  });
});

describe('the written matrix', () => {
  test('leads from each violation to its counterexample, which can be replayed', async () => {
    expect((await fdcheck(folder.path, ['series', '--quiet', '--write'])).code).toBe(0);
    const page = readFileSync(at('results/series/matrix.md'), 'utf8');
    const links = [...page.matchAll(/\[V\]\((.+?)\)/g)].map(([, file]) => file!);
    expect(new Set(links)).toEqual(new Set(['trails/writers-v1.md']));
    const replayed = await fdcheck(folder.path, ['replay', `results/series/${links[0]!}`]);
    expect(replayed.out).toContain('none_lost is false here');
    expect(replayed.code).toBe(0);
    expect(page).toMatchInlineSnapshot(`
      "# The series, patch by patch

      Written by \`fdcheck series --write\`; \`fdcheck gate\` compares. Each cell was found by exhaustive search.

      ok: proved. V: violated. –: a patch of the level is not modelled. +k: with the first k patches.

      ## none_lost

      |  | writers | readers | first patch of the row |
      | --- | --- | --- | --- |
      | v1 | [V](trails/writers-v1.md) | ok |  |
      | +1 | [V](trails/writers-v1.md) | ok | counter: Rename bump to increment |
      | +2 .. +3 | ok | ok | counter: Take the lock |
      | +4 | – | – | counter: Something else |
      | v2 | ok | ok |  |

      - writers: violated, ok from mend/2 on, not modelled from mend/4 on, ok from v2 on
      - readers: ok, not modelled from mend/4 on, ok from v2 on

      ## is_seen

      |  | readers | first patch of the row |
      | --- | --- | --- |
      | v1 | [unreached](trails/readers-v1.md) |  |
      | +1 .. +2 | [unreached](trails/readers-v1.md) | counter: Rename bump to increment |
      | +3 | ok | counter: Look twice |
      | +4 | – | counter: Something else |
      | v2 | ok |  |

      - readers: unreached, ok from mend/3 on, not modelled from mend/4 on, ok from v2 on

      ## Everywhere

      - Proved wherever it is asked: no task hangs, no built-in check reports
      - Reached wherever it is asked: is_two

      ## Columns

      - **writers**: Do two increments add up? (\`series/matrix/writers\`)
      - **readers**: Does a reader keep the writer from adding up? (\`series/matrix/readers\`)

      ## Counterexamples

      - [writers at v1, +1](trails/writers-v1.md): violated(none_lost)
      - [readers at v1, +1](trails/readers-v1.md): unreached(is_seen)
      - [readers at +2](trails/readers-mend-2.md): unreached(is_seen)

      ## Effort

      10 cells, 7 programs, 5 of them explored: each other one is the same as one of these up to names of functions. 2 cells of levels that are not modelled.

      - mend/4 is not modelled: mend/4
      "
    `);
  });

  test('is what gate finds again, byte for byte', async () => {
    await fdcheck(folder.path, ['accept', '--quiet']);
    const { code, out } = await fdcheck(folder.path, ['gate', '--quiet']);
    expect(out).toContain('no drift');
    expect(code).toBe(0);
  });

  test('is told apart from what the model does now, line by line', async () => {
    await fdcheck(folder.path, ['accept', '--quiet']);
    writeFileSync(at('model/counter.ts'), model.replace("if (since('mend/2')) spin_lock", "if (since('mend/3')) spin_lock").replace("if (since('mend/2')) spin_unlock", "if (since('mend/3')) spin_unlock"));
    const { code, out } = await fdcheck(folder.path, ['gate', '--quiet']);
    expect(out).toContain("drift: results/series/matrix.md:12: '| +1 | [V](trails/writers-v1.md) | ok | counter: Rename bump to increment |' → '| +1 .. +2 | [V]");
    expect(out).toContain('drift: results/series/trails/readers-mend-2.md: accepted, and no longer written');
    expect(code).toBe(21);
  });

  test('loses the pages that nothing leads to any more', async () => {
    await fdcheck(folder.path, ['series', '--quiet', '--write']);
    writeFileSync(at('results/series/trails/old-v0.md'), '# old\n');
    expect((await fdcheck(folder.path, ['gate', '--quiet'])).out).toContain('trails/old-v0.md: accepted, and no longer written');
    await fdcheck(folder.path, ['series', '--quiet', '--write']);
    expect(existsSync(at('results/series/trails/old-v0.md'))).toBe(false);
  });
});
