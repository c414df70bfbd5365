// A thread of three dumps core: does it wait until both others have left the address space, and let both go?
// zap_process, fs/coredump.c:350, counts them, exit_mm, kernel/exit.c:434, counts down, and coredump_finish goes through the list of them, v5.10.
import { as, objects, proved, spec } from 'fdcheck/lang';
import {
  A, a_core_is_dumped, abort, core_is_dumped_from_a_private_table, count_is_exact, files_released, open, pause, process, task_struct, thread_of,
  threads_rest_during_core_dump,
} from 'fdcheck/model';

function dumper(): void {
  abort();
}

function sibling(): void {
  pause();
}

function everybody_dies(): boolean {
  return objects<task_struct>().every((t) => t.exit_state !== 0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(dumper), T2: thread_of('T1', sibling), T3: thread_of('T1', sibling) },
  bounds: { core_dumps: 1, fds: 2, file: 2, files_struct: 2, inode: 2 },
  always: [core_is_dumped_from_a_private_table, threads_rest_during_core_dump, count_is_exact],
  reachable: [a_core_is_dumped],
  final: [everybody_dies, files_released],
  expect: { 'v5.10': proved, 'series/2': proved },
});
