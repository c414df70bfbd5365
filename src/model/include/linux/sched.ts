// SPDX-License-Identifier: GPL-2.0-only
/** Tasks and thread groups: include/linux/sched.h, include/linux/sched/signal.h, include/linux/sched/task.h, v5.10. */
import {
  Address, atomic_t, bound, completion, embedded, get_current, ghost, ghost_field, int, Int, mutex, READ_ONCE, rw_semaphore, rwlock_t, spin_lock,
  spin_unlock, spinlock_t, task_set, wait_queue_head_t, zeroed,
} from 'fdcheck/lang';
import { FDS_MAX, files_struct } from './fdtable.js';
import { task_lock_is_taken } from '../../properties/measure_ghosts.js';
import type { file, file_lock } from './fs.js';

const SKIPPED_MAX = FDS_MAX + 1;

/** Every number that a table can have, as bits. */
const ALL_NUMBERS = (1 << FDS_MAX) - 1;

/** Whether kernel threads of this spec put files: its bound 'kthreads'. */
export const KTHREADS = bound('kthreads', 0) > 0;

export const CLONE_FILES = 1;
export const CLONE_THREAD = 2;

/** signal_struct.flags: include/linux/sched/signal.h:245, v5.10. The group is on its way out; a thread of it dumps core. */
export const SIGNAL_GROUP_EXIT = 1;
export const SIGNAL_GROUP_COREDUMP = 2;

/** task_struct.exit_state: include/linux/sched.h:87, v5.10. */
export const EXIT_ZOMBIE = 1;
export const EXIT_DEAD = 2;

/** task_struct.exit_signal: a thread that is not the leader has -1. */
export const SIGCHLD = 1;

/** Whether any task can dump core in this spec: its bound 'core_dumps'. */
export const CORE_DUMPS = bound('core_dumps', 0) > 0;

/** A core dump, as long as it goes on: include/linux/mm_types.h:382, v5.10. */
export interface core_state {
  /** Threads that the dumper still waits for. */
  nr_threads: atomic_t;
  /** The threads that wait in exit_mm for the end of the dump, last first; linked by task_struct.core_next. */
  dumper_next: task_struct;
  startup: completion;
}

/** include/linux/mm_types.h:389, v5.10: the address space that the threads of a group share. It has no pages here. */
export interface mm_struct {
  mmap_lock: rw_semaphore;
  /** NULL: no thread dumps core. */
  core_state: core_state;
  /** The core_state, which in the kernel is on the dumper's stack. */
  dump: embedded<core_state>;
}

/** One a thread group. include/linux/sched/signal.h:82, v5.10; sighand_struct is folded into it. */
export interface signal_struct {
  siglock: spinlock_t;
  /** The list of the group's threads, as a set: a thread leaves it in __exit_signal. */
  thread_head: task_set;
  flags: Int<0, 3>;
  /** The thread that execs and waits for all others to die, or that dumps core; NULL if none does. */
  group_exit_task: task_struct;
  /** How many threads it still waits for; -1: it waits for the leader's exit_notify. */
  notify_count: Int<-1, 7>;
  /** Serialises the execs of one thread group. */
  cred_guard_mutex: mutex;
  /** Held to write while execve replaces what the process is; exec_update_mutex in v5.10 itself, a semaphore since v5.10.7. */
  exec_update_lock: rw_semaphore;
  /** The group's address space. */
  mm: embedded<mm_struct>;
  /** rlim[RLIMIT_NOFILE].rlim_cur. */
  rlim_nofile: Int<0, typeof FDS_MAX>;
}

/** include/linux/sched.h:640, v5.10. Never freed here: whoever looks at another task holds a reference to it. */
export interface task_struct {
  /** task_lock(): protects `files` against readers that are not its owner. */
  alloc_lock: spinlock_t;
  /** Written only by its owner, under alloc_lock; its owner reads it without a lock. */
  files: files_struct;
  signal: signal_struct;
  /** Its group's address space; NULL once it has left it, in exit_mm. */
  mm: mm_struct;
  /** The core_thread on the stack of exit_mm: this task, until the dumper lets it go; and the one that came before. */
  core_task: task_struct;
  core_next: task_struct;
  group_leader: task_struct;
  /** -1 for a thread that is not the leader of its group. */
  exit_signal: Int<-1, 1>;
  exit_state: Int<0, 2>;
  /** PF_KTHREAD of task_struct.flags: it never goes to user mode. */
  kthread: boolean;
  /** PF_EXITING of task_struct.flags. */
  exiting: boolean;
  /** PF_SIGNALED of task_struct.flags: a signal ends the task. Kept where tasks can dump core. */
  signaled: boolean;
  /** Files whose final __fput waits for the return to user mode, last first; linked by file.f_next. */
  task_works: file;
  /** task_works is sealed: the sentinel work_exited of kernel/task_work.c. */
  work_exited: boolean;
  /** Its request for a file lock that another lock blocks: the struct file_lock of fcntl_setlk. The lock that it is blocked by. */
  fl_blocker: file_lock;
  /** fl_blocked_member: it is in fl_blocked_requests of that lock. */
  fl_blocked: boolean;
  fl_wait: wait_queue_head_t;
  /** Its rings of io_uring: none. */
  io_uring: boolean;
  /** Of a task that reads /proc/PID: the task PID. */
  proc_task: task_struct;
  /** The slot is taken by a task that was started or forked. */
  pid: boolean;

