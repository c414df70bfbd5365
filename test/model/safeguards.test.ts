/** What the kernel does for a reason: without it, the model must find what goes wrong, as `fdcheck check` does: with all reductions. */
import { describe, expect, it } from 'vitest';
import { ALL_REDUCTIONS } from '../../src/checker/reductions.js';
import { withEditedModel, type Edit } from './kernel-copy.js';
import { verdictOf } from './verdict.js';

interface Safeguard {
  readonly title: string;
  readonly spec: string;
  readonly variant: string;
  readonly edits: readonly Edit[];
  readonly violated?: readonly string[];
  readonly reports?: readonly string[];
}

const safeguards: readonly Safeguard[] = [
  {
    title: 'a POSIX lock outlives its file ("Leaked POSIX lock") if fcntl_setlk does not look at the slot again',
    spec: 'locks/close-against-setlk.ts', variant: 'v5.10',
    edits: [{ file: 'fs/locks.ts', from: "if (f !== filp) {", to: 'if (f !== filp && ofd) {' }],
    reports: ['warn'],
  },
  {
    title: 'a child inherits a number that nobody will ever install if dup_fd does not clear it',
    spec: 'fork/fork-while-a-sibling-opens.ts', variant: 'v5.10',
    edits: [{ file: 'fs/file/fdtable.ts', from: 'else __clear_open_fd(i, new_fdt);', to: '' }],
    violated: ['child_inherits_no_half_open_number'],
  },
  {
    title: 'fd_install meets a slot that is taken if dup2 does not refuse a reserved number',
    spec: 'fdtable/dup2-onto-reserved.ts', variant: 'v5.10',
    edits: [{ file: 'fs/file/dup.ts', from: 'if (!tofree && fd_is_open(fd, fdt)) {', to: 'if (!tofree && fd_is_open(fd, fdt) && fd < 0) {' }],
    reports: ['bug'],
  },
  {
    title: 'a look-up finds nothing while dup2 replaces the file if __fget_files does not try again',
    spec: 'fdtable/dup2-is-atomic.ts', variant: 'v5.10',
    edits: [{
      file: 'fs/file/lookup.ts', from: 'if (get_file_rcu(file)) {', to: 'if (!get_file_rcu(file)) {\n      file = NULL;\n      break;\n    } else {',
    }],
    violated: ['fstat_finds_a_file'],
  },
  {
    title: 'a look-up uses a freed file if files are freed without a grace period',
    spec: 'fdtable/close-against-fget.ts', variant: 'v5.10',
    edits: [
      { file: 'fs/file_table.ts', from: 'kfree_rcu(file);', to: 'kmem_cache_free(filp_cachep, file);' },
      { file: 'fs/file_table.ts', from: 'kfree_rcu, kmem_cache_zalloc', to: 'kmem_cache_free, kmem_cache_zalloc' },
    ],
    reports: ['use-after-free'],
  },
  {
    title: 'a look-up uses a freed file if it takes its reference whether or not the last one is gone',
    spec: 'fdtable/close-against-fget.ts', variant: 'v5.10',
    edits: [{ file: 'include/linux/fs.ts', from: 'const taken = atomic_long_inc_not_zero(f.f_count);', to: 'atomic_long_inc(f.f_count); const taken = true;' }],
    reports: ['use-after-free'],
  },
  {
    title: 'a lock is lost in execve after patch 1, too, if threads tell de_thread of their exit before they give up the table',
    spec: 'exec/posix-lock-survives-exec.ts', variant: 'series/3',
    edits: [
      { file: 'kernel/exit.ts', from: '  exit_files(tsk);\n', to: '' },
      { file: 'kernel/exit.ts', from: '  exit_notify(tsk);\n', to: '  exit_notify(tsk);\n  exit_files(tsk);\n' },
    ],
    violated: ['posix_lock_survives_exec'],
  },
  {
    title: 'readers without a count use a freed table if they do not hold task_lock',
    spec: 'proc/fdinfo-reader-and-exit.ts', variant: 'v5.10+series/17',
    edits: [{
      file: 'fs/proc/fd.ts', from: '  const [file, flags] = fdinfo_lookup(files, fd);\n  task_unlock(task);\n',
      to: '  task_unlock(task);\n  const [file, flags] = fdinfo_lookup(files, fd);\n',
    }],
    reports: ['use-after-free'],
  },
  {
    title: 'readers without a count use a freed table if unshare_files does not hold task_lock',
    spec: 'proc/fdinfo-reader-and-unshare.ts', variant: 'series/3+series/17',
    edits: [{ file: 'kernel/fork.ts', from: '  task_lock(current);\n  current.files = copy;', to: '  current.files = copy;' },
      { file: 'kernel/fork.ts', from: '  task_unlock(current);\n  put_files_struct(old);', to: '  put_files_struct(old);' }],
    reports: ['use-after-free'],
  },
  {
    title: 'readlink takes the path of a file that nothing keeps if it puts the file first',
    spec: 'series/06-b-close-is-synchronous.ts', variant: 'series/6',
    edits: [
      { file: 'fs/proc/fd.ts', from: '  const path = path_get(file, NULL);\n', to: '' },
      { file: 'fs/proc/fd.ts', from: '  fput(file);\n  return path;', to: '  fput(file);\n  const path = path_get(file, NULL);\n  return path;' },
    ],
    violated: ['path_is_pinned'], reports: ['use-after-free'],
  },
  {
    title: 'readlink of v5.10 takes the path of a file that nothing keeps if it does not hold file_lock',
    spec: 'series/06-b-close-is-synchronous.ts', variant: 'v5.10',
    edits: [{
      file: 'v5.10/fs/proc/fd.ts', from: '  if (file) path = path_get(file, files);\n  spin_unlock(files.file_lock);\n',
      to: '  spin_unlock(files.file_lock);\n  if (file) path = path_get(file, files);\n',
    }],
    violated: ['path_is_pinned'], reports: ['use-after-free'],
  },
  {
    title: 'kcmp of v5.10 closes the files of a process that execs if it does not hold exec_update_lock',
    spec: 'series/matrix/kcmp_epoll.ts', variant: 'v5.10',
    edits: [
      { file: 'kernel/kcmp.ts', from: '  let ret = kcmp_lock(task1, task2);', to: '  let ret = 0;' },
      { file: 'kernel/kcmp.ts', from: '    kcmp_unlock(task1.signal, task2.signal);\n', to: '' },
    ],
    violated: ['sharers_close_files'],
  },
  {
    title: 'the iterator over open files uses a freed file if it looks without RCU',
    spec: 'series/16-b-a-file-is-skipped.ts', variant: 'v5.10',
    edits: [
      { file: 'v5.10/kernel/bpf/task_iter.ts', from: '    ghost(() => file_is_found(fd));\n', to: '    rcu_read_unlock();\n    ghost(() => file_is_found(fd));\n' },
      { file: 'v5.10/kernel/bpf/task_iter.ts', from: '    if (get_file_rcu(f)) {\n      rcu_read_unlock();\n', to: '    if (get_file_rcu(f)) {\n' },
    ],
    reports: ['use-after-free'],
  },
  {
    title: 'a number stays taken for ever if __put_unused_fd does not give it back',
    spec: 'fdtable/two-opens.ts', variant: 'v5.10',
    edits: [{ file: 'fs/file/alloc.ts', from: '  __clear_open_fd(fd, fdt);\n  if (fd < files.next_fd)', to: '  if (fd < files.next_fd)' }],
    violated: ['taken_numbers_have_files'],
  },
  {
    title: 'an OFD lock outlives its file if the last fput does not remove it',
    spec: 'series/01-g-ofd-lock-survives-exec.ts', variant: 'v5.10',
    edits: [{ file: 'fs/locks.ts', from: '  locks_remove_posix(filp, address_of(filp));\n', to: '' }],
    reports: ['warn'],
  },
  {
    title: 'whoever waits for a lock waits for ever if nobody wakes it when the lock goes',
    spec: 'locks/all-waiters-are-woken.ts', variant: 'v5.10',
    edits: [{ file: 'fs/locks.ts', from: '      if (LOCK_WAITS) locks_wake_up_blocks(fl);\n', to: '' }, { file: 'fs/locks.ts', from: ', locks_wake_up_blocks }', to: ' }' }],
    reports: ['hung'],
  },
  {
    title: 'a core dump waits for ever if it counts a thread that has left the address space',
    spec: 'coredump/thread-exits-meanwhile.ts', variant: 'v5.10',
    edits: [{ file: 'fs/coredump.ts', from: 'if (t !== current && t.mm) {', to: 'if (t !== current) {' }],
    reports: ['hung'],
  },
  {
    title: 'a thread runs on amid a core dump if it leaves the address space without a look for one',
    spec: 'series/02-coredump.ts', variant: 'v5.10',
    edits: [{ file: 'kernel/exit.ts', from: '  if (core_state) {', to: '  if (core_state && tsk === core_state.dumper_next) {' }],
    reports: ['hung'],
  },
];

