// Both threads of a process dump core at once, and memory may be short for the file or the copied table: is there one dump, and does everybody die?
// coredump_wait, fs/coredump.c:448, v5.10: -EBUSY, -EAGAIN or a kill for the second, which waits in exit_mm like any other thread.
import { as, objects, proved, spec } from 'fdcheck/lang';
import {
  A, a_core_is_dumped, abort, core_is_dumped_from_a_private_table, count_is_exact, files_released, open, process, task_struct, thread_of,
  threads_rest_during_core_dump,
} from 'fdcheck/model';

function either(): void {
  abort();
}

function everybody_dies(): boolean {
  return objects<task_struct>().every((t) => t.exit_state !== 0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(either), T2: thread_of('T1', either) },
  bounds: { core_dumps: 1, fds: 2, file: 2, files_struct: 2, inode: 2 },
  faults: { enomem: 1 },
  always: [core_is_dumped_from_a_private_table, threads_rest_during_core_dump, count_is_exact],
  reachable: [a_core_is_dumped],
  final: [everybody_dies, files_released],
  expect: { 'v5.10': proved, 'series/2': proved },
});
