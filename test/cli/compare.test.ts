import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';

/** A spec with one program of a file of its own: kernel code before and after a patch. */
function question(kernel: string, more: { readonly words?: string; readonly spec?: string; readonly other?: string; readonly expect?: string } = {}): Record<'kernel' | 'spec', string> {
  return {
    kernel: `import { ${['int', 'Int', 'READ_ONCE', 'since', 'switches', 'WRITE_ONCE', more.words ?? ''].filter((word) => word !== '').join(', ')} } from 'fdcheck/lang';

switches({ base: 'v1', series: [{ name: 'patch/1', title: 'A patch', modelled: true }, { name: 'patch/2', title: 'Another', modelled: false }] });
${kernel}`,
    spec: `// Does the patch change anything?
import { proved, spec } from 'fdcheck/lang';
import { call, other } from './kernel.js';

function program(): void {
  call();
}

function beside(): void {
  other();
}

export default spec({ tasks: { T1: program, T2: beside }, expect: { v1: ${more.expect ?? 'proved'} } });
`,
  };
}

const WRITER = `
let a: Int<0, 1> = 0;
let b: Int<0, 1> = 0;
let done: boolean = false;

export function other(): void {
  WRITE_ONCE(a, 1);
}
`;

const questions = {
  renamed: question(`${WRITER}
export function call(): int {
  return since('patch/1') ? new_name(a) : old_name(a);
}
function old_name(x: int): int {
  return x + b;
}
function new_name(x: int): int {
  return x + b;
}`),
  swapped: question(`${WRITER}
export function call(): int {
  if (since('patch/1')) {
    const y = READ_ONCE(b);
    const x = READ_ONCE(a);
    return x < 5 && y < 5 ? 0 : -1;
  }
  const x = READ_ONCE(a);
  const y = READ_ONCE(b);
  return x < 5 && y < 5 ? 0 : -1;
}`),
  errno: question(`${WRITER}
export function call(): int {
  if (READ_ONCE(a) === 1) return since('patch/1') ? -EMFILE : -EBADF;
  return 0;
}`, { words: 'EBADF, EMFILE' }),
  spins: question(`${WRITER}
export function call(): void {
  while (READ_ONCE(a) === 0) {
    if (!since('patch/1')) continue;
    idle_until(() => a === 1);
  }
}`, { words: 'idle_until' }),
  warns: question(`${WRITER}
export function call(): int {
  const x = READ_ONCE(a);
  if (since('patch/1')) WARN_ON(x === 1);
  return x;
}`, { words: 'WARN_ON' }),
  hangs: question(`${WRITER}
export function call(): void {
  if (since('patch/1')) access('wait', 'acquire', a, () => when(b === 1));
  else access('idle', 'acquire', a, () => when(b === 1));
}`, { words: 'access, when' }),
  chooses: question(`${WRITER}
export function call(): int {
  let which = 0;
  if (since('patch/1')) which = choose(2);
  const x = READ_ONCE(b);
  if (!since('patch/1')) which = choose(2);
  return which + x;
}`, { words: 'choose' }),
  leaves: question(`${WRITER}
export function call(): void {
  a = since('patch/1') ? a + 1 : 1;
}`),
  pointers: question(`${WRITER}
interface work {
  fn: fn_ptr<() => void>;
}
const SIZE = since('patch/1') ? 3 : 2;
const slots: array<Int<0, 1>, typeof SIZE> = zeroed();
let pending: work = NULL;
function hello(): void {
  slots[0] = 1;
}
function bye(): void {
  slots[1] = 1;
}
export function call(): void {
  const mine = kzalloc<work>(GFP_KERNEL);
  pending = mine;
  mine.fn = since('patch/1') ? hello : bye;
  mine.fn = hello;
  mine.fn = bye;
}`, { words: 'array, fn_ptr, GFP_KERNEL, kzalloc, NULL, zeroed' }),
  only: question(`${WRITER}
let counted: Int<0, 1> = 0;
export function call(): int {
  if (since('patch/1')) WRITE_ONCE(counted, 1);
  return READ_ONCE(a);
}`),
};

/** Specs that ask for a switch themselves. */
const KERNEL = question(`${WRITER}
export function call(): int {
  return READ_ONCE(a);
}
export function loop(): void {
  while (READ_ONCE(b) === 0) continue;
}
export function stop(): void {
  idle_until(() => b === 1);
}`, { words: 'idle_until' }).kernel;

function asking(programs: string, more = ''): string {
  return `// Do programs differ?
import { assume, Int, proved, READ_ONCE, since, spec } from 'fdcheck/lang';
import { call, loop, other, stop } from '../kernel.js';
${programs}
export default spec({ ${more} tasks: { T1: program, T2: beside }, expect: { v1: proved } });
`;
}

