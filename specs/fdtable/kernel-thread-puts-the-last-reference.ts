// A kernel thread holds a file while its owner closes it, and puts the last reference: is the file closed, and when?
// fput, fs/file_table.c:335, v5.10: a kernel thread never goes to user mode, so a kworker runs the final __fput (delayed_fput, :303).
import { as, spec, violated } from 'fdcheck/lang';
import {
  A, close, close_is_synchronous, count_is_exact, current, fget_task, files_released, fput, kthread_for, kworker, open, process,
} from 'fdcheck/model';

function owner(): void {
  close(0);
}

function kernel_thread(): void {
  const file = fget_task(current.proc_task, 0);
  if (file) fput(file);
}

export default spec({
  setup() {
    as('T', () => { open(A); });
  },
  tasks: { T: process(owner), K: kthread_for('T', kernel_thread), W: kworker },
  bounds: { kthreads: 1, signal_struct: 2 },
  always: [count_is_exact, close_is_synchronous],
  final: [files_released],
  expect: { 'v5.10': violated(close_is_synchronous), 'v5.11': violated(close_is_synchronous) },
});
