// SPDX-License-Identifier: GPL-2.0-only
/**
 * Every patch that the model knows: the series "exec: Move unshare_files and guarantee files_struct.count is correct" (v2, November 2020,
 * merged for v5.11), two commits of the same merge, and a later fix (v5.16). All off is v5.10; series/k has the first k; v5.10+series/17 one alone.
 */
import { switches } from 'fdcheck/lang';

switches({
  base: 'v5.10',
  series: [
    { name: 'series/1', title: 'exec: Move unshare_files to fix posix file locking during exec', hash: 'b6043501289e', kind: 'behaviour', modelled: true,
      functions: ['bprm_execve', 'begin_new_exec'], changes: 'The table is unshared after de_thread, past the point of no return, instead of at the start of execve.' },
    { name: 'series/2', title: 'exec: Simplify unshare_files', hash: '1f702603e712', kind: 'refactor', modelled: true,
      functions: ['unshare_files', 'begin_new_exec', 'do_coredump'], changes: 'unshare_files puts the old table itself; it has no displaced any more.' },
    { name: 'series/3', title: 'exec: Remove reset_files_struct', hash: '950db38ff2c0', kind: 'refactor', modelled: true,
      functions: ['reset_files_struct'], changes: 'Nobody calls it since patch 1.' },
    { name: 'series/4', title: 'kcmp: In kcmp_epoll_target use fget_task', hash: 'f43c283a89a7', kind: 'behaviour', modelled: true,
      functions: ['kcmp_epoll_target'], changes: 'The reader holds the file, not a count of the table.' },
    { name: 'series/5', title: 'bpf: In bpf_task_fd_query use fget_task', hash: 'b48845af0152', kind: 'behaviour', modelled: true,
      functions: ['bpf_task_fd_query'], changes: 'The reader holds the file, not a count of the table; -EBADF for a task without a table.' },
    { name: 'series/6', title: 'proc/fd: In proc_fd_link use fget_task', hash: '439be3265603', kind: 'behaviour', modelled: true,
      functions: ['proc_fd_link'], changes: 'The reader holds the file, not file_lock and a count of the table; it may put the last reference.' },
    { name: 'series/7', title: 'file: Rename __fcheck_files to files_lookup_fd_raw', hash: 'bebf684bf330', kind: 'refactor', modelled: true,
      functions: ['__fcheck_files', 'files_lookup_fd_raw'], changes: 'A name.' },
    { name: 'series/8', title: 'file: Factor files_lookup_fd_locked out of fcheck_files', hash: '120ce2b0cd52', kind: 'refactor', modelled: true,
      functions: ['files_lookup_fd_locked', 'fcheck_files'], changes: 'Look-ups under file_lock assert it.' },
    { name: 'series/9', title: 'file: Replace fcheck_files with files_lookup_fd_rcu', hash: 'f36c29432741', kind: 'refactor', modelled: true,
      functions: ['files_lookup_fd_rcu', 'fcheck_files'], changes: 'Look-ups under RCU assert it.' },
    { name: 'series/10', title: 'file: Rename fcheck lookup_fd_rcu', hash: '460b4f812a9d', kind: 'refactor', modelled: true,
      functions: ['fcheck', 'lookup_fd_rcu'], changes: 'A name.' },
    { name: 'series/11', title: 'file: Implement task_lookup_fd_rcu', hash: '3a879fb38082', kind: 'refactor', modelled: true,
      functions: ['task_lookup_fd_rcu'], changes: 'A helper that nobody uses yet.' },
    { name: 'series/12', title: 'proc/fd: In tid_fd_mode use task_lookup_fd_rcu', hash: '64eb661fda02', kind: 'behaviour', modelled: true,
      functions: ['tid_fd_mode'], changes: 'The reader looks under task_lock, without a count of the table.' },
    { name: 'series/13', title: 'kcmp: In get_file_raw_ptr use task_lookup_fd_rcu', hash: 'ed77e80e14a3', kind: 'order', modelled: true,
      functions: ['get_file_raw_ptr'], changes: 'RCU outside task_lock instead of inside; task->files is read once.' },
    { name: 'series/14', title: 'file: Implement task_lookup_next_fd_rcu', hash: 'e9a53aeb5e0a', kind: 'refactor', modelled: true,
      functions: ['task_lookup_next_fd_rcu'], changes: 'A helper that nobody uses yet.' },
    { name: 'series/15', title: 'proc/fd: In proc_readfd_common use task_lookup_next_fd_rcu', hash: '5b17b61870e2', kind: 'behaviour', modelled: true,
      functions: ['proc_readfd_common'], changes: 'The reader looks under task_lock, once a name, without a count of the table: the names may be of two tables.' },
    { name: 'series/16', title: 'bpf/task_iter: In task_file_seq_get_next use task_lookup_next_fd_rcu', hash: '66ed594409a1', kind: 'behaviour', modelled: true,
      functions: ['task_file_seq_get_next'], changes: 'The reader looks under task_lock, once a descriptor, without a count of the table.' },
    { name: 'series/17', title: "proc/fd: In fdinfo seq_show don't use get_files_struct", hash: '775e0656b272', kind: 'behaviour', modelled: true,
      functions: ['seq_show'], changes: 'The reader looks under task_lock, and file_lock inside, without a count of the table.' },
    { name: 'series/18', title: 'file: Merge __fd_install into fd_install', hash: 'd74ba04d919e', kind: 'refactor', modelled: true,
      functions: ['__fd_install', 'fd_install'], changes: 'No files parameter.' },
    { name: 'series/19', title: 'file: In f_dupfd read RLIMIT_NOFILE once.', hash: 'e06b53c22f31', kind: 'errno', modelled: true,
      functions: ['f_dupfd'], changes: 'One read of the limit serves both checks.' },
    { name: 'series/20', title: 'file: Merge __alloc_fd into alloc_fd', hash: 'aa384d10f3d0', kind: 'refactor', modelled: true,
      functions: ['__alloc_fd', 'alloc_fd'], changes: 'No files parameter.' },
    { name: 'series/21', title: 'file: Rename __close_fd to close_fd and remove the files parameter', hash: '8760c909f54a', kind: 'refactor', modelled: true,
      functions: ['__close_fd', 'close_fd'], changes: 'No files parameter.' },
    { name: 'series/22', title: 'file: Replace ksys_close with close_fd', hash: '1572bfdf21d4', kind: 'refactor', modelled: true,
      functions: ['ksys_close', 'close_fd'], changes: 'A name.' },
    { name: 'series/23', title: 'file: Rename __close_fd_get_file close_fd_get_file', hash: '9fe83c43e71c', kind: 'refactor', modelled: true,
      functions: ['__close_fd_get_file', 'close_fd_get_file'], changes: 'A name.' },
    { name: 'series/24', title: 'file: Remove get_files_struct', hash: 'fa67bf885e52', kind: 'refactor', modelled: true,
      functions: ['get_files_struct'], changes: 'Nobody calls it any more.' },
  ],
  others: [
    { name: '878f12dbb8f5', title: "exec: Don't open code get_close_on_exec", hash: '878f12dbb8f5', kind: 'refactor', modelled: false,
      functions: ['bprm_execve'], changes: 'The bit of a script given by descriptor is read by a helper.' },
    { name: '9ee1206dcfb9', title: 'exec: Move io_uring_task_cancel after the point of no return', hash: '9ee1206dcfb9', kind: 'behaviour', modelled: false,
      functions: ['bprm_execve', 'begin_new_exec'], changes: 'An execve that fails no longer cancels the requests of io_uring.' },
    { name: '054aa8d439b9', title: 'fget: check that the fd still exists after getting a ref to it', hash: '054aa8d439b9', kind: 'behaviour', modelled: true,
      functions: ['__fget_files'], changes: 'With its reference taken, fget looks again: a file that has left the slot meanwhile is put, and looked up anew.' },
  ],
  releases: {
    'v5.11': [
      'series/1', 'series/2', 'series/3', 'series/4', 'series/5', 'series/6', 'series/7', 'series/8',
      'series/9', 'series/10', 'series/11', 'series/12', 'series/13', 'series/14', 'series/15', 'series/16',
      'series/17', 'series/18', 'series/19', 'series/20', 'series/21', 'series/22', 'series/23', 'series/24',
      '878f12dbb8f5', '9ee1206dcfb9',
    ],
  },
});

/** How many patches the series has. */
export const SERIES_LENGTH = 24;
