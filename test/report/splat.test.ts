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
  test('has the stacks of the access, the free and the allocation', () => {
    const history = { object: 'files_struct#1', access, freed: { step: 13, task: 0, frames: [frame(1), frame(6)] }, allocated: { step: 0, task: -1, frames: [] } };
    expect(splatLines(reporting, { report: { report: 0, object: 1, stack }, history, rows: rows.slice(0, 9) }).join('\n')).toMatchInlineSnapshot(`
      "==================================================================
      BUG: KASAN: use-after-free in close
      in task T2, object files_struct#1
      Call trace:
       close    fs/file.ts:120  close()
       sibling  fs/file.ts:110  sibling()

      Freed by task T1, step 13:
       put_files_struct  fs/file.ts:70  put_files_struct()
       execve            fs/exec.ts:20  execve()

      Allocated by setup, before step 1
      =================================================================="
    `);
  });

  test('without an object has the call trace alone', () => {
    expect(splatLines(reporting, { report: { report: 1, object: 0, stack }, history: null, rows: [] }).join('\n')).toMatchInlineSnapshot(`
      "==================================================================
      kernel BUG in close
      fdt.fd[fd] === NULL
      in setup
      Call trace:
       close    fs/file.ts:120  close()
       sibling  fs/file.ts:120  close()
      =================================================================="
    `);
  });

  test('is empty for a trail that ends in a state', () => {
    expect(splatLines(reporting, { report: null, history: null, rows })).toEqual([]);
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
    expect(hungLines(waiting, state).join('\n')).toMatchInlineSnapshot(`
      "INFO: task T1 blocked for ever at dup_fd()
        files_struct#1.file_lock is held by T2
      Call trace:
       dup_fd  fs/file.ts:60  dup_fd()
       execve  fs/file.ts:60  dup_fd()"
    `);
  });
});
