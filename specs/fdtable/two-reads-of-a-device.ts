// Two threads read from one character device at once: does each move the position? A position is kept for regular files and directories only.
// do_dentry_open, fs/open.c:821, v5.10, gives FMODE_ATOMIC_POS to these; __fdget_pos, fs/file.c:924, v5.10, takes f_pos_lock for no other.
import { as, Int, proved, spec, task } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, count_is_exact, current, files_released, open, process, read, slots_own_references,
  taken_numbers_have_files, task_struct, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

let first: Int<-25, 7> = -1;
let second: Int<-25, 7> = -1;

function reader(): void {
  first = read(0);
}

function other(): void {
  second = read(0);
}

function both_read_at_one_position(): boolean {
  return first === 0 && second === 0 && task<task_struct>('T1').files.fdt.fd[0].f_pos === 1;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      current.files.fdt.fd[0].f_mode = 0;
    });
  },
  tasks: { T1: process(reader), T2: thread_of('T1', other) },
  bounds: { fds: 2 },
  always: [bitmap_and_slots_agree, slots_own_references, used_tables_are_alive, borrowed_files_are_referenced, count_is_exact],
  reachable: [both_read_at_one_position],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
