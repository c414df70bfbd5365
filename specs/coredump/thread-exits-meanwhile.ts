// A thread exits while another dumps core, which somebody may kill: is the thread waited for if and only if it has not left the address space yet?
// zap_process, fs/coredump.c:350, v5.10, counts who still has the mm, and exit_mm, kernel/exit.c:433, looks for a dump, both under mmap_lock.
import { as, objects, proved, spec } from 'fdcheck/lang';
import {
  A, a_core_is_dumped, abort, core_is_dumped_from_a_private_table, count_is_exact, exit, files_released, open, process, task_struct, thread_of,
  threads_rest_during_core_dump,
} from 'fdcheck/model';

function dumper(): void {
  abort();
}

function sibling(): void {
  exit();
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
  faults: { kill: 1 },
  always: [core_is_dumped_from_a_private_table, threads_rest_during_core_dump, count_is_exact],
  reachable: [a_core_is_dumped],
  final: [everybody_dies, files_released],
  expect: { 'v5.10': proved, 'series/2': proved },
});
