// Two processes have notices of one directory, and a thread asks for more, of which it has one already, while others close: is there one for each that asked, and none is left?
// fcntl_dirnotify and dnotify_flush, fs/notify/dnotify/dnotify.c:243 and :148, v5.10: a notice belongs to a table and a file; memory may be short for it.
import { as, ENOMEM, Int, objects, proved, spec } from 'fdcheck/lang';
import {
  A, close, count_is_exact, dnotify_struct, F_NOTIFY, fcntl, files_released, notices_have_descriptors, open, process, thread_of,
} from 'fdcheck/model';

let asked: Int<-12, 0> = 0;

function asker(): void {
  asked = fcntl(0, F_NOTIFY, 1);
  fcntl(1, F_NOTIFY, 1);
}

function closer(): void {
  close(0);
}

function outsider(): void {
  close(0);
}

/** Of those that are filled in. */
function nobody_has_two_notices(): boolean {
  return objects<dnotify_struct>().every((a) => !a.dn_filp || objects<dnotify_struct>().every((b) => a === b || a.dn_owner !== b.dn_owner || a.dn_filp !== b.dn_filp));
}

function there_is_no_memory(): boolean {
  return asked === -ENOMEM;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      open(A);
      fcntl(1, F_NOTIFY, 1);
    });
    as('T3', () => {
      open(A);
      fcntl(0, F_NOTIFY, 1);
    });
  },
  tasks: { T1: process(asker), T2: thread_of('T1', closer), T3: process(outsider) },
  bounds: { fds: 2, dnotify: 1, dnotify_struct: 4, file: 3, files_struct: 2, signal_struct: 2 },
  faults: { enomem: 1 },
  always: [nobody_has_two_notices, count_is_exact],
  reachable: [there_is_no_memory],
  final: [files_released, notices_have_descriptors],
  expect: { 'v5.10': proved, 'v5.11': proved },
});
