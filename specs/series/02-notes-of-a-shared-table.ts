// A core dump notes the descriptors that it finds open, and does not look whether they still are: can one vanish between the two looks?
// arch/powerpc/platforms/cell/spufs/coredump.c:67, v5.10. Not as long as do_coredump unshares the table first; a mutant that does not shows why.
import { as, proved, reports, spec, violated } from 'fdcheck/lang';
import {
  A, a_core_is_dumped, abort, close, core_is_dumped_from_a_private_table, count_is_exact, files_released, open, process, shares_files_with,
} from 'fdcheck/model';

function dumper(): void {
  abort();
}

function outsider(): void {
  close(0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(dumper), S: shares_files_with('T1', outsider) },
  bounds: { core_dumps: 1, fds: 2, file: 2, files_struct: 2, inode: 2, signal_struct: 2 },
  always: [core_is_dumped_from_a_private_table, count_is_exact],
  reachable: [a_core_is_dumped],
  final: [files_released],
  expect: {
    'v5.10': proved,
    'series/2': proved,
    'v5.11': proved,
    'v5.10+mutant/coredump-keeps-shared-table': [violated(core_is_dumped_from_a_private_table), reports('null-ptr-deref')],
    'v5.11+mutant/coredump-keeps-shared-table': [violated(core_is_dumped_from_a_private_table), reports('null-ptr-deref')],
  },
});
