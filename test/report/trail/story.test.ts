import { describe, expect, test } from 'vitest';
import type { Row } from '../../../src/checker/trail.js';
import { interestOf } from '../../../src/report/trail/interest.js';
import { storyDocument } from '../../../src/report/trail/story.js';
import { initialMemory, program, property, rows } from '../fixtures/story.js';

const interest = interestOf(program, { kind: 'property', fn: property });
const start = { mem: initialMemory, stacks: [] };
const story = (of: readonly Row[]) => storyDocument(program, { start, rows: of }, interest);

describe('the story of a trail', () => {
  test('has each step in one stretch of its task, in order', () => {
    const stretches = story(rows);
    expect(stretches.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first + at))).toEqual(rows.map(({ number }) => number));
    for (const { first, last, task } of stretches) expect(new Set(rows.slice(first - 1, last).map(({ taskName }) => taskName))).toEqual(new Set([task]));
  });

  test('says of each stretch what text reports say: the functions, what changed, and where', () => {
    expect(story(rows).map(({ first, last, task, label, changes, file, line }) => `${first}-${last} ${task} ${label} | ${changes.join(', ')} | ${file}:${line}`)).toMatchInlineSnapshot(`
      [
        "1-6 T1 execve › unshare_files → 0 | T1.files: files_struct#1 → files_struct#2, files_struct#2 allocated | fs/file.ts:50",
        "7-7 T1 begin_new_exec › de_thread | exiting[1]: false → true | fs/exec.ts:40",
        "8-8 T2 close › put_files_struct | files_struct#1.count: 2 → 1 | fs/file.ts:70",
        "9-9 T2 close → -EBADF | T2.files: files_struct#1 → NULL | fs/file.ts:120",
        "10-11 T1 put_files_struct | files_struct#1.count: 1 → 0 | fs/file.ts:70",
        "12-12 T1 close_files › filp_close → 0 › locks_remove_posix | lock_owner: &files_struct#1 → NULL | fs/file.ts:100",
        "13-13 T1 put_files_struct | files_struct#1 freed | fs/file.ts:70",
      ]
    `);
  });

  test('of no step is empty', () => {
    expect(story([])).toEqual([]);
  });
});
