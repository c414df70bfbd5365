// Two threads each open, close, dup2 or look up, any pair: is there an order of the two that explains both results and the table that is left?
// fs/file.c, v5.10. An open() is two operations, so that a number can be reserved and empty in between: dup2 says -EBUSY of it.
import { as, assume, choose, EBADF, EBUSY, EMFILE, int, Int, NULL, proved, spec, task } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, close, dup2, files_released, fstat, lowest_free_number, open, process, taken_numbers_have_files,
  task_struct, thread_of,
} from 'fdcheck/model';

let first: Int<0, 5> = 0;
let second: Int<0, 5> = 0;
let first_result: Int<-25, 3> = 0;
let second_result: Int<-25, 3> = 0;

function perform(operation: int): int {
  switch (operation) {
    case 0:
      return open(A);
    case 1:
      return close(0);
    case 2:
      return close(1);
    case 3:
      return dup2(0, 1);
    case 4:
      return fstat(0);
    default:
      return fstat(1);
  }
}

/** The same on a table that is two bits: what it gives. */
function result_of(operation: int, table: int): int {
  if (operation === 0) return table === 3 ? -EMFILE : table & 1 ? 1 : 0;
  if (operation === 1 || operation === 4) return table & 1 ? 0 : -EBADF;
  if (operation === 2 || operation === 5) return table & 2 ? 0 : -EBADF;
  return table & 1 ? 1 : -EBADF;
}

/** And what it leaves. */
function table_after(operation: int, table: int): int {
  if (operation === 0) return table & 1 ? 3 : table | 1;
  if (operation === 1) return table & 2;
  if (operation === 2) return table & 1;
  return operation === 3 && table & 1 ? 3 : table;
}

function one(): void {
  first_result = perform(first);
}

function other(): void {
  second_result = perform(second);
}

let before: Int<0, 3> = 0;

function is_explained(left: int): boolean {
  const in_order = result_of(first, before) === first_result && result_of(second, table_after(first, before)) === second_result
    && table_after(second, table_after(first, before)) === left;
  const in_the_other = result_of(second, before) === second_result && result_of(first, table_after(second, before)) === first_result
    && table_after(first, table_after(second, before)) === left;
  return in_order || in_the_other;
}

/** A number is reserved by an open() that is not finished: POSIX knows no such thing. */
function dup2_was_told_to_wait(): boolean {
  return first_result === -EBUSY || second_result === -EBUSY;
}

/** dup2 is told to wait, and changes nothing: the open() that it met is as if it were alone. */
function open_alone_explains(left: int): boolean {
  return second_result === -EBUSY && first === 0 && first_result === result_of(0, before) && left === table_after(0, before);
}

function some_order_explains_the_results(): boolean {
  const fdt = task<task_struct>('T1').files.fdt;
  const left = (fdt.fd[0] !== NULL ? 1 : 0) + (fdt.fd[1] !== NULL ? 2 : 0);
  return is_explained(left) || open_alone_explains(left);
}

export default spec({
  setup() {
    first = choose(6);
    second = choose(6);
    assume(first <= second);
    before = choose(4);
    as('T1', () => {
      if (before) open(A);
      if (before & 2) dup2(0, 1);
      if (before === 2) close(0);
    });
  },
  tasks: { T1: process(one), T2: thread_of('T1', other) },
  bounds: { fds: 2, file: 3 },
  always: [bitmap_and_slots_agree, lowest_free_number],
  reachable: [dup2_was_told_to_wait],
  final: [files_released, taken_numbers_have_files, some_order_explains_the_results],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
