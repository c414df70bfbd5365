// Every reader of another task's descriptors is at work while the process clones a sharer of its table and execs: who raises the table's count?
// "file: Remove get_files_struct" (patch 24, fa67bf885e52): nobody calls it since patch 17. fs/file.c:414, v5.10.
import { as, choose, proved, spec, violated } from 'fdcheck/lang';
import {
  A, bpf_query, clone, CLONE_FILES, count_is_exact, execve, fstat, getdents_proc_fd, only_clone_raises_the_count, open, pause, process, read_bpf_iter,
  read_fdinfo, reader_of, readers_hold_no_count, readlink_proc_fd, sharers_raise_the_count, stat_proc_fd, tasks_change_their_own_table, unborn,
} from 'fdcheck/model';

function parent(): void {
  clone(CLONE_FILES, child);
  execve(new_program);
}

function child(): void {
  fstat(0);
}

function reader(): void {
  const what = choose(6);
  if (what === 0) read_fdinfo(0);
  if (what === 1) stat_proc_fd(0);
  if (what === 2) readlink_proc_fd(0);
  if (what === 3) getdents_proc_fd(0, 1);
  if (what === 4) bpf_query(0);
  if (what === 5) read_bpf_iter(1);
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T', () => { open(A); });
  },
  tasks: { T: process(parent), C: unborn, R: reader_of('T', reader) },
  bounds: { files_struct: 2, signal_struct: 3 },
  always: [only_clone_raises_the_count, sharers_raise_the_count, readers_hold_no_count, tasks_change_their_own_table, count_is_exact],
  same: [['series/23', 'series/24']],
  expect: {
    'series/16': violated(only_clone_raises_the_count, sharers_raise_the_count, readers_hold_no_count),
    'series/17': proved,
    'series/23': proved,
    'series/24': proved,
  },
});
