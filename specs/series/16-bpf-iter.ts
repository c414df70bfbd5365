// A BPF program that runs for each open file of a process of one thread: what of the process's exec, exit and own look-ups goes wrong meanwhile?
// "bpf/task_iter: In task_file_seq_get_next use task_lookup_next_fd_rcu" (patch 16, 66ed594409a1); task_file_seq_get_next, kernel/bpf/task_iter.c:139, v5.10.
import { as, choose, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, close, count_is_exact, exec_keeps_a_lock, execve, exit, F_SETLK, F_WRLCK, fcntl, files_released, fstat, lock_owner_is_live,
  locks_go_with_the_last_task, only_clone_raises_the_count, open, pause, posix_lock_survives_exec, process, read_bpf_iter, reader_of,
  readers_hold_no_count, sharers_close_files, sharers_raise_the_count, unshared_lookup_is_light,
} from 'fdcheck/model';

function program(): void {
  const next = choose(3);
  if (next === 0) execve(new_program);
  if (next === 1) exit();
  fstat(0);
  close(0);
}

function reader(): void {
  read_bpf_iter(1 + choose(2));
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T: process(program), R: reader_of('T', reader) },
  bounds: { files_struct: 2, signal_struct: 2 },
  always: [
    posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, unshared_lookup_is_light, locks_go_with_the_last_task,
    only_clone_raises_the_count, sharers_raise_the_count, count_is_exact, lock_owner_is_live,
  ],
  reachable: [an_exec_succeeds, exec_keeps_a_lock],
  final: [files_released],
  expect: {
    'v5.10': violated(
      posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, unshared_lookup_is_light, locks_go_with_the_last_task,
      only_clone_raises_the_count, sharers_raise_the_count,
    ),
    'series/15': violated(
      posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, unshared_lookup_is_light, locks_go_with_the_last_task,
      only_clone_raises_the_count, sharers_raise_the_count,
    ),
    'series/16': proved,
    'v5.11': proved,
  },
});
