// A read of /proc/PID/fdinfo/0 of a process of one thread: what of the process's exec, exit and own look-ups goes wrong meanwhile?
// "proc/fd: In fdinfo seq_show don't use get_files_struct" (patch 17, 775e0656b272); seq_show, fs/proc/fd.c:20, v5.10.
import { as, choose, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, close, count_is_exact, exec_keeps_a_lock, execve, exit, F_SETLK, F_WRLCK, fcntl, files_released, flock, fstat, lock_owner_is_live,
  locks_go_with_the_last_task, only_clone_raises_the_count, open, pause, posix_lock_survives_exec, process, read_fdinfo, reader_of,
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
  read_fdinfo(0);
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T', () => {
      flock(open(A), F_WRLCK);
      fcntl(open(A), F_SETLK, F_WRLCK);
    });
  },
  tasks: { T: process(program), R: reader_of('T', reader) },
  bounds: { file: 2, file_lock: 2, files_struct: 2, signal_struct: 2 },
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
    'series/16': violated(
      posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, unshared_lookup_is_light, locks_go_with_the_last_task,
      only_clone_raises_the_count, sharers_raise_the_count,
    ),
    'series/17': proved,
    'v5.11': proved,
  },
});
