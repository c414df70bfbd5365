// Two threads close one descriptor of a file with a POSIX lock: does close_fd without its files parameter close as before?
// "file: Rename __close_fd to close_fd and remove the files parameter" (patch 21, 8760c909f54a); fs/file.c:665, v5.10; :617, v5.11.
import { as, EBADF, Int, proved, spec } from 'fdcheck/lang';
import { A, bitmap_and_slots_agree, close, count_is_exact, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live, open, process, thread_of } from 'fdcheck/model';

let first: Int<-9, 1> = 1;
let second: Int<-9, 1> = 1;

function closer(): void {
  first = close(0);
}

function other_closer(): void {
  second = close(0);
}

function one_of_them_closed_it(): boolean {
  return first + second === -EBADF;
}

export default spec({
  setup() {
    as('T1', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(closer), T2: thread_of('T1', other_closer) },
  bounds: { fds: 2 },
  always: [count_is_exact, bitmap_and_slots_agree, lock_owner_is_live],
  final: [files_released, one_of_them_closed_it],
  same: [['series/20', 'series/21']],
  expect: { 'series/20': proved, 'series/21': proved },
});
