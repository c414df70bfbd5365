// A file comes in a message, and the number is in user memory before the file is in the table: what does a thread get that uses it at once, and what if that memory is bad?
// __receive_fd, fs/file.c:1057, v5.10: -EBADF until the file is installed, and -EBUSY from dup2; a number that could not be told is given back.
import { as, EAGAIN, EBUSY, EFAULT, Int, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup2, files_released,
  lowest_free_number, one_task_resizes, open, process, recvmsg_fd, reserved_numbers_have_one_owner, sendmsg_fd, slots_own_references,
  tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

let came_twice: boolean = false;
let received: Int<-25, 3> = 0;
let replaced: Int<-25, 3> = 0;

function receiver(): void {
  received = recvmsg_fd(0);
  if (recvmsg_fd(0) !== -EAGAIN) came_twice = true;
}

function sibling(): void {
  replaced = dup2(0, 1);
}

function the_message_comes_once(): boolean {
  return !came_twice;
}

function the_memory_is_bad(): boolean {
  return received === -EFAULT;
}

function the_number_is_busy(): boolean {
  return replaced === -EBUSY;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      sendmsg_fd(0);
    });
  },
  tasks: { T1: process(receiver), T2: thread_of('T1', sibling) },
  bounds: { fds: 2, file: 1 },
  faults: { efault: 1 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, the_message_comes_once,
  ],
  reachable: [the_memory_is_bad, the_number_is_busy],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
