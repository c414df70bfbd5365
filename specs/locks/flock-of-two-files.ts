// Two processes flock one inode, each through a file of its own, shared or alone: does one exclude the other, whatever fails, and is a lock that changes its kind given up first?
// flock_lock_inode, fs/locks.c:1059, v5.10, with LOCK_NB: to change the kind the old lock is removed, so that a conflict leaves none.
import { as, choose, EAGAIN, EBADF, ENOMEM, Int, objects, proved, spec } from 'fdcheck/lang';
import {
  A, close, F_RDLCK, F_UNLCK, F_WRLCK, files_released, flock, inode, open, process,
} from 'fdcheck/model';

let changed: Int<-25, 1> = 1;
let results_are_right: boolean = true;

function changer(): void {
  if (flock(1, F_RDLCK) !== -EBADF) results_are_right = false;
  flock(0, F_RDLCK);
  flock(0, F_RDLCK);
  changed = flock(0, F_WRLCK);
  if (flock(0, F_UNLCK) !== 0) results_are_right = false;
}

function other(): void {
  flock(0, choose(2) ? F_RDLCK : F_WRLCK);
  close(0);
}

function a_writer_is_alone(): boolean {
  return objects<inode>().every((ino) => {
    const list = ino.i_flctx.flc_flock;
    return list.len < 2 || (list.item[0].fl_type === F_RDLCK && list.item[1].fl_type === F_RDLCK);
  });
}

function nothing_else_fails(): boolean {
  return results_are_right;
}

function the_change_is_refused(): boolean {
  return changed === -EAGAIN;
}

function the_change_has_no_memory(): boolean {
  return changed === -ENOMEM;
}

function the_change_is_made(): boolean {
  return changed === 0;
}

function no_lock_is_left(): boolean {
  return objects<inode>().every((ino) => ino.i_flctx.flc_flock.len === 0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
    as('T2', () => { open(A); });
  },
  tasks: { T1: process(changer), T2: process(other) },
  bounds: { fds: 2, file: 2, file_lock: 3, files_struct: 2, signal_struct: 2 },
  faults: { enomem: 1 },
  always: [a_writer_is_alone, nothing_else_fails],
  reachable: [the_change_is_refused, the_change_has_no_memory, the_change_is_made],
  final: [no_lock_is_left, files_released],
  expect: { 'v5.10': proved },
});
