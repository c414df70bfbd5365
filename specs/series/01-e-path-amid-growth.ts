// A program is executed by descriptor while a sibling's dup2 makes the table grow: is the close-on-exec bit read in a table that is there?
// v5.10 reads it without RCU in a table of its own. Patch 1 (b6043501289e) would read it in a shared one, but for 878f12dbb8f5, which came with it.
import { as, proved, reports, spec } from 'fdcheck/lang';
import { A, an_exec_succeeds, count_is_exact, dup2, execveat, files_released, open, pause, process, thread_of } from 'fdcheck/model';

function leader(): void {
  execveat(0, new_program);
}

function sibling(): void {
  dup2(0, 2);
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      dup2(0, 1);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling) },
  bounds: { BITS_PER_LONG: 1, fds: 4, fdtable: 3, files_struct: 2 },
  always: [count_is_exact],
  reachable: [an_exec_succeeds],
  final: [files_released],
  expect: { 'v5.10': proved, 'series/1': reports('use-after-free'), 'series/1+878f12dbb8f5': proved, 'v5.11': proved },
});
