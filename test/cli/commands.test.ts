import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';
import { questions } from './questions.js';

let folder = { path: '', remove: (): void => {} };

beforeAll(() => {
  folder = folderWith(questions);
});

afterAll(() => folder.remove());

describe('check', () => {
  test('tells a violated invariant with its shortest trail, last the command that replays it', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', 'lost', '--reduce', 'none']);
    expect(out).toMatchInlineSnapshot(`
      "✓ lost @ base: violated(none_lost), as expected
        Can two increments lose one?
        12 states, 14 transitions, depth 5, out-degree 1.17 on average, 2 at most,
          fingerprint e05a13aee34ec5a2
        given: tasks A, B; every bound 1; no faults; sequentially consistent; every access a step;
          no atomic claims

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
      fdcheck replay 'lost@base:1ffad7da3d228a4f:0,1,0,1'

      1 check, all as expected
      "
    `);
    expect(code).toBe(0);
  });

  test('tells a use after free as KASAN does', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', 'freed', '--reduce', 'none']);
    expect(out.slice(out.indexOf('✗'))).toMatchInlineSnapshot(`
      "✗ BUG: KASAN: use-after-free in user after 5 steps
        A reads shared in user. Then B clears shared (thing) and frees thing in freer. A then writes
        thing.value in user; B had freed thing in freer at step 4.
      at the start: shared = thing
      step  A   B                    what changed                                              where
         1  ● user (shared)                                                                    freed.ts:11
       2-4  │   ● freer              shared: thing → NULL                                      freed.ts:17
            │   │                    thing freed
            │   │                    B ends
         5  ✗ user (mine.value = 1)                                                            freed.ts:12
      ==================================================================
      BUG: KASAN: use-after-free in user
      Write of thing.value by task A

      Call Trace:
       user  freed.ts:12  mine.value = 1

      Allocated by setup before the first step

      Freed by task B at step 4:
       freer  freed.ts:18  kfree(mine)
      ==================================================================
      fdcheck replay 'freed@base:298e65ac43e42d28:0,1x3,0'

      1 check, all as expected
      "
    `);
    expect(code).toBe(0);
  });

  test('says what it found where it was not expected, with the exit code of the finding', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', 'locks/opposite', '--reduce', 'none']);
    expect(out).toMatchInlineSnapshot(`
      "✗ locks/opposite @ base: reports(lockdep) and hung, NOT as expected
        expected hung, found reports(lockdep) and hung
        Do two tasks that take two locks in opposite order hang?
        19 states, 22 transitions, depth 9, out-degree 1.16 on average, 2 at most,
          fingerprint d0e298cc325ff5fb
        given: tasks A, B; every bound 1; no faults; sequentially consistent; every access a step;
          no atomic claims

      ✗ a task hangs after 2 steps
        A takes first in one. Then B takes second in other. Nothing can move any more: A waits in one for
        second, which B holds; B waits in other for first, which A holds.
      step  A   B        what changed                                                 where
         1  ● one        first: nobody → A                                            locks/opposite.ts:8
         2  │   ✗ other  second: nobody → B                                           locks/opposite.ts:15
      INFO: task A blocked for ever at spin_lock(second)
        A waits for second, which task B holds
      Call Trace:
       one  locks/opposite.ts:9  spin_lock(second)

      INFO: task B blocked for ever at spin_lock(first)
        B waits for first, which task A holds
      Call Trace:
       other  locks/opposite.ts:16  spin_lock(first)

      Showing all locks held in the system:
      1 lock held by A:
       #0: first, taken in one
      1 lock held by B:
       #0: second, taken in other
      fdcheck replay 'locks/opposite@base:89ae1b96f77ef554:0,1'

      ✗ WARNING: possible circular locking dependency detected (1 of 2) after 2 steps
        A takes second in one while it holds first. B takes first in other while it holds second.
      step  A      what changed                                                        where
       1-2  ✗ one  first: nobody → A                                                   locks/opposite.ts:8
            │      second: nobody → A
      fdcheck replay 'locks/opposite@base:89ae1b96f77ef554:0x2'

      ✗ WARNING: possible circular locking dependency detected (2 of 2) after 2 steps
      step  B        what changed                                                     where
       1-2  ✗ other  second: nobody → B                                               locks/opposite.ts:15
            │        first: nobody → B
      ======================================================
      WARNING: possible circular locking dependency detected
      ------------------------------------------------------
      B is trying to acquire lock:
       (first), in other
      but task is already holding lock:
       (second), taken in other
      which lock already depends on the new lock.

      the existing dependency chain (in reverse order) is:

      -> #1 (second), by A under (first):
       one  locks/opposite.ts:9  spin_lock(second)

      -> #0 (first), by B under (second):
       other  locks/opposite.ts:16  spin_lock(first)

       Possible unsafe locking scenario:

       CPU0             CPU1
       ----             ----
       lock(second);
                        lock(first);
                        lock(second);
       lock(first);

       *** DEADLOCK ***
      ======================================================
      fdcheck replay 'locks/opposite@base:89ae1b96f77ef554:1x2'

      1 of 1 check not as expected: violated (exit code 12)
      "
    `);
    expect(code).toBe(12);
  });

  test('has a line a verdict for many specs, in the order in which they are named', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', 'fine', 'lost', 'freed']);
    expect(out).toMatchInlineSnapshot(`
      "✓ fine @ base: proved, as expected
      ✓ lost @ base: violated(none_lost), as expected
      ✓ freed @ base: reports(use-after-free), as expected
      3 checks, all as expected
      "
    `);
    expect(code).toBe(0);
  });

  test('shows every step when asked to', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'freed', '--steps']);
    expect(out).toContain('freer: shared = NULL');
  });

  test('finds the same in the interpreter', async () => {
    const compiled = await fdcheck(folder.path, ['check', 'freed']);
    const interpreted = await fdcheck(folder.path, ['check', 'freed', '--engine', 'interpreter']);
    expect(interpreted.out).toBe(compiled.out);
  });

  test.each([['--max-states', '1'], ['--max-depth', '1'], ['--max-seconds', '0.000001']])('is inconclusive beyond %s %s', async (option, limit) => {
    const { code, out } = await fdcheck(folder.path, ['check', 'fine', option, limit]);
    expect(out).toContain('inconclusive');
    expect(out).toContain('explored so far:');
    expect(code).toBe(22);
  });

  test('is inconclusive when it is interrupted, and says how far it came', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', 'fine'], AbortSignal.abort());
    expect(out).toContain('inconclusive (interrupted)');
    expect(code).toBe(22);
  });

  test('says nothing but results on stdout, and the time on stderr', async () => {
    const { out, err } = await fdcheck(folder.path, ['check', 'fine', '--quiet']);
    expect(out).toBe('✓ fine @ base: proved, as expected\n1 check, all as expected\n');
    expect(err).toBe('');
  });
});