  /** Between the start of execve and its return. */
  in_execve: ghost_field<boolean>;
  /** current.files at the start of execve. */
  exec_files: ghost_field<Address>;
  /** The ->flush hook ran within this execve. */
  exec_flushed: ghost_field<boolean>;
  /** An execve failed before the point of no return, and left the table otherwise than it found it. */
  exec_failed_impure: ghost_field<boolean>;
  /** An execve succeeded, and a POSIX lock that it had to keep was gone. */
  exec_lost_lock: ghost_field<boolean>;
  /** An execve succeeded, and a POSIX lock that it had to keep was kept. */
  exec_kept_lock: ghost_field<boolean>;
  /** How often this task's execve returned: successes and failures. */
  exec_succeeded: ghost_field<boolean>;
  exec_failed: ghost_field<boolean>;
  /** An execve failed past the point of no return: nothing is left but the death of the process. */
  exec_died: ghost_field<boolean>;
  /** This execve takes it that the new program cannot open /dev/fd/N, by which it is executed. */
  exec_path_inaccessible: ghost_field<boolean>;
  /** An execve succeeded that was wrong about that. */
  exec_path_misjudged: ghost_field<boolean>;
  /** Its close() took the last descriptor of a file away, which lives on in the private table of a task inside execve. */
  close_delayed: ghost_field<boolean>;
  /** This task holds a count of that table as a reader (get_files_struct). */
  reader_of: ghost_field<Address>;
  /** Its last fget found a file that the slot no longer held when fget returned. */
  fget_stale: ghost_field<boolean>;
  /** Inside fget: since it has its reference, the slot held the file at an access of fget's own. */
  fget_held: ghost_field<boolean>;
  /** Its last fget gave a file that the slot did not hold at any of these accesses. */
  fget_unheld: ghost_field<boolean>;
  /** A look-up took a reference although no other task shared the table, or was just giving it up. */
  slow_fdget_alone: ghost_field<boolean>;
  /** It ran close_files of a table that it never shared. */
  foreign_close: ghost_field<boolean>;
  /** One more than the number that it has reserved and owes a file for; 0: none. */
  reserved: ghost_field<Int<0, typeof FDS_MAX>>;
  /** The file that it uses without a reference of its own. */
  borrowed: ghost_field<Address>;
  /** It changed a table that another task uses and it does not. */
  changed_foreign_table: ghost_field<boolean>;
  /** The numbers, from one to before the other, that its close_range is to close, or only to mark, in the copy that it makes. */
  drop_from: ghost_field<Int<0, typeof FDS_MAX>>;
  drop_end: ghost_field<Int<0, typeof FDS_MAX>>;
  drop_marks: ghost_field<boolean>;
  /** The numbers, as bits, that must have a file in the copy that it makes. */
  must_carry: ghost_field<Int<0, typeof ALL_NUMBERS>>;
  /** A copy that it made lacked one of them. */
  copy_lost_a_file: ghost_field<boolean>;
  /** Its close_range left a descriptor of the range in its private copy, or did not mark it. */
  range_left: ghost_field<boolean>;
  /** How often it changed the reference count of a file. */
  f_count_updates: ghost_field<Int<0, 15>>;
  /** How often it took the task_lock of another task. */
  foreign_task_locks: ghost_field<Int<0, 15>>;

  /** It added to the count of a table otherwise than by clone(CLONE_FILES); of a table that it does not share. */
  raised_count: ghost_field<boolean>;
  raised_foreign_count: ghost_field<boolean>;
  /** The file whose only descriptor it is just closing, until __fput of it ran. */
  closing: ghost_field<Address>;
  /** A close() of a file's only descriptor returned before __fput ran, or another task ran it. */
  close_was_not_last: ghost_field<boolean>;
  /** It has a reference to that file from fget_task. */
  held_file: ghost_field<Address>;
  /** It took the path of a file that nothing kept open. */
  took_unpinned_path: ghost_field<boolean>;
  /** The table that this listing of descriptors found its first name in. */
  listed_table: ghost_field<Address>;
  /** A listing found names in two tables; a name of a task that has no table any more. */
  listed_two_tables: ghost_field<boolean>;
  listed_after_exit: ghost_field<boolean>;
  /** fdinfo showed a lock of a table that is not the one in which the file was found. */
  showed_foreign_lock: ghost_field<boolean>;
  /** The number + 1 of the last descriptor whose file the iterator could not take; 0: none in this task. */
  skipped_fd: ghost_field<Int<0, typeof SKIPPED_MAX>>;
  /** The iterator skipped a descriptor; it found one again that it had skipped. */
  skipped_a_file: ghost_field<boolean>;
  went_back: ghost_field<boolean>;
}

export const current: task_struct = get_current();

/** Protects exit_state, group_leader and thread membership: kernel/fork.c:140, v5.10. */
export const tasklist_lock: rwlock_t = zeroed();

/** include/linux/sched/task.h:166, v5.10. */
export function task_lock(p: task_struct): void {
  spin_lock(p.alloc_lock);
  ghost(() => task_lock_is_taken(p));
}

/** include/linux/sched/task.h:171, v5.10. */
export function task_unlock(p: task_struct): void {
  spin_unlock(p.alloc_lock);
}

/** include/linux/sched/signal.h:653, v5.10. */
export function thread_group_leader(p: task_struct): boolean {
  return p.exit_signal >= 0;
}

/** include/linux/sched/signal.h:711, v5.10 (rlimit): RLIMIT_NOFILE of the running task's group. */
export function rlimit_nofile(): int {
  return READ_ONCE(current.signal.rlim_nofile);
}
