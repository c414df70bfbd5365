// Somebody reads /proc/PID/fdinfo/0 of a process of one thread: do the process's own look-ups still take no reference?
// The series's cover letter: "it optimizes fdget"; __fget_light, fs/file.c:896, v5.10. Patch 17, 775e0656b272.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, count_is_exact, files_released, fstat, open, process, read_fdinfo, reader_of, unshared_lookup_is_light,
} from 'fdcheck/model';

function program(): void {
  fstat(0);
}

function reader(): void {
  read_fdinfo(0);
}

export default spec({
  setup() {
    as('T', () => { open(A); });
  },
  tasks: { T: process(program), R: reader_of('T', reader) },
  bounds: { fds: 2, signal_struct: 2 },
  always: [unshared_lookup_is_light, count_is_exact],
  final: [files_released],
  expect: { 'v5.10': violated(unshared_lookup_is_light), 'v5.10+series/17': proved },
});