describe('replay', () => {
  test('shows a trail again from the command that a counterexample ends with', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'lost']);
    const address = /fdcheck replay '([^']+)'/.exec(out)![1]!;
    const { code, out: replayed } = await fdcheck(folder.path, ['replay', address]);
    expect(replayed).toMatchInlineSnapshot(`
      "lost @ base: 4 steps, replayed
        At the start counter is 0. B reads counter in increment. Before B goes on, A changes counter from
        0 to 1 in increment. B goes on: it overwrites counter with what it made of the old value in
        increment. Now none_lost does not hold: counter is 1.
      step  A   B                           what changed                                         where
         1  ● increment (counter)                                                                lost.ts:7
         2  │   ● increment (counter)                                                            lost.ts:7
         3  ● increment                     counter: 0 → 1                                       lost.ts:7
            │   │                           A ends
         4  │   ✗ increment (counter += 1)  B ends                                               lost.ts:7
      none_lost is false here
      "
    `);
    expect(code).toBe(0);
  });

  test('takes a file', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'freed']);
    writeFileSync(join(folder.path, 'trail.txt'), out);
    const { code, out: replayed } = await fdcheck(folder.path, ['replay', 'trail.txt']);
    expect(replayed).toContain('BUG: KASAN: use-after-free in user');
    expect(code).toBe(0);
  });

  test('refuses a step that cannot be taken, and says what can', async () => {
    const { out } = await fdcheck(folder.path, ['check', 'lost']);
    const address = /fdcheck replay '([^']+:)[^:']+'/.exec(out)![1]!;
    const { code, err } = await fdcheck(folder.path, ['replay', `${address}0x9`]);
    expect(err).toContain('step 3, A, cannot be taken. Replayed 2 of 9 steps; possible there: B');
    expect(code).toBe(64);
  });
});

describe('list', () => {
  test('shows questions, variants and what is expected', async () => {
    const { code, out } = await fdcheck(folder.path, ['list']);
    expect(out).toMatchInlineSnapshot(`
      "fine
        Does a counter of one task count?
          base  proved

      freed
        Is an object used after it is freed?
          base  reports(use-after-free)

      locks/opposite
        Do two tasks that take two locks in opposite order hang?
          base  hung

      lost
        Can two increments lose one?
          base  violated(none_lost)
      "
    `);
    expect(code).toBe(0);
  });
});

describe('explain', () => {
  test('shows the steps of each function', async () => {
    const { code, out } = await fdcheck(folder.path, ['explain', 'lost', '--reduce', 'none']);
    expect(out).toContain('2 tasks, 1 function, 2 control points (a step starts at one and runs up to the next), 0 atomic claims');
    expect(out).toContain('task B: increment, 1 function');
    expect(out).toContain(`increment  lost.ts:6
    0  lost.ts:7  load    plain   counter
    1  lost.ts:7  store   plain   counter += 1
`);
    expect(code).toBe(0);
  });
});

