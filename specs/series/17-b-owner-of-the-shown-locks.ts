// The table in which fdinfo found the file is freed, and a new one has its address: are the new one's locks shown as the old one's?
// show_fd_locks compares a number that nothing keeps alive, before and after patch 17 (775e0656b272); seq_show, fs/proc/fd.c:20, v5.10.
import { as, spec, violated } from 'fdcheck/lang';
import {
  A, count_is_exact, exit, F_SETLK, F_WRLCK, fcntl, files_released, flock, fork, open, pidfd_getfd, process, read_fdinfo, reader_of,
  shown_locks_are_the_targets, tracer_of, unborn,
} from 'fdcheck/model';

function program(): void {
  exit();
}

function other(): void {
  fork(child);
}

function child(): void {
  fcntl(0, F_SETLK, F_WRLCK);
}

function reader(): void {
  read_fdinfo(0);
}

export default spec({
  setup() {
    as('T', () => { flock(open(A), F_WRLCK); });
    as('P', () => { pidfd_getfd(0); });
  },
  tasks: { T: process(program), P: tracer_of('T', other), C: unborn, R: reader_of('T', reader) },
  bounds: { file_lock: 2, files_struct: 3, signal_struct: 4 },
  always: [shown_locks_are_the_targets, count_is_exact],
  final: [files_released],
  expect: {
    'v5.10': violated(shown_locks_are_the_targets),
    'series/16': violated(shown_locks_are_the_targets),
    'series/17': violated(shown_locks_are_the_targets),
    'v5.11': violated(shown_locks_are_the_targets),
  },
});
