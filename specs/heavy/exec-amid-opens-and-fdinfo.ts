// Siblings open and close a file, one with O_CLOEXEC, and somebody reads /proc/PID/fdinfo/0 while the leader calls execve: is the lock kept, and the table sound?
// Patches 1 to 3 and 17 at once: execve, both ways in which a sibling fills the table meanwhile, and a reader. 4 tasks, 4 descriptors.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, B, bitmap_and_slots_agree, close, count_is_exact, execve, F_SETLK, F_WRLCK, fcntl, files_released,
  lock_owner_is_live, lowest_free_number, open, open_cloexec, pause, posix_lock_survives_exec, process, read_fdinfo, reader_of,
  readers_hold_no_count, sharers_close_files, taken_numbers_have_files, thread_of,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function opener(): void {
  const fd = open(B);
  if (fd >= 0) close(fd);
}

function cloexec_opener(): void {
  open_cloexec(B);
}

function reader(): void {
  read_fdinfo(0);
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', opener), T3: thread_of('T1', cloexec_opener), R: reader_of('T1', reader) },
  bounds: { BITS_PER_LONG: 4, fds: 4, file: 3, files_struct: 2, inode: 2, signal_struct: 2 },
  always: [
    posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, count_is_exact, lock_owner_is_live, bitmap_and_slots_agree,
    lowest_free_number,
  ],
  reachable: [an_exec_succeeds],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': violated(posix_lock_survives_exec, readers_hold_no_count, sharers_close_files),
    'series/3': violated(posix_lock_survives_exec, readers_hold_no_count, sharers_close_files),
    'v5.10+series/17': violated(posix_lock_survives_exec),
    'series/3+series/17': proved,
  },
});
