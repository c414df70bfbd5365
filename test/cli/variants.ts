/** A little kernel with patches, and questions about them. */
export const kernel = `import { EBADF, EMFILE, int, Int, READ_ONCE, since, switches, WRITE_ONCE } from 'fdcheck/lang';

switches({ base: 'v1', series: [
  { name: 'patch/1', title: 'Rename a function', modelled: true },
  { name: 'patch/2', title: 'Read in another order', modelled: true },
  { name: 'patch/3', title: 'Give another error', modelled: true },
] });

let a: Int<0, 1> = 0;
let b: Int<0, 1> = 0;

export function set(): void {
  WRITE_ONCE(a, 1);
}

export function get(): int {
  const error = since('patch/1') ? check_new() : check_old();
  return error ? error : READ_ONCE(a) ? (since('patch/3') ? -EMFILE : -EBADF) : 0;
}

function check_old(): int {
  return both_read() ? 0 : -1;
}

function check_new(): int {
  return both_read() ? 0 : -1;
}

function both_read(): boolean {
  if (since('patch/2')) {
    const y = READ_ONCE(b);
    const x = READ_ONCE(a);
    return x < 5 && y < 5;
  }
  const x = READ_ONCE(a);
  const y = READ_ONCE(b);
  return x < 5 && y < 5;
}
`;

/** A question with these pairs, as text of the spec. */
export function pairsSpec(same: string): string {
  return `// Do the patches change anything?
import { proved, spec } from 'fdcheck/lang';
import { get, set } from '../kernel.js';

function reader(): void {
  get();
}

function writer(): void {
  set();
}

export default spec({
  tasks: { R: reader, W: writer },
  expect: { v1: proved },
  same: ${same},
});
`;
}