const askers = {
  'specs/kernel.ts': KERNEL,
  'specs/asks/calling.ts': asking("let turn: Int<0, 1> = 0;\nfunction program(): void { if (since('patch/1')) call(); }\nfunction beside(): void { while (READ_ONCE(turn) === 0) continue; }"),
  'specs/asks/either.ts': asking("function program(): void { if (since('patch/1')) other(); else call(); }\nfunction beside(): void { loop(); }"),
  'specs/asks/waiting.ts': asking("function program(): void { if (since('patch/1')) loop(); else stop(); }\nfunction beside(): void {}"),
  'specs/asks/nowhere.ts': asking('function program(): void { call(); }\nfunction beside(): void {}', 'setup() { assume(false); },'),
};

const schema = (name: string): object => JSON.parse(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8')) as object;

let folder = { path: '', remove: (): void => {} };

beforeAll(() => {
  folder = folderWith({ ...askers, ...Object.fromEntries(Object.entries(questions).flatMap(([name, { kernel, spec }]) => [
    [`specs/${name}/kernel.ts`, kernel], [`specs/${name}/q.ts`, spec],
  ])) });
});

afterAll(() => folder.remove());

function compare(name: keyof typeof questions, ...more: string[]): ReturnType<typeof fdcheck> {
  return fdcheck(folder.path, ['compare', `${name}/q`, '--variants', 'v1,patch/1', ...more]);
}

function asks(name: string): ReturnType<typeof fdcheck> {
  return fdcheck(folder.path, ['compare', `asks/${name}`, '--variants', 'v1,patch/1', '--quiet']);
}

describe('compare', () => {
  test('finds that a renamed function changes no step', async () => {
    const { code, out } = await compare('renamed');
    expect(out).toMatchInlineSnapshot(`
      "✓ renamed/q @ v1 = patch/1: isomorphic: the same graph, step by step
        Does the patch change anything?
        v1: 8 states, 8 transitions; patch/1: 8 states, 8 transitions
      "
    `);
    expect(code).toBe(0);
  });

  test('finds that nobody can tell in which order two locations are read, although the graphs are not the same', async () => {
    const { code, out } = await compare('swapped');
    expect(out).toMatchInlineSnapshot(`
      "✓ swapped/q @ v1 = patch/1: bisimilar: nobody who sees memory and results can tell them apart
        Does the patch change anything?
        v1: 7 states, 8 transitions; patch/1: 6 states, 7 transitions; 4 classes of equivalent states
      "
    `);
    expect(code).toBe(0);
  });

  test('tells another error number as what one variant gives and the other never does', async () => {
    const { code, out } = await compare('errno');
    expect(out).toMatchInlineSnapshot(`
      "✗ errno/q @ v1 = patch/1: they part
        Does the patch change anything?
        v1: 5 states, 4 transitions; patch/1: 5 states, 4 transitions; 8 classes of equivalent states

      ✗ patch/1 can do what v1 never does where the same was seen before: T1's call → -EMFILE, nothing
        moves any more
      step  T1  T2                           what changed                               where
         1  │   ● other                      a: 0 → 1                                   errno/kernel.ts:10
            │   │                            T2 ends
         2  ✗ call → -EMFILE (READ_ONCE(a))  T1 ends                                    errno/kernel.ts:14
      v1 shows next, where the same was seen:
        T1's call → -EBADF, nothing moves any more
      fdcheck replay 'errno/q@patch/1:61de0bdd45c09c50:1,0'
      "
    `);
    expect(code).toBe(12);
  });

  test('replays the trail to where they part, in a variant that the spec expects nothing of', async () => {
    const { out } = await fdcheck(folder.path, ['compare', 'warns/q', '--variants', 'v1,patch/1']);
    const { code, out: replayed } = await fdcheck(folder.path, ['replay', /replay '([^']+)'/.exec(out)![1]!]);
    expect(replayed).toContain('warns/q @ patch/1: 2 steps, replayed');
    expect(code).toBe(0);
  });

  test('tells going on for ever unseen from waiting', async () => {
    const { code, out } = await compare('spins');
    expect(out).toMatchInlineSnapshot(`
      "✗ spins/q @ v1 = patch/1: they part
        Does the patch change anything?
        v1: 3 states, 3 transitions; patch/1: 5 states, 5 transitions; 4 classes of equivalent states

      ✗ v1 can go on for ever without anything that is seen, by the last 1 step again and again; patch/1,
        where the same was seen, cannot
      step  T1                     what changed                                         where
         1  ✗ call (READ_ONCE(a))                                                       spins/kernel.ts:14
      fdcheck replay 'spins/q@v1:4a8d3e3662216a90:0'
      "
    `);
    expect(code).toBe(12);
  });

  test('tells a report that only one variant ends in', async () => {
    const { code, out } = await compare('warns');
    expect(out).toContain('✗ patch/1 can do what v1 never does where the same was seen before: WARNING');
    expect(out).toContain("v1 shows next, where the same was seen:\n  T1's call → 1");
    expect(code).toBe(12);
  });

  test('tells a task that hangs from one that waits at a valid end', async () => {
    const { code, out } = await compare('hangs');
    const words = out.replaceAll(/\s+/g, ' ');
    expect(words).toContain("T2's other returns, a: 0 → 1, a task hangs");
    expect(words).toContain("T2's other returns, a: 0 → 1, nothing moves any more");
    expect(code).toBe(12);
  });

  test('tells a choice that is made earlier, with no run that only one variant has', async () => {
    const { code, out } = await compare('chooses');
    expect(out).toMatchInlineSnapshot(`
      "✗ chooses/q @ v1 = patch/1: they part
        Does the patch change anything?
        v1: 6 states, 7 transitions; patch/1: 8 states, 8 transitions; 10 classes of equivalent states

      ✗ v1 has a choice at the end that patch/1 does not have there: T1's call → 1
      step  T1                         what changed                                   where
         1  ✗ call → 1 (READ_ONCE(b))  T1 ends                                        chooses/kernel.ts:16
      patch/1 shows next, where it looks the same and has chosen otherwise:
        T1's call → 0
        T2's other returns, a: 0 → 1
      fdcheck replay 'chooses/q@v1:69399188ac2f2321:0.1'
      "
    `);
    expect(code).toBe(12);
  });

  test('knows nothing of what comes behind a model error', async () => {
    const { code, out } = await compare('leaves');
    expect(out).toContain('model error');
    expect(out).toContain('patch/1: a leaves its range 0 .. 1: what it does beyond is not known');
    expect(code).toBe(75);
  });

  test('knows functions by name, and of an array what both have', async () => {
    const { code, out } = await compare('pointers');
    expect(out).toContain('not compared: of slots, whose sizes differ, what both have is compared');
    expect(out).toContain('✗ patch/1 can do what v1 never does where the same was seen before: work.fn: NULL → hello');
    expect(out).toContain('  work.fn: NULL → bye');
    expect(code).toBe(12);
  });

  test('compares what both have, and names what it leaves out', async () => {
    const { code, out } = await compare('only');
    expect(out).toContain('not compared: only patch/1 has counted');
    expect(code).toBe(0);
  });

  test('is inconclusive beyond a limit', async () => {
    const { code, out } = await compare('errno', '--max-states', '1');
    expect(out).toContain('inconclusive (the limit of states was reached)');
    expect(code).toBe(22);
  });

  test('is inconclusive when it is interrupted', async () => {
    const { code } = await fdcheck(folder.path, ['compare', 'errno/q', '--variants', 'v1,patch/1'], AbortSignal.abort());
    expect(code).toBe(22);
  });

  test('knows nothing where setup leaves no initial state', async () => {
    const { code, out } = await asks('nowhere');
    expect(out).toContain('✗ asks/nowhere @ v1 = patch/1: model error: setup leaves no initial state\n');
    expect(code).toBe(75);
  });

  test('sees calls of one variant where the other calls nothing, and memory is the same', async () => {
    const { code, out } = await asks('calling');
    expect(out).toContain("✗ patch/1 can do what v1 never does where the same was seen before: T1's call returns");
    expect(code).toBe(12);
  });

  test('names the call that only the other variant makes', async () => {
    const { out } = await asks('either');
    expect(out).toContain("patch/1 can do what v1 never does where the same was seen before: T1's other returns");
    expect(out).toContain("v1 shows next, where the same was seen:\n  T1's call returns");
  });

  test('tells a start from which a task can move, and none of the other', async () => {
    const { out } = await asks('waiting');
    expect(out).toContain('✗ patch/1 starts as v1 never does: a task can move\nv1 starts otherwise:\n  nothing moves any more\n');
  });

  test('finds the same in the interpreter', async () => {
    for (const name of ['swapped', 'errno', 'spins', 'chooses'] as const) {
      const [compiled, interpreted] = [await compare(name), await compare(name, '--engine', 'interpreter')];
      expect(interpreted.out).toBe(compiled.out);
    }
  });

  test.each([
    [['compare', 'errno/q'], 'compare needs two different variants: fdcheck compare errno/q --variants v1,'],
    [['compare', 'errno/q', '--variants', 'v1'], 'compare needs two different variants'],
    [['compare', 'errno/q', '--variants', 'v1,v1'], 'compare needs two different variants'],
    [['compare', 'errno/q', '--variants', 'v1,v2'], "there is no variant 'v2'; known variants: v1, patch/1, patch/2"],
    [['compare', 'errno/q', '--variants', 'v1,patch/2'], "variant 'patch/2' needs patch/2 (Another), which is not modelled"],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await fdcheck(folder.path, args);
    expect(err).toContain(message);
    expect(code).toBe(64);
  });

  test.each(['renamed', 'swapped', 'errno', 'spins', 'warns', 'leaves', 'only'] as const)('writes a document that obeys the schema: %s', async (name) => {
    const { out } = await compare(name, '--json');
    const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
    ajv.addSchema(schema('trail'));
    ajv.addSchema(schema('check'));
    const validate = ajv.compile(schema('compare'));
    validate(JSON.parse(out));
    expect(validate.errors ?? []).toEqual([]);
  });
});
