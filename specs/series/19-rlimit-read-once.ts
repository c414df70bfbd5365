// The administrator lowers RLIMIT_NOFILE while a process calls fcntl(F_DUPFD): is what it is told the truth for one of the two limits?
// "file: In f_dupfd read RLIMIT_NOFILE once." (patch 19, e06b53c22f31); fs/file.c:1165, v5.10; :1180, v5.11.
import { as, EINVAL, EMFILE, Int, proved, spec, violated } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, count_is_exact, F_DUPFD, fcntl, files_released, open, prlimit_nofile, process, reader_of, taken_numbers_have_files,
} from 'fdcheck/model';

let result: Int<-24, 3> = 0;

function duplicator(): void {
  result = fcntl(0, F_DUPFD, 1);
}

function administrator(): void {
  prlimit_nofile(1);
}

/** Below the first limit the number 1 is free; below the second one no number from 1 on is allowed. Neither is "too many open files". */
function one_limit_explains_the_result(): boolean {
  return result !== -EMFILE;
}

function the_first_limit_counts(): boolean {
  return result === 1;
}

function the_second_limit_counts(): boolean {
  return result === -EINVAL;
}

export default spec({
  setup() {
    as('T', () => { open(A); });
  },
  tasks: { T: process(duplicator), L: reader_of('T', administrator) },
  bounds: { fds: 2, signal_struct: 2 },
  always: [one_limit_explains_the_result, count_is_exact, bitmap_and_slots_agree],
  reachable: [the_first_limit_counts, the_second_limit_counts],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': violated(one_limit_explains_the_result),
    'series/18': violated(one_limit_explains_the_result),
    'series/19': proved,
    'v5.10+series/19': proved,
    'v5.11': proved,
  },
});
