// What does BPF_TASK_FD_QUERY say of a task that has no table any more, of an empty slot, and of a number beyond the table?
// "bpf: In bpf_task_fd_query use fget_task" (patch 5, b48845af0152): -ENOENT before it, then -EBADF, for the task without a table only.
import { as, choose, EBADF, ENOENT, Int, proved, spec, violated } from 'fdcheck/lang';
import { A, bpf_query, close, ENOTSUPP, exit, FDS_MAX, files_released, open, process, reader_of } from 'fdcheck/model';

let result: Int<-600, 0> = 0;

function program(): void {
  close(0);
  exit();
}

function reader(): void {
  result = bpf_query(choose(2) * FDS_MAX);
}

function a_table_is_never_missed(): boolean {
  return result !== -ENOENT;
}

function a_file_is_found(): boolean {
  return result === -ENOTSUPP;
}

function no_file_is_found(): boolean {
  return result === -EBADF;
}

export default spec({
  setup() {
    as('T', () => { open(A); });
  },
  tasks: { T: process(program), R: reader_of('T', reader) },
  bounds: { signal_struct: 2 },
  always: [a_table_is_never_missed],
  reachable: [a_file_is_found, no_file_is_found],
  final: [files_released],
  expect: {
    'v5.10': violated(a_table_is_never_missed),
    'series/4': violated(a_table_is_never_missed),
    'series/5': proved,
    'v5.11': proved,
  },
});
