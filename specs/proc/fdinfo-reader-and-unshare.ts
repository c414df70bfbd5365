// A task unshares its table in execve, and the other sharer exits: does a reader of /proc/PID/fdinfo/0 use a freed table?
// Patch 17, 775e0656b272: the reader holds task_lock instead of a count, and whoever changes task->files takes task_lock: unshare_files.
import { as, NULL, proved, spec, task } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, execve, exit, files_released, open, pause, process, read_fdinfo, reader_of, readers_hold_no_count,
  shares_files_with, task_struct,
} from 'fdcheck/model';

function program(): void {
  execve(new_program);
}

function outsider(): void {
  exit();
}

function reader(): void {
  read_fdinfo(0);
}

function new_program(): void {
  pause();
}

/** The table was shared when execve copied it, and the outsider still has the old one. */
function the_table_is_unshared(): boolean {
  const t = task<task_struct>('T');
  const s = task<task_struct>('S');
  return t.exec_succeeded && s.files !== NULL && s.files !== t.files;
}

export default spec({
  setup() {
    as('T', () => { open(A); });
  },
  tasks: { T: process(program), S: shares_files_with('T', outsider), R: reader_of('T', reader) },
  bounds: { fds: 2, files_struct: 2, signal_struct: 3 },
  always: [readers_hold_no_count, count_is_exact],
  reachable: [an_exec_succeeds, the_table_is_unshared],
  final: [files_released],
  expect: { 'v5.10+series/17': proved, 'series/3+series/17': proved },
});
