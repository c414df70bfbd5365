// A thread that holds a POSIX lock stops sharing its table, unshare(CLONE_FILES), while a sibling opens a file: whose is the lock then?
// ksys_unshare, kernel/fork.c:2900, v5.10: the old table's, that is the sibling's. Where memory is short the thread keeps the table, and the lock.
import { address_of, as, objects, proved, spec, task } from 'fdcheck/lang';
import {
  A, B, bitmap_and_slots_agree, count_is_exact, F_SETLK, F_WRLCK, fcntl, files_released, holds_posix_lock, inode, lock_owner_is_live, open,
  process, taken_numbers_have_files, task_struct, thread_of, unshare,
} from 'fdcheck/model';

function leaver(): void {
  // The second time there is nobody to leave, if the first succeeded.
  unshare();
  unshare();
}

function sibling(): void {
  open(B);
}

function lock_stays_with_the_sibling(): boolean {
  return objects<inode>().some((ino) => holds_posix_lock(ino, address_of(task<task_struct>('T2').files)));
}

function tables_differ(): boolean {
  return task<task_struct>('T1').files !== task<task_struct>('T2').files;
}

function table_is_shared(): boolean {
  return task<task_struct>('T1').files === task<task_struct>('T2').files;
}

export default spec({
  setup() {
    as('T1', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(leaver), T2: thread_of('T1', sibling) },
  bounds: { fds: 2, file: 2, files_struct: 2, inode: 2 },
  faults: { enomem: 1 },
  always: [lock_stays_with_the_sibling, count_is_exact, lock_owner_is_live, bitmap_and_slots_agree],
  reachable: [tables_differ, table_is_shared],
  final: [files_released, taken_numbers_have_files],
  expect: { 'v5.10': proved },
});
