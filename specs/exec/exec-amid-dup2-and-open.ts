// One sibling opens a file and closes it while another renames a descriptor (dup2, close) and the leader calls execve: is the lock kept, and the table sound?
// All of patch 1's path, with every way in which a sibling writes to the table at once. The largest question here: 3 tasks, 4 descriptors.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, B, bitmap_and_slots_agree, close, count_is_exact, dup2, execve, F_SETLK, F_WRLCK, fcntl, files_released,
  lock_owner_is_live, lowest_free_number, open, pause, posix_lock_survives_exec, process, taken_numbers_have_files, thread_of,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function opener(): void {
  const fd = open(B);
  if (fd >= 0) close(fd);
}

function duplicator(): void {
  dup2(1, 3);
  close(1);
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
      open(B);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', opener), T3: thread_of('T1', duplicator) },
  bounds: { BITS_PER_LONG: 4, fds: 4, file: 3, files_struct: 2, inode: 2 },
  always: [posix_lock_survives_exec, count_is_exact, lock_owner_is_live, bitmap_and_slots_agree, lowest_free_number],
  reachable: [an_exec_succeeds],
  final: [files_released, taken_numbers_have_files],
  expect: { 'v5.10': violated(posix_lock_survives_exec), 'series/1': proved },
});
