// A process closes the only descriptor of a file while somebody reads the link /proc/PID/fd/0: is the file closed when close() returns?
// "proc/fd: In proc_fd_link use fget_task" (patch 6, 439be3265603): the reader may now put the last reference. A regression that it accepts.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, close, close_is_synchronous, count_is_exact, files_released, open, path_is_pinned, process, reader_of, readlink_proc_fd,
} from 'fdcheck/model';

function program(): void {
  close(0);
}

function reader(): void {
  readlink_proc_fd(0);
}

export default spec({
  setup() {
    as('T', () => { open(A); });
  },
  tasks: { T: process(program), R: reader_of('T', reader) },
  bounds: { signal_struct: 2 },
  always: [close_is_synchronous, path_is_pinned, count_is_exact],
  final: [files_released],
  expect: {
    'v5.10': proved,
    'series/5': proved,
    'series/6': violated(close_is_synchronous),
    'v5.11': violated(close_is_synchronous),
  },
});
