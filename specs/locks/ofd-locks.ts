// A lock of an open file (F_OFD_SETLK) is taken, changed, perhaps without memory, and given up with the file: does whoever waits for it get its own?
// fcntl_setlk, fs/locks.c:2479, v5.10: its owner is the file, so that no close of another descriptor takes it away; locks_remove_file, :2780, on the last fput.
import { as, choose, EAGAIN, Int, objects, proved, spec } from 'fdcheck/lang';
import {
  A, close, dup, F_OFD_SETLK, F_OFD_SETLKW, F_RDLCK, F_SETLK, F_WRLCK, fcntl, files_released, inode, open, process,
} from 'fdcheck/model';

let result: Int<-513, 1> = 1;
let waits: boolean = false;

function owner(): void {
  fcntl(0, F_OFD_SETLK, F_RDLCK);
  fcntl(0, F_OFD_SETLK, F_WRLCK);
  dup(0);
  close(0);
  close(1);
}

function other(): void {
  waits = choose(2) === 1;
  result = fcntl(0, waits ? F_OFD_SETLKW : F_SETLK, F_WRLCK);
  close(0);
}

/** While a lock is changed the new one is there already, and the old one still. */
function one_owner_at_a_time(): boolean {
  return objects<inode>().every((ino) => {
    const list = ino.i_flctx.flc_posix;
    return list.len < 2 || list.item[0].fl_owner === list.item[1].fl_owner;
  });
}

function a_refusal_is_for_who_does_not_wait(): boolean {
  return result !== -EAGAIN || !waits;
}

function one_that_waits_has_the_lock(): boolean {
  return waits && result === 0;
}

function no_lock_is_left(): boolean {
  return objects<inode>().every((ino) => ino.i_flctx.flc_posix.len === 0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
    as('X', () => { open(A); });
  },
  tasks: { T1: process(owner), X: process(other) },
  bounds: { fds: 2, file: 2, file_lock: 3, files_struct: 2, lock_waits: 1, signal_struct: 2 },
  faults: { enomem: 1 },
  always: [one_owner_at_a_time, a_refusal_is_for_who_does_not_wait],
  reachable: [one_that_waits_has_the_lock],
  final: [no_lock_is_left, files_released],
  expect: { 'v5.10': proved },
});
