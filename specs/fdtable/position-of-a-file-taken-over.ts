// A process with one thread reads from its file while another takes the file over (pidfd_getfd) and reads too: does each get its own byte?
// __fdget_pos, fs/file.c:924, v5.10, takes no lock if nobody else has the file; then somebody has. 20ea1e7d13c1, v6.5, always takes it.
import { as, Int, proved, spec, violated } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, files_released,
  lowest_free_number, one_task_resizes, open, pidfd_getfd, process, read, reserved_numbers_have_one_owner, slots_own_references,
  tables_only_grow, tasks_change_their_own_table, tracer_of, used_tables_are_alive,
} from 'fdcheck/model';

let first: Int<-25, 7> = 0;
let second: Int<-25, 7> = 0;

function owner(): void {
  first = read(0);
}

function tracer(): void {
  const fd = pidfd_getfd(0);
  second = read(fd);
}

function each_gets_its_own_byte(): boolean {
  return first + second === 1;
}

export default spec({
  setup() {
    as('T', () => { open(A); });
  },
  tasks: { T: process(owner), R: tracer_of('T', tracer) },
  bounds: { fds: 2, files_struct: 2, signal_struct: 2 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  final: [files_released, each_gets_its_own_byte],
  expect: {
    'v5.10': violated(each_gets_its_own_byte),
    'v5.11': violated(each_gets_its_own_byte),
    'v5.11+20ea1e7d13c1': proved,
  },
});
