/** Small programs by hand, each wrong (or right) in one way. */
import type { Expr, Instr, Program } from '../../src/lang/ir.js';
import { bin, bool, c, check, guard, jump, l, load, not, ProgramBuilder, ret, self, set, store, taskRef } from './program.js';

const me = bin(self, '+', c(1));

/** Two tasks add one to a counter by a load and a store; in the end it should be 2. 2 is always an upper bound. */
export function counterRace(tasks = 2): Program {
  const p = new ProgramBuilder();
  const x = p.global('counter', { hi: tasks });
  const increment = p.fn('increment', {
    locals: [{ name: 'old' }],
    blocks: [
      { at: p.at('load', { text: 'counter', fn: 'increment' }), do: [set(0, load(x))], end: jump(1), live: [] },
      { at: p.at('store', { text: 'counter = old + 1', fn: 'increment' }), do: [store(x, [], bin(l(0), '+', c(1)))], end: ret() },
    ],
  });
  for (let task = 1; task <= tasks; task++) p.task(`T${task}`, increment);
  p.property('always', 'counter_is_bounded', bin(load(x), '<=', c(tasks)));
  p.property('always', 'counter_is_never_one', bin(load(x), '!=', c(1)));
  p.property('reachable', 'all_counted', bin(load(x), '==', c(tasks)));
  p.property('reachable', 'more_than_all_counted', bin(load(x), '>', c(tasks)));
  p.property('final', 'nothing_lost', bin(load(x), '==', c(tasks)));
  return p.build();
}

/** Lock and unlock of a global, as the language's own vocabulary makes them. */
function mutex(p: ProgramBuilder, name: string): { take: readonly Instr[]; drop: readonly Instr[] } {
  const owner = p.global(`${name}.owner`, { type: taskRef });
  const lockClass = p.lockClass(name, owner);
  return {
    take: [{ kind: 'acquire', lockClass }, guard(bin(load(owner), '==', c(0))), store(owner, [], me)],
    drop: [store(owner, [], c(0))],
  };
}

function sequence(p: ProgramBuilder, name: string, steps: readonly (readonly [string, readonly Instr[]])[]): number {
  const blocks = steps.map(([text, instrs], at) => ({
    at: p.at(text.startsWith('un') ? 'unlock' : 'lock', { text, fn: name, place: text.slice(-1) }),
    do: instrs,
    end: at === steps.length - 1 ? ret() : jump(at + 1),
  }));
  return p.fn(name, { blocks });
}

/** T1 takes a then b, T2 b then a: a hang, and a lock-order cycle. */
export function lockInversion(): Program {
  const p = new ProgramBuilder();
  const a = mutex(p, 'a');
  const b = mutex(p, 'b');
  p.task('T1', sequence(p, 'first', [['lock a', a.take], ['lock b', b.take], ['unlock b', b.drop], ['unlock a', a.drop]]));
  p.task('T2', sequence(p, 'second', [['lock b', b.take], ['lock a', a.take], ['unlock a', a.drop], ['unlock b', b.drop]]));
  return p.build();
}

/** As lockInversion, but under a third lock: no hang, yet a cycle. */
export function gatedLockInversion(): Program {
  const p = new ProgramBuilder();
  const [g, a, b] = [mutex(p, 'g'), mutex(p, 'a'), mutex(p, 'b')];
  const under = (inner: readonly (readonly [string, readonly Instr[]])[]) => [['lock g', g.take], ...inner, ['unlock g', g.drop]] as const;
  p.task('T1', sequence(p, 'first', under([['lock a', a.take], ['lock b', b.take], ['unlock b', b.drop], ['unlock a', a.drop]])));
  p.task('T2', sequence(p, 'second', under([['lock b', b.take], ['lock a', a.take], ['unlock a', a.drop], ['unlock b', b.drop]])));
  return p.build();
}