/** Where the claim is proved it has something to say: in some run an execve succeeds that had to keep a lock. */
const kept = [
  ['exec/posix-lock-survives-exec.ts', 'series/3'], ['exec/posix-lock-survives-exec-of-a-thread.ts', 'series/3'],
  ['exec/two-siblings-exec.ts', 'series/3'], ['exec/exec-amid-busy-siblings.ts', 'series/1'], ['exec/exec-is-killed.ts', 'series/3'],
  ['exec/clone-files-during-exec.ts', 'series/3'], ['fork/clone-while-a-sibling-execs.ts', 'series/3'],
  ['proc/fdinfo-reader-and-exec.ts', 'v5.10+series/17'], ['series/04-kcmp-epoll.ts', 'series/4'], ['series/05-bpf-query.ts', 'series/5'],
  ['series/06-readlink.ts', 'series/6'], ['series/12-tid-fd-mode.ts', 'series/12'], ['series/15-readdir.ts', 'series/15'],
  ['series/16-bpf-iter.ts', 'series/16'], ['series/17-fdinfo.ts', 'series/17'], ['pid/getfd-of-a-closing-task.ts', 'v5.10'],
] as const;

describe('the model without a safeguard of the kernel', () => {
  it.each(safeguards)('$title', async ({ spec, variant, edits, violated = [], reports = [] }) => {
    const verdict = await withEditedModel(edits, spec, (path) => verdictOf(path, variant, ALL_REDUCTIONS));
    expect(verdict.complete).toBe(true);
    expect(verdict.violated).toEqual(expect.arrayContaining([...violated]));
    expect(verdict.reports).toEqual(expect.arrayContaining([...reports]));
  });
});

describe('posix_lock_survives_exec', () => {
  it.each(kept)('is not vacuous in %s in %s', async (spec, variant) => {
    const edit = { file: 'properties/exec_ghosts.ts', from: 'current.exec_kept_lock = true', to: 'current.exec_lost_lock = true' };
    const { violated } = await withEditedModel([edit], spec, (path) => verdictOf(path, variant, ALL_REDUCTIONS));
    expect(violated).toContain('posix_lock_survives_exec');
  });
});
