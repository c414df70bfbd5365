// A program is executed by descriptor while a sibling clears its close-on-exec flag, or closes it: is it foreseen what the new program has?
// Before patch 1 (b6043501289e) always, for better or worse: fs/exec.c:1811, v5.10. Since then the sibling decides until it is dead.
import { as, choose, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_fails, an_exec_succeeds, close, count_is_exact, execveat, F_SETFD, fcntl, files_released, inaccessible_path_is_foreseen, open,
  open_cloexec, pause, process, thread_of,
} from 'fdcheck/model';

let closes: boolean = false;

function leader(): void {
  execveat(0, new_program);
}

function sibling(): void {
  if (closes) close(0);
  else fcntl(0, F_SETFD, 0);
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    closes = choose(2) === 1;
    as('T1', () => {
      if (closes) open(A);
      else open_cloexec(A);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling) },
  bounds: { fds: 2, files_struct: 2 },
  always: [inaccessible_path_is_foreseen, count_is_exact],
  reachable: [an_exec_succeeds, an_exec_fails],
  final: [files_released],
  expect: { 'v5.10': proved, 'series/1+878f12dbb8f5': violated(inaccessible_path_is_foreseen), 'v5.11': violated(inaccessible_path_is_foreseen) },
});
