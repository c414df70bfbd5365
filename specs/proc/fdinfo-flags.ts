// A descriptor is marked close-on-exec while somebody reads its fdinfo: does the reader see the mark or none, and nothing else?
// fdinfo's flags come from the table, not from the file: seq_show, fs/proc/fd.c:20, v5.10.
import { as, ENOENT, Int, proved, spec } from 'fdcheck/lang';
import { A, close, count_is_exact, F_SETFD, FD_CLOEXEC, fcntl, files_released, O_CLOEXEC, open, process, read_fdinfo, reader_of } from 'fdcheck/model';

const UNREAD = 7;

let shown: Int<-2, typeof UNREAD> = UNREAD;

function program(): void {
  fcntl(0, F_SETFD, FD_CLOEXEC);
  close(0);
}

function reader(): void {
  shown = read_fdinfo(0);
}

function the_mark_is_shown(): boolean {
  return shown === O_CLOEXEC;
}

function no_mark_is_shown(): boolean {
  return shown === 0;
}

function it_is_closed(): boolean {
  return shown === -ENOENT;
}

function one_of_these_is_shown(): boolean {
  return shown === UNREAD || the_mark_is_shown() || no_mark_is_shown() || it_is_closed();
}

export default spec({
  setup() {
    as('T', () => { open(A); });
  },
  tasks: { T: process(program), R: reader_of('T', reader) },
  bounds: { fds: 2, signal_struct: 2 },
  always: [one_of_these_is_shown, count_is_exact],
  reachable: [the_mark_is_shown, no_mark_is_shown, it_is_closed],
  final: [files_released],
  expect: { 'v5.10': proved, 'v5.11': proved },
});
