/** Properties that no version of the kernel violates: what the model must lack for each to fail where it is checked. */
import { describe, expect, it } from 'vitest';
import { ALL_REDUCTIONS } from '../../src/checker/reductions.js';
import { withEditedModel, type Edit } from './kernel-copy.js';
import { verdictOf } from './verdict.js';

interface Loss {
  readonly title: string;
  readonly spec: string;
  readonly variant: string;
  readonly edits: readonly Edit[];
  readonly violated: readonly string[];
  readonly reports?: readonly string[];
}

const losses: readonly Loss[] = [
  {
    title: 'the count of a table is wrong if clone(CLONE_FILES) does not raise it',
    spec: 'exec/clone-files-during-exec.ts', variant: 'series/1',
    edits: [{ file: 'kernel/fork.ts', from: '    atomic_inc(oldf.count);\n', to: '' }],
    violated: ['count_is_exact'], reports: ['use-after-free'],
  },
  {
    title: 'a task uses a freed table if whoever puts it does not look whether others have it',
    spec: 'fdtable/pairs-with-copies.ts', variant: 'v5.10',
    edits: [{ file: 'fs/file/close.ts', from: '  if (!last) return;\n', to: '' }],
    violated: ['used_tables_are_alive'],
  },
  {
    title: 'slots hold files without a reference if a copied table takes none',
    spec: 'grow/fork-while-the-table-grows.ts', variant: 'v5.10',
    edits: [{ file: 'fs/file/fdtable.ts', from: 'if (f) get_file(f);', to: 'if (f) new_fdt.fd[i] = f;' }],
    violated: ['slots_own_references', 'files_released'],
  },
  {
    title: 'two tasks replace one table if resize_in_progress does not keep the second out',
    spec: 'grow/two-growers.ts', variant: 'v5.10',
    edits: [{ file: 'fs/file/fdtable.ts', from: '  files.resize_in_progress = true;\n', to: '' }],
    violated: ['one_task_resizes', 'tables_only_grow'], reports: ['bug'],
  },
  {
    title: 'a table is expanded by a task that sleeps under file_lock if it does not drop it',
    spec: 'grow/two-growers.ts', variant: 'v5.10',
    edits: [
      { file: 'fs/file/fdtable.ts', from: '  spin_unlock(files.file_lock);\n  const new_fdt', to: '  const new_fdt' },
      { file: 'fs/file/fdtable.ts', from: 'synchronize_rcu();\n  spin_lock(files.file_lock);\n', to: 'synchronize_rcu();\n' },
    ],
    violated: [], reports: ['atomic-sleep'],
  },
  {
    title: 'a lock outlives its owner if the last put of a table closes its files in the name of nobody',
    spec: 'proc/fdinfo-reader-and-exit.ts', variant: 'v5.10+series/17',
    edits: [{ file: 'fs/file/close.ts', from: 'filp_close(f, address_of(files));', to: 'filp_close(f, 0);' }],
    violated: ['lock_owner_is_live'], reports: ['warn'],
  },
  {
    title: 'free numbers are below next_fd, and no order explains an open() that misses them, if a number that is given back does not lower it',
    spec: 'fdtable/linearizable.ts', variant: 'v5.10',
    edits: [{ file: 'fs/file/alloc.ts', from: '  if (fd < files.next_fd) files.next_fd = fd;\n', to: '' }],
    violated: ['bitmap_and_slots_agree', 'some_order_explains_the_results', 'lowest_free_number'],
  },
  {
    title: 'the new program has a number that nobody will ever install if the copy of the table keeps it taken',
    spec: 'series/01-j-no-number-is-left-reserved.ts', variant: 'v5.10',
    edits: [{ file: 'fs/file/fdtable.ts', from: 'else __clear_open_fd(i, new_fdt);', to: '' }],
    violated: ['exec_leaves_no_number_reserved', 'taken_numbers_have_files'],
  },
  {
    title: 'the iterator comes back to files that it has been at if it begins anew after one that it skipped',
    spec: 'series/16-b-a-file-is-skipped.ts', variant: 'series/16',
    edits: [{ file: 'kernel/bpf/task_iter.ts', from: 'curr_fd++;', to: 'curr_fd = 0;' }],
    violated: ['iterator_moves_on'],
  },
  {
    title: 'a thread leaves its address space amid a core dump if it does not wait for its end',
    spec: 'series/02-coredump.ts', variant: 'v5.10',
    edits: [{ file: 'kernel/exit.ts', from: '    if (!tsk.core_task) break;\n    schedule();\n', to: '    break;\n' }],
    violated: ['threads_rest_during_core_dump'],
  },
  {
    title: 'a notice is left that nobody can take back if fcntl does not look at the slot again',
    spec: 'series/10-lookup-of-dnotify.ts', variant: 'v5.10',
    edits: [{ file: 'fs/notify/dnotify/dnotify.ts', from: 'const raced = f !== filp;', to: 'const raced = false;' }],
    violated: ['notices_have_descriptors'],
  },
  {
    title: 'a lock is left of a file that its owner has closed, and another process has open, if fcntl_setlk does not look at the slot again',
    spec: 'locks/close-against-setlk-of-a-kept-file.ts', variant: 'v5.10',
    edits: [{ file: 'fs/locks.ts', from: "if (f !== filp) {", to: 'if (f !== filp && ofd) {' }],
    violated: ['locks_have_descriptors'],
  },
  {
    title: 'a full word is not skipped if __set_open_fd does not mark it',
    spec: 'grow/full-words.ts', variant: 'v5.10',
    edits: [{ file: 'fs/file/bitmaps.ts', from: 'if (fdt.open_fds[word] === ULONG_MAX) __set_bit(word, fdt.full_fds_bits);', to: '' }],
    violated: ['full_words_are_marked'],
  },
  {
    title: 'the lock of a table that an outsider has, too, is lost if execve closes what it gives up whether or not others have it',
    spec: 'series/01-h-outside-sharer-keeps-the-lock.ts', variant: 'series/2',
    edits: [{ file: 'fs/file/close.ts', from: '  if (!last) return;\n', to: '' }],
    violated: ['lock_is_never_lost'],
  },
  {
    title: 'a look-up that patch 8 says is under file_lock is not if fcntl_setlk does not take it',
    spec: 'series/08-lookup-locked.ts', variant: 'series/8',
    edits: [
      { file: 'fs/locks.ts', from: '    spin_lock(files.file_lock);\n', to: '' },
      { file: 'fs/locks.ts', from: '    spin_unlock(files.file_lock);\n', to: '' },
    ],
    violated: [], reports: ['rcu-usage'],
  },
  {
    title: 'a look-up that patch 9 says is inside RCU is not if dup2 of a number onto itself does not enter it',
    spec: 'series/09-lookup-rcu.ts', variant: 'series/9',
    edits: [
      { file: 'fs/file/dup.ts', from: '    rcu_read_lock();\n', to: '' },
      { file: 'fs/file/dup.ts', from: '    rcu_read_unlock();\n', to: '' },
    ],
    violated: [], reports: ['rcu-usage'],
  },
];

describe('a property that holds in every version fails without its reason', () => {
  it.each(losses)('$title', async ({ spec, variant, edits, violated, reports = [] }) => {
    const verdict = await withEditedModel(edits, spec, (path) => verdictOf(path, variant, ALL_REDUCTIONS));
    expect(verdict.complete).toBe(true);
    expect(verdict.violated).toEqual(expect.arrayContaining([...violated]));
    expect(verdict.reports).toEqual(expect.arrayContaining([...reports]));
  });
});