/** T1 publishes an object and frees it; T2 reads the pointer, then what it points to. Ids of reports: 0 use after free, 1 NULL. */
export function useAfterFree(): Program {
  const p = new ProgramBuilder();
  const { id, field } = p.struct('file', { heap: 2, fields: { count: { uninit: -1 } } });
  const slot = p.global('slot', { type: { kind: 'pointer', struct: id } });
  const pointer = { name: 'file', type: { kind: 'pointer', struct: id } } as const;
  const field1: Expr = bin(l(0), '-', c(1));
  const uaf = p.report('use-after-free', 'BUG: KASAN: use-after-free in reader', { struct: id, number: l(0) });
  const nul = p.report('null-ptr-deref', 'BUG: kernel NULL pointer dereference in reader');
  const inner = p.fn('release', {
    params: 1, locals: [pointer],
    blocks: [{ at: p.at('free', { text: 'kfree(file)', fn: 'release' }), do: [{ kind: 'free', struct: id, object: l(0) }], end: ret() }],
  });
  const publish: Instr[] = [{ kind: 'alloc', local: 0, struct: id, fill: 'uninit' }, store(slot, [], l(0)), store(field['count']!, [field1], c(1))];
  p.task('T1', p.fn('writer', {
    locals: [pointer],
    blocks: [
      { at: p.at('alloc', { text: 'slot = kmalloc()', fn: 'writer' }), do: publish, end: p.call(inner, 1, { args: [l(0)] }), live: [] },
      { at: p.at('store', { text: 'slot = NULL', fn: 'writer' }), do: [store(slot, [], c(0))], end: ret(), live: [] },
    ],
  }));
  p.task('T2', p.fn('reader', {
    locals: [pointer, { name: 'count' }],
    blocks: [
      { at: p.at('load', { text: 'slot', fn: 'reader' }), do: [set(0, load(slot)), check(l(0), nul)], end: jump(1), live: [] },
      {
        at: p.at('load', { text: 'file.count', fn: 'reader' }), live: [0],
        do: [check(bin(load(field['$life']!, field1), '==', c(1)), uaf), set(1, load(field['count']!, field1))], end: ret(),
      },
    ],
  }));
  return p.build();
}

/** T1 allocates an object and forgets it, or keeps it in a global. */
export function leak(kept: boolean): Program {
  const p = new ProgramBuilder();
  const { id } = p.struct('file', { heap: 2 });
  const type = { kind: 'pointer', struct: id } as const;
  const slot = p.global('slot', { type });
  const keep = kept ? [store(slot, [], l(0))] : [];
  p.task('T1', p.fn('forget', {
    locals: [{ type }],
    blocks: [{ at: p.at('alloc', { text: 'kmalloc()', fn: 'forget' }), do: [{ kind: 'alloc', local: 0, struct: id, fill: 'zero' }, ...keep], end: jump(1), live: [] },
      { at: p.at('other', { text: 'rest', fn: 'forget' }), end: ret(), live: [0] }],
  }));
  return p.build();
}

/** T1 waits for a flag that T2 sets only if it chooses to; `validEnd` says whether waiting for ever is fine. */
export function forgottenWakeup(validEnd: boolean): Program {
  const p = new ProgramBuilder();
  const flag = p.global('flag', { type: bool, hi: 1 });
  p.task('T1', p.fn('waiter', { blocks: [{ at: p.at('wait', { text: 'wait_event(flag)', fn: 'waiter', validEnd }), do: [guard(load(flag))], end: ret() }] }));
  p.task('T2', p.fn('waker', {
    locals: [{ name: 'whether' }],
    blocks: [{ at: p.at('wake', { text: 'wake_up()', fn: 'waker' }), do: [{ kind: 'choose', local: 0, count: c(2) }, store(flag, [], l(0))], end: ret(), live: [] }],
  }));
  p.property('final', 'flag_is_set', load(flag));
  p.property('reachable', 'flag_unset_at_rest', not(load(flag)));
  return p.build();
}
