// A process of two threads dumps core while a third task, which shares its table, closes a descriptor: is the table that is written its own?
// do_coredump, fs/coredump.c:795, v5.10: the other thread has its count still, so that the dumper copies. Patch 2, 1f702603e712, moves the put.
import { as, proved, spec, task } from 'fdcheck/lang';
import {
  A, a_core_is_dumped, abort, close, core_is_dumped_from_a_private_table, count_is_exact, files_released, open, pause, process, shares_files_with,
  task_struct, thread_of, threads_rest_during_core_dump,
} from 'fdcheck/model';

function dumper(): void {
  abort();
}

function sibling(): void {
  pause();
}

function outsider(): void {
  close(0);
}

/** The process dies of it, the outsider does not. */
function the_process_dies(): boolean {
  return task<task_struct>('T1').exit_state !== 0 && task<task_struct>('T2').exit_state !== 0 && task<task_struct>('S').exit_state === 0;
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(dumper), T2: thread_of('T1', sibling), S: shares_files_with('T1', outsider) },
  bounds: { core_dumps: 1, fds: 2, file: 2, files_struct: 2, inode: 2, signal_struct: 2 },
  always: [core_is_dumped_from_a_private_table, threads_rest_during_core_dump, count_is_exact],
  reachable: [a_core_is_dumped],
  final: [the_process_dies, files_released],
  expect: { 'v5.10': proved, 'series/1': proved, 'series/2': proved, 'v5.11': proved },
  same: [['series/1', 'series/2']],
});
