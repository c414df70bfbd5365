// One sibling closes another descriptor and a second one opens a file while the leader calls execve: is the lock kept, and the table sound?
// All of patch 1's path at once, with 3 tasks and 2 descriptors.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, B, bitmap_and_slots_agree, close, count_is_exact, execve, F_SETLK, F_WRLCK, fcntl, files_released,
  lock_owner_is_live, lowest_free_number, open, pause, posix_lock_survives_exec, process, taken_numbers_have_files, thread_of,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function closer(): void {
  close(1);
}

function opener(): void {
  open(B);
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
  tasks: { T1: process(leader), T2: thread_of('T1', closer), T3: thread_of('T1', opener) },
  bounds: { BITS_PER_LONG: 4, fds: 4, file: 3, files_struct: 2, inode: 2 },
  always: [posix_lock_survives_exec, count_is_exact, lock_owner_is_live, bitmap_and_slots_agree, lowest_free_number],
  reachable: [an_exec_succeeds],
  final: [files_released, taken_numbers_have_files],
  expect: { 'v5.10': violated(posix_lock_survives_exec), 'series/1': proved },
  same: [['series/1', 'series/2'], ['series/2', 'series/3']],
});