describe('accept and gate', () => {
  test('what was accepted has no drift', async () => {
    const accepted = await fdcheck(folder.path, ['accept', 'lost', 'fine']);
    expect(accepted.out).toContain('wrote results/lost.json');
    expect(accepted.code).toBe(0);
    const { code, out } = await fdcheck(folder.path, ['gate', 'lost', 'fine']);
    expect(out).toContain('2 checks, no drift');
    expect(code).toBe(0);
  });

  test('accepting twice writes the same bytes', async () => {
    await fdcheck(folder.path, ['accept', 'lost']);
    const first = readFileSync(join(folder.path, 'results/lost.json'), 'utf8');
    await fdcheck(folder.path, ['accept', 'lost', '--engine', 'interpreter']);
    expect(readFileSync(join(folder.path, 'results/lost.json'), 'utf8')).toBe(first);
  });

  test('a change of the model is a drift, named count by count', async () => {
    await fdcheck(folder.path, ['accept', 'fine']);
    const file = join(folder.path, 'specs/fine.ts');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('counter += 1;', 'counter = 1;'));
    const { code, out } = await fdcheck(folder.path, ['gate', 'fine']);
    writeFileSync(file, before);
    expect(out).toContain('drift: transitions: 2 → 1');
    expect(code).toBe(21);
  });

  test('with other reductions only verdicts are compared', async () => {
    await fdcheck(folder.path, ['accept', 'lost']);
    const { code, out } = await fdcheck(folder.path, ['gate', 'lost', '--reduce', 'none']);
    expect(out).toContain('1 check, no drift');
    expect(code).toBe(0);
  });

  test('what was accepted with other reductions is a drift where none are named', async () => {
    await fdcheck(folder.path, ['accept', 'lost', '--reduce', 'none', '--why', 'other reductions']);
    const { code, out } = await fdcheck(folder.path, ['gate', 'lost']);
    expect(out).toContain('drift: reductions: none → private, transactions, symmetry');
    expect(code).toBe(21);
  });

  test('nothing is accepted of a spec with an unexpected verdict', async () => {
    const { code } = await fdcheck(folder.path, ['accept', 'locks/opposite']);
    expect(existsSync(join(folder.path, 'results/locks/opposite.json'))).toBe(false);
    expect(code).toBe(12);
  });

  test('what was never accepted is a drift', async () => {
    const { code, out } = await fdcheck(folder.path, ['gate', 'freed']);
    expect(out).toContain('nothing was accepted yet (fdcheck accept writes results/freed.json)');
    expect(code).toBe(21);
  });
});

describe('help', () => {
  test('fits the terminal and names every command', async () => {
    const { code, out } = await fdcheck(folder.path, ['--help']);
    expect(out).toMatchInlineSnapshot(`
      "Usage: fdcheck [options] [command]

      Checks kernel code written in TypeScript over every interleaving of its shared accesses.

      Options:
        -V, --version                      output the version number
        -h, --help                         display help for command

      Commands:
        check [options] [SPEC...]          explore every interleaving and compare each verdict with the
                                           expected one
        compare [options] <SPEC>           decide whether two variants can be told apart by memory and
                                           results, and show where
        measure [options] <SPEC>           least and greatest values of what a spec measures, over every
                                           interleaving
        replay [options] <TRAIL>           run a trail again, step by step, and show it
        explain [options] <SPEC>           search, and show the compiled steps of each task, and why they
                                           were merged or not
        graph [options] <SPEC>             draw every state and transition of a small program, what is
                                           wrong marked; or with --task what a task runs
        list [options] [SPEC...]           show the specs: question, variants, expected verdicts
        accept [options] [SPEC...]         check, and write what was found to results/, to be reviewed
                                           like code
        gate [options] [SPEC...]           check, and compare with results/; a difference is a drift
        series [options]                   explore the questions below specs/series/matrix at every
                                           version, patch by patch, and show where each verdict flips
        init [options]                     write a small model with a question, a test and a workflow to
                                           begin with; with --patch, in a clone of fdcheck, the skeleton
                                           of a patch: its switch, the functions that it changes, and the
                                           question that must flip
        merge-reports [options] <FILE...>  put the reports of shards together, and report on all of it
        completion <SHELL>                 print what a shell needs to complete commands, options, specs
                                           and variants: source <(fdcheck completion bash)
        cite [options] [WHAT...]           look up in a kernel tree what the model cites, and tell what
                                           has changed, moved or gone since it was modelled (exit code 21)
        help [command]                     display help for command
      "
    `);
    expect(code).toBe(0);
  });
});
