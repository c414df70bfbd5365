import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
for (const name of ['functions', 'list-functions']) ajv.addSchema(JSON.parse(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8')));

function errorsOf(schema: string, document: unknown): unknown {
  const validate = ajv.getSchema(`fdcheck:${schema}`)!;
  return validate(document) === true ? [] : validate.errors;
}

const door = `import { exists_since, ghost, ghost_field, Int, place, since, spin_lock, spin_unlock, spinlock_t, switches, when, zeroed } from 'fdcheck/lang';

switches({ base: 'v1', series: [{ name: 'series/1', title: 'doors can be slammed', modelled: true }] });

export let opened: Int<0, 1> = 0;
export let visits: ghost_field<Int<0, 3>> = 0;
export const lock: spinlock_t = zeroed();

function set_door(to: Int<0, 1>): void {
  opened = to;
}

/** In place of its call, because of its parameter. */
function turn(door: place<Int<0, 1>>): boolean {
  if (door === 0) return false;
  door = 0;
  return true;
}

export function open_door(): void {
  spin_lock(lock);
  if (opened === 0) set_door(1);
  note_visit();
  spin_unlock(lock);
}

export function close_door(): boolean {
  if (since('series/1')) return slam_door();
  return turn(opened);
}

function slam_door(): boolean {
  exists_since('series/1');
  return turn(opened);
}

/** It waits for what never comes. */
export function wait_for_ever(): void {
  when(opened === 1 && opened === 0);
  never_after();
}

function never_after(): void {
  opened = 0;
}

function note_visit(): void {
  ghost(() => count_visit());
}

function count_visit(): void {
  if (visits < 3) visits = visits + 1;
}

export function paint_door(): void {
  opened = 0;
}

export function door_is_sane(): boolean {
  return is_zero_or_one(opened) && visits <= 3;
}

function is_zero_or_one(n: Int<0, 1>): boolean {
  return n === 0 || n === 1;
}
`;

const opens = `// Is the door open in the end?
import { idle, proved, spec } from 'fdcheck/lang';
import { close_door, door_is_sane, open_door, opened, paint_door } from '../src/model/door.js';

function visitor(): void {
  open_door();
}

function is_open(): boolean {
  return !idle(0) || opened === 1;
}

export default spec({
  setup() { paint_door(); },
  tasks: { A: visitor },
  always: [is_open, door_is_sane],
  expect: { 'v1': proved },
});
`;

const closes = `// Can a closed door be closed?
import { proved, spec } from 'fdcheck/lang';
import { close_door } from '../src/model/door.js';

function closer(): void {
  close_door();
}

export default spec({ tasks: { A: closer }, expect: { 'v1': proved, 'series/1': proved } });
`;

let folder = { path: '', remove: (): void => {} };
const files = { 'src/model/door.ts': door, 'specs/opens.ts': opens, 'specs/closes.ts': closes };
beforeEach(() => {
  folder = folderWith(files);
});
afterEach(() => folder.remove());

function accepted(): { files: Record<string, Record<string, Record<string, unknown>>> } {
  return JSON.parse(readFileSync(join(folder.path, 'results/functions.json'), 'utf8')) as ReturnType<typeof accepted>;
}

const by = (...first: string[]): object => ({ specs: first.length, first });

describe('accept of all specs', () => {
  test('writes who reaches which function and which way of a branch, by tasks, ghost blocks, setup and properties', async () => {
    const { out, code } = await fdcheck(folder.path, ['accept']);
    expect(out).toContain('wrote results/functions.json');
    expect(code).toBe(0);
    expect(errorsOf('functions', accepted())).toEqual([]);
    const functions = accepted().files['door.ts']!;
    expect(functions['open_door']).toEqual({ tasks: by('opens'), branches: [{ condition: 'opened === 0', nth: 1, true: by('opens'), false: null }] });
    expect(functions['set_door']).toEqual({ tasks: by('opens'), branches: [] });
    expect(functions['paint_door']).toEqual({ setup: by('opens'), branches: [] });
    expect(functions['door_is_sane']).toEqual({ properties: by('opens'), branches: [] });
    expect(functions['is_zero_or_one']).toEqual({ properties: by('opens'), branches: [] });
  });

  test('counts code that is lowered in place as that of the function that has it, in whichever variant', async () => {
    await fdcheck(folder.path, ['accept']);
    const functions = accepted().files['door.ts']!;
    expect(functions['turn']).toEqual({ tasks: by('closes'), branches: [{ condition: 'door === 0', nth: 1, true: by('closes'), false: null }] });
    expect(functions['slam_door']).toEqual({ tasks: by('closes'), branches: [] });
  });

  test('counts no step that waits, and nothing behind it', async () => {
    const waits = opens.replace('open_door();\n}', 'wait_for_ever();\n}').replace('open_door,', 'wait_for_ever,').replace('always: [is_open, door_is_sane]', 'always: [door_is_sane]')
      .replaceAll('proved', 'hung');
    writeFileSync(join(folder.path, 'specs/waits.ts'), waits);
    await fdcheck(folder.path, ['accept']);
    const functions = accepted().files['door.ts']!;
    expect(functions['wait_for_ever']).toMatchObject({ tasks: by('waits'), branches: [{ condition: 'opened === 1', true: null, false: null }, {}] });
    expect(functions['never_after']).toEqual({ branches: [] });
  });

  test('is repeated to the letter', async () => {
    await fdcheck(folder.path, ['accept']);
    const first = readFileSync(join(folder.path, 'results/functions.json'), 'utf8');
    await fdcheck(folder.path, ['accept']);
    expect(readFileSync(join(folder.path, 'results/functions.json'), 'utf8')).toBe(first);
  });

  test('leaves the file alone where only some specs are named, or one is not as expected', async () => {
    await fdcheck(folder.path, ['accept', 'opens']);
    expect(() => accepted()).toThrow('ENOENT');
    writeFileSync(join(folder.path, 'specs/opens.ts'), opens.replace('proved }', 'hung }').replace('idle, proved', 'hung, idle'));
    const { out } = await fdcheck(folder.path, ['accept']);
    expect(out).toContain('left results/functions.json alone');
    expect(() => accepted()).toThrow('ENOENT');
  });
});

describe('gate of all specs', () => {
  test('is content with what was accepted', async () => {
    await fdcheck(folder.path, ['accept']);
    const { code, out } = await fdcheck(folder.path, ['gate']);
    expect(out).toContain('no drift');
    expect(code).toBe(0);
  });

  test('calls it a drift that something is reached no more, and says by whom it was', async () => {
    await fdcheck(folder.path, ['accept']);
    writeFileSync(join(folder.path, 'src/model/door.ts'), door.replace('opened = to', 'if (to === 0) opened = to').replace('note_visit();\n  spin', 'spin'));
    writeFileSync(join(folder.path, 'specs/opens.ts'), opens.replace('|| opened === 1', '|| opened <= 1'));
    const { code, out } = await fdcheck(folder.path, ['gate']);
    expect(out).toContain('drift: note_visit (door.ts) was reached by 1 spec (opens) and now by none');
    expect(out).toContain('drift: branch `to === 0` of set_door (door.ts), false, is new: reached by 1 spec (opens)');
    expect(code).toBe(21);
  });

  test('misses what was never accepted', async () => {
    await fdcheck(folder.path, ['accept', 'opens', 'closes']);
    const { code, out } = await fdcheck(folder.path, ['gate']);
    expect(out).toContain("nothing was accepted yet of the model's functions (fdcheck accept writes results/functions.json)");
    expect(code).toBe(21);
  });
});

describe('list --functions', () => {
  test('shows first what nobody reaches, with exit code 20', async () => {
    await fdcheck(folder.path, ['accept']);
    const { code, out } = await fdcheck(folder.path, ['list', '--functions']);
    expect(code).toBe(20);
    expect(out.split('\n').slice(0, 9).join('\n')).toMatchInlineSnapshot(`
      "2 functions that no spec reaches
        door.ts:38               wait_for_ever
        door.ts:43               never_after

      2 ways of branches that no spec goes
        door.ts:14               turn: \`door === 0\` is never false
        door.ts:20               open_door: \`opened === 0\` is never false

      what tasks execute"
    `);
    expect(out).toMatch(/door.ts:20 +open_door +1 spec \(opens\)/);
    expect(out).toMatch(/door.ts:55 +paint_door +setup of 1 spec \(opens\)/);
  });

  test('has a document that obeys its schema', async () => {
    await fdcheck(folder.path, ['accept']);
    const { code, out } = await fdcheck(folder.path, ['list', '--functions', '--json']);
    const document: unknown = JSON.parse(out);
    expect(errorsOf('list-functions', document)).toEqual([]);
    expect(document).toMatchObject({ complete: false, unreached: [{ function: 'wait_for_ever', known: true }, { function: 'never_after' }], gone: [] });
    expect(code).toBe(20);
  });

  test('holds the file against the text of today: functions that it does not know, and such that are gone', async () => {
    await fdcheck(folder.path, ['accept']);
    writeFileSync(join(folder.path, 'src/model/door.ts'), door.replaceAll('set_door', 'move_door'));
    const { out } = await fdcheck(folder.path, ['list', '--functions']);
    expect(out).toMatch(/door.ts:9 +move_door +\(nothing is accepted of it: fdcheck accept\)/);
    expect(out).toContain("1 function that results/functions.json knows and the model has no more\n  door.ts  set_door");
  });

  test('has exit code 0 where all is reached', async () => {
    folder.remove();
    folder = folderWith({
      'src/model/step.ts': "import { Int } from 'fdcheck/lang';\nexport let at: Int<0, 1> = 0;\nexport function step(): void {\n  at = 1;\n}\n",
      'specs/steps.ts': "// Does it step?\nimport { proved, spec } from 'fdcheck/lang';\nimport { step } from '../src/model/step.js';\nexport default spec({ tasks: { A: step }, expect: { base: proved } });\n",
    });
    await fdcheck(folder.path, ['accept']);
    const { code, out } = await fdcheck(folder.path, ['list', '--functions']);
    expect(out).toContain('1 function, all reached, every branch both ways');
    expect(code).toBe(0);
  });

  test('says what is missing: a model, or accepted results', async () => {
    expect(await fdcheck(folder.path, ['list', '--functions'])).toMatchObject({ code: 64, err: expect.stringContaining('fdcheck accept, without arguments, writes it') as string });
    expect(await fdcheck(folder.path, ['list', '--functions', 'opens'])).toMatchObject({ code: 64, err: expect.stringContaining('name none') as string });
    folder.remove();
    folder = folderWith({ 'specs/opens.ts': opens });
    expect(await fdcheck(folder.path, ['list', '--functions'])).toMatchObject({ code: 64, err: expect.stringContaining('there is no model') as string });
  });
});

describe('what a model says is never', () => {
  const step = (body: string): void => {
    folder.remove();
    folder = folderWith({
      'src/model/step.ts': `import { BUG_ON, Int, int, RCU_LOCKDEP_WARN } from 'fdcheck/lang';\nexport let at: Int<0, 1> = 0;\n${body}\n`,
      'specs/steps.ts': "// Does it step?\nimport { proved, spec } from 'fdcheck/lang';\nimport { step } from '../src/model/step.js';\nexport default spec({ tasks: { A: step }, expect: { base: proved } });\n",
    });
  };
  const listed = async (): Promise<{ code: number; out: string }> => {
    await fdcheck(folder.path, ['accept']);
    return fdcheck(folder.path, ['list', '--functions']);
  };

  test('is told apart from what is unreached: conditions, cases and functions, each with the reason', async () => {
    step(`export function step(): void {
  if (at === 1) at = 0; // never true: nobody else steps
  // \`at === 0\` is never false: nobody else steps
  if (at === 0 && !stop()) at = 1;
  switch (at) {
    case 0: // never: it is 1
      leap();
      break;
    default:
  }
}
function stop(): boolean { return at === 1; }
function leap(): void { // never: the case is not
  at = 1;
}`);
    const { code, out } = await listed();
    expect(out.split('\n').slice(0, 9).join('\n')).toMatchInlineSnapshot(`
      "1 way of branches that no spec goes
        step.ts:3                step: \`stop()\` is never true

      never, and why
        step.ts:4                step: \`at === 1\` is never true: nobody else steps
        step.ts:6                step: \`at === 0\` is never false: nobody else steps
        step.ts:8                step: \`case 0\` is never true: it is 1
        step.ts:15               leap: is never entered: the case is not
      "
    `);
    expect(code).toBe(20);
  });

  test('makes the list complete, and its document says what and why', async () => {
    step('export function step(): void {\n  at = at === 1 ? 0 : 1; // never true: nobody else steps\n}');
    const { code, out } = await listed();
    expect(out).toContain('1 function, all reached, every branch both ways, but for 1 that never happen');
    expect(code).toBe(0);
    const document: unknown = JSON.parse((await fdcheck(folder.path, ['list', '--functions', '--json'])).out);
    expect(errorsOf('list-functions', document)).toEqual([]);
    expect(document).toMatchObject({ complete: true, never: [{ file: 'step.ts', line: 4, function: 'step', what: '`at === 1` is never true', reason: 'nobody else steps', wrong: null }] });
  });

  test('is wrong where it happens: exit code 21, of gate too', async () => {
    step('export function step(): void { // never: nobody steps\n  at = at === 1 ? 0 : 1; // never false: it was stepped\n}');
    const { code, out } = await listed();
    expect(out).toContain('2 wrong comments about what never happens');
    expect(out).toMatch(/step.ts:3 +step: is never entered: it is, by tasks of 1 spec \(steps\)/);
    expect(out).toMatch(/step.ts:4 +step: `at === 1` is never false: it is, by 1 spec \(steps\)/);
    expect(code).toBe(21);
    const gated = await fdcheck(folder.path, ['gate']);
    expect(gated.out).toContain('drift: step.ts:4: step: `at === 1` is never false: it is, by 1 spec (steps)');
    expect(gated.code).toBe(21);
  });

  test('is wrong where it is about nothing, or about one of several', async () => {
    step('export function step(): void {\n  // never true: what?\n  at = 1;\n  if (at === 1 && at < 2) at = 0; // never false: which?\n}');
    const { code, out } = await listed();
    expect(out).toMatch(/step.ts:4 +this comment is about no condition, case or function, or about one of several\n +step.ts:6 +this comment/);
    expect(code).toBe(21);
  });

  test('need not be said of what is asserted: its conditions are no ways of the code', async () => {
    step('export function step(): void {\n  BUG_ON(at === 1 && !odd(at));\n  RCU_LOCKDEP_WARN(() => at === 1 || at < 0);\n  at = 1;\n}\nfunction odd(n: int): boolean { return n % 2 === 1; }');
    const { out } = await listed();
    expect(accepted().files['step.ts']!['step']).toMatchObject({ branches: [] });
    expect(out).toMatch(/1 function that no spec reaches\n +step.ts:8 +odd\n\nwhat tasks execute/);
  });
});
