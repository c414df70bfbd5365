import { describe, expect, test } from 'vitest';
import type { FnReturn } from '../../../src/checker/trail.js';
import { paintFor } from '../../../src/report/paint.js';
import { interestOf } from '../../../src/report/trail/interest.js';
import { trailLines, type TrailStyle } from '../../../src/report/trail/text.js';
import { initialMemory, program, property, rows } from '../fixtures/story.js';

const trail = { program, start: { mem: initialMemory, stacks: [] }, rows, interest: interestOf(program, { kind: 'property', fn: property }) };
const style: TrailStyle = { paint: paintFor(false), columns: 100, lines: 40, steps: false };

describe('the text of a trail', () => {
  test('has a lane a task, a row a function, and what changed from old to new', () => {
    expect(trailLines(trail, style).join('\n')).toMatchInlineSnapshot(`
      "names: F0 F1 = files_struct (table)
      at the start: T1.files = T2.files = F0, lock_owner = &F0
       step  T1  T2                                               what changed              where
        1-6  ● execve › unshare_files → 0                         T1.files: F0 → F1         fs/file.ts:50
             │   │                                                F1 allocated
          7  ● begin_new_exec › de_thread                         exiting[1]: false → true  fs/exec.ts:40
          8  │   ● close › put_files_struct                       F0.count: 2 → 1           fs/file.ts:70
          9  │   ● close → -EBADF                                 T2.files: F0 → NULL       fs/file.ts:120
      10-11  ● put_files_struct                                   F0.count: 1 → 0           fs/file.ts:70
         12  ● close_files › filp_close → 0 › locks_remove_posix  lock_owner: &F0 → NULL    fs/file.ts:100
         13  ✗ put_files_struct                                   F0 freed                  fs/file.ts:70"
    `);
  });

  test('folds further until it fits, and keeps what the property reads', () => {
    const lines = trailLines(trail, { ...style, lines: 12 });
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "names: F0 F1 = files_struct (table)
      at the start: T1.files = T2.files = F0, lock_owner = &F0
       step  T1  T2                                               what changed              where
        1-6  ● execve › unshare_files → 0                         T1.files: F0 → F1         fs/file.ts:50
             │   │                                                F1 allocated
          7  ● begin_new_exec › de_thread                         exiting[1]: false → true  fs/exec.ts:40
          8  │   ● close › put_files_struct                       F0.count: 2 → 1           fs/file.ts:70
          9  │   ● close → -EBADF                                 T2.files: F0 → NULL       fs/file.ts:120
      10-11  ● put_files_struct                                   F0.count: 1 → 0           fs/file.ts:70
         12  ● close_files › filp_close → 0 › locks_remove_posix  lock_owner: &F0 → NULL    fs/file.ts:100
         13  ✗ put_files_struct                                   F0 freed                  fs/file.ts:70"
    `);
    expect(lines.length).toBeLessThanOrEqual(12);
  });

  test('has a row a step when unfolded', () => {
    const lines = trailLines(trail, { ...style, steps: true });
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "names: F0 F1 = files_struct (table)
      at the start: T1.files = T2.files = F0, lock_owner = &F0
      step  T1  T2                                                what changed              where
         1  ● unshare_files: unshare_files()                                                fs/file.ts:50
         2  ● dup_fd: dup_fd()                                    F1 allocated              fs/file.ts:60
         3  ● dup_fd: dup_fd()                                                              fs/file.ts:60
         4  ● dup_fd: dup_fd()                                                              fs/file.ts:60
         5  ● dup_fd → (F1, 0): dup_fd()                                                    fs/file.ts:60
         6  ● unshare_files → 0: unshare_files()                  T1.files: F0 → F1         fs/file.ts:50
         7  ● de_thread: de_thread()                              exiting[1]: false → true  fs/exec.ts:40
         8  │   ● put_files_struct: put_files_struct()            F0.count: 2 → 1           fs/file.ts:70
         9  │   ● close → -EBADF: close()                         T2.files: F0 → NULL       fs/file.ts:120
        10  ● de_thread: de_thread()                                                        fs/exec.ts:40
        11  ● put_files_struct: put_files_struct()                F0.count: 1 → 0           fs/file.ts:70
        12  ● locks_remove_posix, filp_close → 0:                 lock_owner: &F0 → NULL    fs/file.ts:100
            │   locks_remove_posix()
        13  ✗ put_files_struct: put_files_struct()                F0 freed                  fs/file.ts:70"
    `);
  });

  test('has the same rows with results as without, and no results where they would not fit', () => {
    const silent = { ...trail, rows: rows.map((row) => ({ ...row, returns: [] })) };
    const stepsOf = (lines: readonly string[]) => lines.flatMap((line) => /^ *\d+(?:-\d+)? /.exec(line)?.[0].trim() ?? []);
    const longer = (one: FnReturn): FnReturn => ({ ...one, values: Array.from({ length: 20 }, () => one.values).flat() });
    const long = { ...trail, rows: rows.map((row) => ({ ...row, returns: row.returns.map(longer) })) };
    for (const columns of [60, 70, 80, 100]) {
      for (const lines of [10, 14, 18, 22, 26, 30]) {
        const without = trailLines(silent, { ...style, columns, lines });
        const shown = trailLines(long, { ...style, columns, lines });
        expect(stepsOf(shown)).toEqual(stepsOf(without));
        expect(shown.length).toBeLessThanOrEqual(Math.max(lines, without.length));
      }
    }
    expect(trailLines(long, { ...style, lines: 14 })).toEqual(trailLines(silent, { ...style, lines: 14 }));
    expect(trailLines(long, style).join('\n')).toContain('→ (-EBADF,');
  });

  test.each([60, 80, 100, 140])('never exceeds %i columns', (columns) => {
    for (const steps of [false, true]) {
      expect(trailLines(trail, { ...style, columns, steps }).filter((line) => line.length > columns)).toEqual([]);
    }
  });
});
