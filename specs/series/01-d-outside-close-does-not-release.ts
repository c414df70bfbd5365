// The same, where the one that closes is no thread of the process but shares its table (CLONE_FILES): is the file released at once?
// Never: execve has to copy the table for the new program, before and after patch 1 (b6043501289e), and the copy is there before execve is over.
import { as, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, close, close_releases_at_once, count_is_exact, execve, files_released, open, pause, process, shares_files_with,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function closer(): void {
  close(0);
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(leader), S: shares_files_with('T1', closer) },
  bounds: { fds: 2, files_struct: 2, signal_struct: 2 },
  always: [close_releases_at_once, count_is_exact],
  reachable: [an_exec_succeeds],
  final: [files_released],
  expect: { 'v5.10': violated(close_releases_at_once), 'series/1': violated(close_releases_at_once), 'v5.11': violated(close_releases_at_once) },
});
