// Somebody reads /proc/PID/fdinfo/0: does the POSIX lock of a process of one thread survive execve?
// "proc/fd: In fdinfo seq_show don't use get_files_struct" (patch 17, 775e0656b272); seq_show, fs/proc/fd.c:20.
import { as, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, exec_keeps_a_lock, execve, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live,
  only_clone_raises_the_count, open, pause, posix_lock_survives_exec, process, read_fdinfo, reader_of, readers_hold_no_count, sharers_close_files,
  sharers_raise_the_count,
} from 'fdcheck/model';

function program(): void {
  execve(new_program);
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
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T: process(program), R: reader_of('T', reader) },
  bounds: { fds: 2, files_struct: 2, signal_struct: 2 },
  always: [
    posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, only_clone_raises_the_count, sharers_raise_the_count,
    count_is_exact, lock_owner_is_live,
  ],
  reachable: [an_exec_succeeds, exec_keeps_a_lock],
  final: [files_released],
  expect: {
    'v5.10': violated(
      posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, only_clone_raises_the_count, sharers_raise_the_count,
    ),
  },
});
