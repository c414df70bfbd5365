/** A small program that tests can vary: two tasks that add 1 to `x` by a load and a store, in a framed function. */
import type { Program } from '../../src/lang/ir.js';
import { bin, c, jump, l, load, ProgramBuilder, ret, set, store } from './program.js';

export interface RaceOptions {
  /** Declare another global before or after `x`: shifts every cell, changes no state's meaning (it stays 0). */
  readonly padding?: 'before' | 'after' | 'none';
  /** Range of `x`: its field's width. */
  readonly top?: number;
  /** Declare the functions that no task runs before the others: shifts all function ids. */
  readonly extraFn?: boolean;
  readonly addend?: number;
}

/** @returns a program of 2 tasks that each run `main`, which calls `add` once */
export function race({ padding = 'none', top = 3, extraFn = false, addend = 1 }: RaceOptions = {}): Program {
  const b = new ProgramBuilder();
  if (padding === 'before') b.global('unused', { hi: 100 });
  const x = b.global('x', { hi: top });
  if (padding === 'after') b.global('unused', { hi: 100 });
  if (extraFn) b.fn('nobody', { blocks: [{ at: b.at(), end: jump(1) }, { end: ret() }] });
  const add = b.fn('add', {
    params: 1,
    locals: [{ name: 'by', lo: 0, hi: 3 }, { name: 'found', lo: 0, hi: top }],
    blocks: [
      { at: b.at('load'), do: [set(1, load(x))], end: jump(1), live: [0] },
      { at: b.at('store'), do: [store(x, [], bin(l(1), '+', l(0)))], end: ret(), live: [0, 1] },
    ],
  });
  const main = b.fn('main', { blocks: [{ end: b.call(add, 1, { args: [c(addend)] }) }, { end: ret() }] });
  b.task('A', main);
  b.task('B', main);
  b.property('always', 'x_is_small', bin(load(x), '<=', c(1)));
  b.property('reachable', 'x_is_two', bin(load(x), '==', c(2)));
  b.property('final', 'x_ends_as_two', bin(load(x), '==', c(2)));
  return b.build();
}
