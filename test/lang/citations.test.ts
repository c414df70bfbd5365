import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { citationsIn, citationsOf, citedDeclarations } from '../../src/lang/citations.js';
import { folderWith } from '../cli/harness.js';

const removals: (() => void)[] = [];
afterEach(() => removals.splice(0).forEach((remove) => remove()));

function cited(comment: string): string[] {
  const { citations, faults } = citationsIn(comment);
  return [...citations.map(({ path, line, version }) => `${path}:${line} ${version}`), ...faults];
}

describe('a citation', () => {
  test.each<[string, string, string[]]>([
    ['is a file, a line and a version', ' fs/file.c:382, v5.10: nobody else can reach it. ', ['fs/file.c:382 v5.10']],
    ['may have another line in another version', ' fs/file.c:558, v5.10; :526, v5.11. ', ['fs/file.c:558 v5.10', 'fs/file.c:526 v5.11']],
    ['may be of two versions', ' fs/proc/fd.c:20, v5.10 and v5.11: O_CLOEXEC. ', ['fs/proc/fd.c:20 v5.10', 'fs/proc/fd.c:20 v5.11']],
    ['may say what is there', ' fs/read_write.c:476 (vfs_read), v5.10: one byte. ', ['fs/read_write.c:476 v5.10']],
    ['may stand behind words', ' SYSCALL read: ksys_read, fs/read_write.c:623, v5.10. ', ['fs/read_write.c:623 v5.10']],
    ['has the version of the one before it', ' fs/locks.c:428, v5.10 (locks_copy_lock), then: fs/locks.c:878 (locks_insert_lock_ctx). ', ['fs/locks.c:428 v5.10', 'fs/locks.c:878 v5.10']],
    ['has the file of the one before it', ' fs/file_table.c:255, v5.10: freed (file_free, :53). ', ['fs/file_table.c:255 v5.10', 'fs/file_table.c:53 v5.10']],
    ['may go over lines of a comment', '\n * fs/file.c:705, v5.10;\n * :687, v5.11: a copy.\n ', ['fs/file.c:705 v5.10', 'fs/file.c:687 v5.11']],
    ['has a version', ' include/linux/sched.h:86. ', ['"include/linux/sched.h:86" has no version']],
    ['has a file', ' It is at :86, v5.10. ', ['":86, v5.10" has no file']],
    ['is no time, no range of numbers and no file without a line', ' 10:30, kernel/fork.c, v5.10, a:1 ', []],
  ])('%s', (_, comment, expected) => {
    expect(cited(comment)).toEqual(expected);
  });

  test('belongs to the declaration right behind its comment, line comments between or not', () => {
    const folder = folderWith({ 'fs/a.ts': `// SPDX-License-Identifier: GPL-2.0-only
/** The file: fs/a.c:1, v5.10. */
import { int } from 'fdcheck/lang';

/** fs/a.c:10, v5.10. */
// never: nobody calls it
export function a(): void {
}

/** fs/a.c:20, v5.10. */

export function b(): void {
}

/** fs/a.h:5, v5.10. */
export interface c {
  /** fs/a.h:6, v5.10. */
  d: int;
}
/** fs/a.c:2, v5.10. */
export const E = 1;
export const F = 2;
` });
    removals.push(folder.remove);
    expect(citedDeclarations(folder.path).map(({ kind, name, file, line, citations }) => `${kind} ${name} ${file}:${line} ${citations.map((one) => one.line).join()}`)).toEqual([
      'function a fs/a.ts:7 10', 'function b fs/a.ts:12 ', 'struct c fs/a.ts:16 5', 'variable E fs/a.ts:21 2', 'variable F fs/a.ts:22 ',
    ]);
  });
});

describe('the functions of one model file', () => {
  test('are found by the line of their names, exported or not, with what the comment in front of them cites', () => {
    const file = join(import.meta.dirname, '../../src/model/fs/file/fdtable.ts');
    const lines = readFileSync(file, 'utf8').split('\n');
    const found = [...citationsOf(file)].map(([line, cited]) => [/function (\w+)/.exec(lines[line - 1]!)?.[1], cited[0]]);
    expect(found).toEqual(expect.arrayContaining([['alloc_fdtable', { path: 'fs/file.c', line: 89, version: 'v5.10' }], ['expand_fdtable', { path: 'fs/file.c', line: 152, version: 'v5.10' }]]));
    expect(found.map(([name]) => name)).not.toContain('set_capacities');
  });
});
