import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/vocabulary.js';

const nodes = `interface node { id: Int<0, 3>; on: boolean; }
  const head: list_head<node> = zeroed(); const pending: llist_head<node> = zeroed(); const taken: llist_head<node> = zeroed();
  function make(id: int): node { const n = kzalloc<node>(GFP_KERNEL); n.id = id; return n; }`;
const three = 'bounds: { node: 3 }, tasks: { T1: one }';

describe('list_head', () => {
  it('keeps the order in which objects were added first and last', async () => {
    const found = await run(`${nodes} function one(): void {
      const a = make(1); const b = make(2); const c = make(3);
      assert(list_empty(head)); list_add(a, head); list_add_tail(b, head); list_add(c, head);
      assert(list_first_entry_or_null(head) === c); assert(list_next(c, head) === a); assert(list_next(a, head) === b); assert(list_next(b, head) === NULL);
    }`, three);
    expect(found).toMatchObject({ reports: [], hung: false });
  });

  it('closes the gap when an object is taken out, and leaves nothing behind', async () => {
    const found = await run(`${nodes} function one(): void {
      const a = make(1); const b = make(2); const c = make(3);
      list_add_tail(a, head); list_add_tail(b, head); list_add_tail(c, head);
      list_del(b, head); assert(!list_contains(b, head)); assert(list_next(a, head) === c);
      list_del(a, head); list_del(c, head); assert(list_empty(head)); assert(list_first_entry_or_null(head) === NULL);
      kfree(a); kfree(b); kfree(c);
    }
    function canonical(): boolean { return head.len > 0 || (head.item[0] === NULL && head.item[1] === NULL && head.item[2] === NULL); }`, `${three}, final: [canonical]`);
    expect(found).toMatchObject({ reports: [], violated: [], hung: false });
  });

  it('is walked in order, and emptied while it is walked', async () => {
    const found = await run(`${nodes} let sum: Int<0, 999> = 0; function one(): void {
      list_add_tail(make(1), head); list_add_tail(make(2), head); list_add_tail(make(3), head);
      list_for_each_entry(head, (n) => { sum = sum * 10 + n.id; });
      list_for_each_entry_safe(head, (n) => { list_del(n, head); kfree(n); });
      assert(list_empty(head)); assert(sum === 123);
    }`, three);
    expect(found).toMatchObject({ reports: [], hung: false });
  });

  it('INIT_LIST_HEAD makes a list of uninitialised memory', async () => {
    const owner = 'interface owner { list: list_head<node>; }';
    const text = (init: string): string => `${nodes} ${owner} function one(): void { const o = kmalloc<owner>(GFP_KERNEL); ${init} list_add(make(1), o.list); list_add(make(2), o.list); }`;
    expect(await run(text(''), three)).toMatchObject({ classes: ['uninit-value'] });
    expect(await run(text('INIT_LIST_HEAD(o.list);'), three)).toMatchObject({ reports: [] });
  });

  it.each([
    ['list_add(a, head); list_add_tail(a, head)', 'bug: list_add double add in one'],
    ['list_del(a, head)', 'bug: list_del corruption in one'],
    ['const x = list_next(a, head); if (x) x.on = true', 'bug: list_next of an entry that is not on the list in one'],
    ['kfree(a); list_add(a, head)', 'use-after-free: BUG: KASAN: use-after-free in one'],
    ['list_add(a, head); kfree(a); list_add(b, head)', 'use-after-free: BUG: KASAN: use-after-free in one'],
    ['list_add(a, head); kfree(a); list_add_tail(b, head)', 'use-after-free: BUG: KASAN: use-after-free in one'],
    ['list_add(a, head); list_add(b, head); kfree(a); list_del(b, head)', 'use-after-free: BUG: KASAN: use-after-free in one'],
  ])('%s is reported: %s', async (text, title) => {
    const found = await run(`${nodes} function one(): void { const a = make(1); const b = make(2); ${text}; kfree(b); }`, three);
    expect(found.reports).toEqual([title]);
  });
});

describe('llist_head', () => {
  it('takes all, newest first, and says whether it was empty', async () => {
    const found = await run(`${nodes} function one(): void {
      const a = make(1); const b = make(2);
      assert(llist_add(a, pending)); assert(!llist_add(b, pending)); llist_del_all(pending, taken);
      assert(llist_empty(pending)); assert(taken.len === 2); assert(taken.item[0] === b); assert(taken.item[1] === a);
    }`, three);
    expect(found).toMatchObject({ reports: [], hung: false });
  });

  it('loses nothing when tasks add at once, and exactly one finds it empty', async () => {
    const found = await run(`${nodes} const first: atomic_t = zeroed(); function one(): void { if (llist_add(make(1), pending)) atomic_inc(first); }
      function all_there(): boolean { return pending.len === 3 && first.counter === 1; }`, 'bounds: { node: 3 }, tasks: { T1: one, T2: one, T3: one }, final: [all_there]');
    expect(found).toMatchObject({ reports: [], violated: [] });
  });
});
