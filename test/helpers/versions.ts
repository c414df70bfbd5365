/** A small spec with two variants: the second mends the first. */
export const versions = `// Does the fix keep the counter?
import { atomic_dec, atomic_dec_if_positive, atomic_read, atomic_set, atomic_t, proved, since, spec, switches, violated, zeroed } from 'fdcheck/lang';

switches({ base: 'v1', series: [{ name: 'fix/1', title: 'Do not go below zero', modelled: true }] });

const left: atomic_t = zeroed();

function take(): void {
  if (since('fix/1')) {
    atomic_dec_if_positive(left);
    return;
  }
  if (atomic_read(left) > 0) atomic_dec(left);
}

function never_negative(): boolean {
  return left.counter >= 0;
}

export default spec({
  setup() {
    atomic_set(left, 1);
  },
  tasks: { T1: take, T2: take },
  always: [never_negative],
  expect: { v1: violated(never_negative), 'fix/1': proved },
});
`;
