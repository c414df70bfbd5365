import { describe, expect, test } from 'vitest';
import type { Program } from '../../src/lang/ir.js';
import type { StackFrame } from '../../src/checker/trail.js';
import { hungLines } from '../../src/report/hung.js';
import { splatLines } from '../../src/report/splat.js';
import { initialMemory, program, rows } from './fixtures/story.js';

const close = 11;
const reporting: Program = {
  ...program,
  reports: [
    { id: 0, class: 'use-after-free', title: 'BUG: KASAN: use-after-free in close', detail: '', site: close, object: { struct: 0, number: { kind: 'const', value: 1 } } },
    { id: 1, class: 'bug', title: 'kernel BUG in close', detail: 'fdt.fd[fd] === NULL', site: close, object: null },
  ],
};
const frame = (fn: number): StackFrame => ({ fn, name: program.fns[fn]!.name, site: fn });
const stack = [{ fn: 10, block: 0 }, { fn: close, block: 0 }];
const access = { step: 9, task: 1, frames: [frame(10), frame(close)] };

describe('a report', () => {
  test('has the access, its stack, and those of the allocation and the free', () => {
    const history = { object: 'files_struct#1', access, freed: { step: 13, task: 0, frames: [frame(1), frame(6)] }, allocated: { step: 0, task: -1, frames: [] } };
    expect(splatLines(reporting, { report: { report: 0, object: 1, stack }, history, rows: rows.slice(0, 9) }, 80).join('\n')).toMatchInlineSnapshot(`
      "==================================================================
      BUG: KASAN: use-after-free in close
      Write of F0 by task T2

      Call Trace:
       close    fs/file.ts:120  close()
       sibling  fs/file.ts:110  sibling()

      Allocated by setup before the first step

      Freed by task T1 at step 13:
       put_files_struct  fs/file.ts:70  put_files_struct()
       execve            fs/exec.ts:20  execve()

      The buggy access is to F0, an object of files_struct
      =================================================================="
    `);
  });

  test('without an object has the call trace alone', () => {
    expect(splatLines(reporting, { report: { report: 1, object: 0, stack }, history: null, rows: [] }, 80).join('\n')).toMatchInlineSnapshot(`
      "==================================================================
      kernel BUG in close
      fdt.fd[fd] === NULL
      in setup

      Call Trace:
       close    fs/file.ts:120  close()
       sibling  fs/file.ts:120  close()
      =================================================================="
    `);
  });

  test('is empty for a trail that ends in a state', () => {
    expect(splatLines(reporting, { report: null, history: null, rows }, 80)).toEqual([]);
  });
});

describe('a hung task', () => {
  const waiting: Program = {
    ...program,
    accesses: program.accesses.map((access) => ({ ...access, place: access.op === 'lock' ? 'files_struct.file_lock' : null })),
    fns: program.fns.map((fn, at) => ({ ...fn, blocks: [{ ...fn.blocks[0]!, instrs: [{ kind: 'access' as const, access: at * 5 + 2, boundary: true }] }] })),
  };
  const state = {
    mem: { ...initialMemory, 'files_struct.file_lock.owner': [2, 0] },
    stacks: [[{ fn: 1, block: 0, locals: [] }, { fn: 5, block: 0, locals: [] }], []],
  };

  test('is told with what it waits for, who holds it, and where it stands', () => {
    expect(hungLines(waiting, state, { columns: 80 }).join('\n')).toMatchInlineSnapshot(`
      "INFO: task T1 blocked for ever at dup_fd()
        T1 waits for F0.file_lock, which task T2 holds
      Call Trace:
       dup_fd  fs/file.ts:60  dup_fd()
       execve  fs/file.ts:60  dup_fd()

      Showing all locks held in the system:
      1 lock held by T2:
       #0: F0.file_lock"
    `);
  });
});
