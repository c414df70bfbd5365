import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { citationsIn, citationsOf } from '../../src/lang/citations.js';

const model = fileURLToPath(new URL('../../src/model/', import.meta.url));

describe('what a comment cites', () => {
  test.each([
    [' fs/file.c:382, v5.10. ', [['fs/file.c', 382, 'v5.10']]],
    [' fs/exec.c:1238, v5.10; :1239, v5.11. Its failures are fatal.', [['fs/exec.c', 1238, 'v5.10'], ['fs/exec.c', 1239, 'v5.11']]],
    [' fs/locks.c:428, v5.10 (locks_copy_lock), then into the list: fs/locks.c:878 (locks_insert_lock_ctx). ', [['fs/locks.c', 428, 'v5.10'], ['fs/locks.c', 878, 'v5.10']]],
    [' SYSCALL prlimit64: do_prlimit, kernel/sys.c:1543, v5.10: RLIMIT_NOFILE. ', [['kernel/sys.c', 1543, 'v5.10']]],
    [' include/linux/sched/signal.h:670, v5.10: no other thread. ', [['include/linux/sched/signal.h', 670, 'v5.10']]],
    [' fs/read_write.c:476 (vfs_read), v5.10: one byte. ', [['fs/read_write.c', 476, 'v5.10']]],
    [' fs/file.c:32 to 380, v5.10. ', [['fs/file.c', 32, 'v5.10']]],
    [' The arrays of a table have room for so many descriptors. ', []],
    [' At 12:30, nothing. ', []],
  ])('%s', (comment, cited) => {
    expect(citationsIn(comment).map(({ file, line, version }) => [file, line, version])).toEqual(cited);
  });
});

describe('the functions of a model file', () => {
  test('are found by the line of their names, exported or not, with what the comment right before them cites', () => {
    const lines = readFileSync(`${model}fs/file/fdtable.ts`, 'utf8').split('\n');
    const found = [...citationsOf(`${model}fs/file/fdtable.ts`)].map(([line, cited]) => [/function (\w+)/.exec(lines[line - 1]!)?.[1], cited[0]]);
    expect(found).toEqual(expect.arrayContaining([
      ['alloc_fdtable', { file: 'fs/file.c', line: 89, version: 'v5.10' }], ['expand_fdtable', { file: 'fs/file.c', line: 152, version: 'v5.10' }],
    ]));
    expect(found.map(([name]) => name)).not.toContain('set_capacities');
  });

  test('of the whole model that cite a place in a kernel tree are all found', () => {
    const names = readdirSync(model, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const cited = names.flatMap((name) => [...citationsOf(model + name).values()]);
    const texts = names.flatMap((name) => [...readFileSync(model + name, 'utf8').matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\n(?:export )?function \w+\(/g)].map(([, comment]) => comment!));
    expect(cited).toHaveLength(texts.filter((text) => /\.[chS]:\d+/.test(text)).length);
    expect(cited.flat().filter(({ file, version }) => !/^(?:fs|kernel|include|net|security|drivers|arch)\/.+\.[chS]$/.test(file) || !/^v\d+\.\d+$/.test(version))).toEqual([]);
  });
});
