/** Tasks that each add to shared counters under a spin lock, a counter a lock section, over and over. */
import type { Program } from '../../src/lang/ir.js';
import { bin, branch, c, check, guard, jump, l, load, ProgramBuilder, ret, self, set, store, taskRef } from '../../test/helpers/program.js';

/** @param top counters count modulo this */
export function counters({ tasks, cells, top }: { tasks: number; cells: number; top: number }): Program {
  const b = new ProgramBuilder();
  const lock = b.global('lock.owner', { type: taskRef, hi: tasks });
  const values = b.global('value', { dims: [cells], hi: top - 1 });
  const lockClass = b.lockClass('lock', lock);
  const unbalanced = b.report('lockdep', 'bad unlock balance');
  const add = b.fn('add', {
    params: 1,
    locals: [{ name: 'which', lo: 0, hi: cells - 1 }, { name: 'found', lo: 0, hi: top - 1 }],
    blocks: [
      { at: b.at('lock'), do: [{ kind: 'acquire', lockClass }, guard(bin(load(lock), '==', c(0))), store(lock, [], bin(self, '+', c(1)))], end: jump(1), live: [0] },
      { at: b.at('load'), do: [set(1, load(values, l(0)))], end: jump(2), live: [0] },
      { at: b.at('store'), do: [store(values, [l(0)], bin(bin(l(1), '+', c(1)), '%', c(top)))], end: jump(3), live: [0, 1] },
      { at: b.at('unlock'), do: [check(bin(load(lock), '==', bin(self, '+', c(1))), unbalanced), store(lock, [], c(0))], end: ret(), live: [] },
    ],
  });
  const main = b.fn('main', {
    locals: [{ name: 'next', lo: 0, hi: cells - 1 }],
    blocks: [
      { end: b.call(add, 1, { args: [l(0)], live: [0] }), live: [0] },
      { do: [set(0, bin(bin(l(0), '+', c(1)), '%', c(cells)))], end: jump(0), live: [0] },
    ],
  });
  for (let task = 0; task < tasks; task++) b.task(`T${task}`, main);
  b.property('always', 'counters_are_small', bin(load(values, c(0)), '<', c(top)));
  b.property('reachable', 'counter_is_full', { blocks: [{ end: branch(bin(load(values, c(cells - 1)), '==', c(top)), 1, 2) }, { end: ret(c(1)) }, { end: ret(c(0)) }] });
  return b.build();
}
