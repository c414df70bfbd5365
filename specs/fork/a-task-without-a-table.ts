// A task has no descriptor table, forks and ends, and its child asks for one of its own and ends: is there nothing to share, to copy or to give up?
// copy_files, kernel/fork.c:1447 ("A background process may not have any files"), unshare_fd, :2876, and exit_files, fs/file.c:451, v5.10.
import { NULL, proved, spec, task } from 'fdcheck/lang';
import { exit, fork, process, reader_of, task_struct, unborn, unshare } from 'fdcheck/model';

let results_are_right: boolean = true;

function bystander(): void {}

function parent(): void {
  if (fork(child) !== 3) results_are_right = false;
  exit();
}

function child(): void {
  if (unshare() !== 0) results_are_right = false;
  exit();
}

function there_is_no_table(): boolean {
  return results_are_right && task<task_struct>('T2').files === NULL && task<task_struct>('T3').files === NULL;
}

function they_are_dead(): boolean {
  return task<task_struct>('T2').exit_state !== 0 && task<task_struct>('T3').exit_state !== 0;
}

export default spec({
  tasks: { T1: process(bystander), T2: reader_of('T1', parent), T3: unborn },
  bounds: { fds: 2, signal_struct: 3 },
  always: [there_is_no_table],
  final: [they_are_dead],
  expect: { 'v5.10': proved, 'v5.11': proved },
});
