import { describe, expect, it } from 'vitest';
import { run } from '../helpers/vocabulary.js';

const declarations = `interface file { pos: Int<0, 3>; next: file; }
  const l: spinlock_t = zeroed(); let head: file = NULL; let n: Int<0, 3> = 0;
  function takes(f: file): int { return f.pos; }
  function again(k: int): void { if (k) again(k - 1); }`;

describe('what the manual says is refused is refused', () => {
  it.each([
    ['null', 'head = null;'],
    ['== and !=', 'if (n == 1) n = 0;'],
    ['?.', 'n = head?.pos;'],
    ['??', 'const f = head ?? head; n = f.pos;'],
    ['an assignment inside an expression', 'const k = (n = 1); n = k;'],
    ['an increment as a value', 'const k = n++; n = k;'],
    ['an object as a value', 'const o = { a: 1 };'],
    ['a string', "const s = 'x';"],
    ['a closure as a value', 'const f = () => 1;'],
    ['new', 'const f = new Map();'],
    ['throw', 'throw NULL;'],
    ['try', 'try { n = 1; } catch { n = 2; }'],
    ['recursion', 'again(2);'],
    ['a label', 'out: for (;;) { break out; }'],
    ['for-in', 'for (const k in head) n = 1;'],
    ['for-of over a list', 'for (const k of head) n = 1;'],
    ['objects<T>() in model code', 'for (const f of objects<file>()) f.pos = 1;'],
    ['a lock as a value', 'n = l;'],
    ['an access inside an access', "access('rmw', 'full', n, () => { spin_lock(l); });"],
    ['a name that is not declared', 'unknown_function();'],
  ])('%s', async (_what, statement) => {
    const outcome = run(`${declarations} function one(): void { ${statement} }`, 'tasks: { T1: one }');
    await expect(outcome).rejects.toMatchObject({ name: 'CompileError' });
  });

  it('and what it allows beside them is not', async () => {
    const found = await run(`${declarations} function one(): void { head = NULL; n++; n += 1; if (n === 2) n = 0; for (const k of range(0, 2)) n = k; }`, 'tasks: { T1: one }');
    expect(found).toMatchObject({ reports: [], hung: false });
  });
});
