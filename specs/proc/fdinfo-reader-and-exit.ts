// Somebody reads /proc/PID/fdinfo/0 of a process that exits: is its POSIX lock gone when it is?
// Patch 17, 775e0656b272; the reader's count keeps the table: put_files_struct, fs/file.c:427, v5.10.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, count_is_exact, exit, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live, locks_go_with_the_last_task, open, process, read_fdinfo,
  reader_of, sharers_close_files,
} from 'fdcheck/model';

function program(): void {
  exit();
}

function reader(): void {
  read_fdinfo(0);
}

export default spec({
  setup() {
    as('T', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T: process(program), R: reader_of('T', reader) },
  bounds: { fds: 2, signal_struct: 2 },
  always: [locks_go_with_the_last_task, sharers_close_files, count_is_exact, lock_owner_is_live],
  final: [files_released],
  expect: { 'v5.10': violated(locks_go_with_the_last_task, sharers_close_files), 'v5.10+series/17': proved },
});
