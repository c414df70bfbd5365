// A thread calls exit_group while another dumps core: does the first who comes decide, and does everybody die once?
// do_group_exit, kernel/exit.c:883, v5.10, and zap_threads, fs/coredump.c:372: both look under siglock whether the group is on its way out.
import { as, objects, proved, spec } from 'fdcheck/lang';
import {
  A, a_core_is_dumped, abort, core_is_dumped_from_a_private_table, count_is_exact, exit_group, files_released, open, process, task_struct, thread_of,
  threads_rest_during_core_dump,
} from 'fdcheck/model';

function dumper(): void {
  abort();
}

function sibling(): void {
  exit_group();
}

function everybody_dies(): boolean {
  return objects<task_struct>().every((t) => t.exit_state !== 0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(dumper), T2: thread_of('T1', sibling) },
  bounds: { core_dumps: 1, fds: 2, file: 2, files_struct: 2, inode: 2 },
  always: [core_is_dumped_from_a_private_table, threads_rest_during_core_dump, count_is_exact],
  reachable: [a_core_is_dumped],
  final: [everybody_dies, files_released],
  expect: { 'v5.10': proved, 'series/2': proved },
});
