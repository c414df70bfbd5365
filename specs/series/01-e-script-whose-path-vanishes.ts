// A script is executed by descriptor while a sibling sets the descriptor's close-on-exec flag: is an interpreter ever started that cannot open it?
// Before patch 1 (b6043501289e) no: the flag is read in a private table (fs/exec.c:1811, v5.10). Since then it is, as its message says.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_fails, an_exec_succeeds, count_is_exact, execveat_script, F_SETFD, FD_CLOEXEC, fcntl, files_released,
  inaccessible_path_is_foreseen, open, pause, process, thread_of,
} from 'fdcheck/model';

function leader(): void {
  execveat_script(0, interpreter);
}

function sibling(): void {
  fcntl(0, F_SETFD, FD_CLOEXEC);
}

function interpreter(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling) },
  bounds: { fds: 2, files_struct: 2 },
  always: [inaccessible_path_is_foreseen, count_is_exact],
  reachable: [an_exec_succeeds, an_exec_fails],
  final: [files_released],
  expect: {
    'v5.10': proved,
    'v5.10+878f12dbb8f5': proved,
    'series/1': violated(inaccessible_path_is_foreseen),
    'series/1+878f12dbb8f5': violated(inaccessible_path_is_foreseen),
    'v5.11': violated(inaccessible_path_is_foreseen),
  },
  same: [['v5.10', 'v5.10+878f12dbb8f5']],
});
