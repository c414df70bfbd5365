/**
 * Random models, as text, of what reductions are about: locks and what they protect, objects that are published, counted and freed, readers
 * of RCU, waiting, and properties that look at all of it. Most of them are wrong in some way.
 */
import fc from 'fast-check';

/** A statement, and which group of words it belongs to: a model has only some of them, so that what it has meets more often. */
export type Piece =
  | { readonly group: Group; readonly text: string }
  | { readonly group: Group; readonly open: string; readonly body: readonly Piece[]; readonly close: string };

const groups = [
  'numbers', 'marked', 'global', 'rwlock', 'mutex', 'object', 'trylock', 'publish', 'links', 'alloc', 'free', 'rcu', 'refs', 'waiting', 'calls', 'ghost', 'address',
  'tasks', 'asserts', 'rare',
] as const;
export type Group = (typeof groups)[number];

export interface ModelShape {
  readonly groups: readonly Group[];
  readonly setup: readonly string[];
  readonly helper: readonly Piece[];
  readonly put: readonly Piece[];
  readonly tasks: readonly (readonly Piece[])[];
  readonly properties: readonly { readonly kind: 'always' | 'reachable' | 'final'; readonly text: string }[];
  readonly embedded: boolean;
}

const small = fc.integer({ min: 0, max: 2 });
const node = fc.constantFrom('p', 'p', 'p', 'q');
const number = fc.constantFrom('a', 'b');
const shared = fc.constantFrom('x', 'y', 'x', 'y', 'z');
const slot = fc.constantFrom('head', 'head', 'other');
const field = fc.constantFrom('v', 'v', 'w');

/** Replaces each %n, %k, %g ... of a template by a random one of its kind. */
function words(group: Group, template: string): fc.Arbitrary<Piece> {
  const kinds = { N: node, M: node, A: number, B: number, X: shared, Y: shared, K: small, J: small, S: slot, F: field, G: field } as const;
  return fc.record(kinds).map((chosen) => ({ group, text: template.replace(/%(\w)/g, (_, name: keyof typeof kinds) => String(chosen[name])) }));
}

/** The same, on an object that is looked at first, but not always. */
function onObject(group: Group, template: string): fc.Arbitrary<Piece> {
  return fc.oneof({ weight: 12, arbitrary: words(group, `if (%N) ${template}`) }, { weight: 1, arbitrary: words(group, template) });
}

function any(...pieces: readonly (readonly [number, fc.Arbitrary<Piece>])[]): fc.Arbitrary<Piece> {
  return fc.oneof(...pieces.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

/** Numbers that belong to the global locks. */
const onNumbers = any(
  [3, words('numbers', '%X = %K;')], [3, words('numbers', '%A = %X;')], [1, words('numbers', '%X = %A;')], [1, words('numbers', '%A = %X; %X = (%A + 1) & 3;')],
  [1, words('marked', '%A = READ_ONCE(%X);')], [1, words('marked', 'WRITE_ONCE(%X, %K);')], [1, words('marked', '%A = xchg(%X, %K);')],
  [1, words('marked', 'if (cmpxchg(%X, %K, %J) === %K) %A = 1;')],
);

const onPointers = any(
  [2, words('object', '%N = head;')], [3, words('publish', '%N = %S;')], [2, words('publish', '%S = %N;')], [1, words('publish', '%S = NULL;')], [1, words('publish', 'rcu_assign_pointer(%S, %N);')],
  [1, words('publish', '%N = xchg(%S, NULL);')], [1, onObject('links', '%N = %N.next;')], [1, onObject('links', '%N.next = %M;')], [1, onObject('links', '%M = %N.next;')],
  [1, onObject('links', '%N.next = NULL;')], [1, words('links', '%N = NULL;')], [1, words('links', '%N = %M;')],
  [1, words('address', 'stamp = address_of(%N);')], [1, words('address', 'if (stamp === address_of(%N)) %A = %K;')],
);

const onFields = any(
  [3, onObject('object', '%N.%F = %K;')], [3, onObject('object', '%A = %N.%F;')], [1, onObject('object', '{ %A = %N.%F; %N.%G = %A; }')], [1, onObject('object', '%N.inner.n = %K;')],
  [1, onObject('object', '%A = %N.inner.n;')],
  [1, onObject('refs', 'refcount_inc(%N.refs);')], [1, onObject('refs', 'if (refcount_dec_and_test(%N.refs)) kfree(%N);')], [1, onObject('refs', 'if (!refcount_inc_not_zero(%N.refs)) %N = NULL;')],
  [1, onObject('refs', '%A = refcount_read(%N.refs);')],
);

const onPools = any(
  [3, words('alloc', '%N = kzalloc<node>(GFP_ATOMIC);')], [1, words('alloc', '%N = kzalloc<node>(GFP_ATOMIC); if (%N) { refcount_set(%N.refs, 1); %N.%F = %K; }')],
  [1, words('alloc', '%N = kzalloc<node>(GFP_ATOMIC); if (%N) { %N.%F = %K; %S = %N; }')],
  [2, words('free', 'kfree(%N);')], [2, words('free', 'if (%N) { kfree_rcu(%N); %N = NULL; }')], [1, words('free', 'if (%N) { kfree(%N); %N = NULL; }')],
  [1, words('free', '%N = %S; %S = NULL; if (%N) kfree_rcu(%N);')], [1, words('free', '%N = %S; %S = NULL; kfree(%N);')],
);

const onTasks = any(
  [1, words('tasks', 'current.n = %K;')], [1, words('tasks', '%A = current.n;')], [1, words('tasks', 'current.mine = %N;')], [1, words('tasks', '%N = current.mine;')],
  [1, words('tasks', '%A = leader.n;')], [1, words('tasks', 'leader.n = %K;')], [1, words('tasks', '%N = leader.mine;')], [1, words('tasks', 'leader.mine = %N;')],
  [1, words('tasks', 'seen[self()] = %K;')], [1, words('tasks', '%A = seen[%K];')],
);

const others = any(
  [2, words('calls', 'helper();')], [2, words('calls', 'put(%N);')], [1, words('asserts', 'BUG_ON(%A === %K);')], [1, words('asserts', 'WARN_ON(%A !== %B);')],
  [1, words('rare', '%A = choose(2);')], [1, words('rare', 'if (%A === %K) return;')], [1, words('rare', 'smp_mb();')],
  [1, words('global', 'lockdep_assert_held(L);')], [1, words('trylock', 'if (spin_is_locked(L)) %A = %K;')], [1, onObject('trylock', 'if (spin_is_locked(%N.lock)) %A = %K;')],
  [1, words('waiting', 'wake_up(wq);')], [2, words('waiting', 'complete(done);')], [1, words('waiting', 'z = %K; wake_up(wq);')], [1, words('waiting', 'z = %K; z = 0;')], [1, words('waiting', 'z = %K; complete(done);')],
  [1, words('ghost', '%X = %K; ghost(() => { for (const o of objects<node>()) o.mark = o.v; });')],
  [1, words('ghost', 'if (%N) { %N.%F = %K; ghost(() => { %N.mark = %K; }); }')],
  [1, words('ghost', 'if (%N) { %A = %N.%F; ghost(() => { if (objects<node>().some((o) => o.w === 1)) %N.mark = 1; }); }')],
);

const sleeping = any(
  [1, words('waiting', 'wait_for_completion(done);')], [1, words('waiting', 'wait_event(wq, () => z === %K);')], [1, words('waiting', 'while (z !== %K) %A = 0;')],
  [1, words('rcu', 'synchronize_rcu();')], [1, words('rare', 'if (idle_flag()) return;')],
  [1, words('waiting', 'idle_until(() => %X === %K);')], [1, words('waiting', 'idle_until(() => head !== NULL && head.%F === %K);')], [1, words('waiting', 'idle_until(() => x === %K && y === %J);')],
  [1, words('rare', '%A = %X; assume(%A === %K);')], [1, words('waiting', '%A = z; assume(%A !== 0);')], [1, words('waiting', 'wait_for_completion(done); z = %K;')],
);

function leaves(...weighted: readonly (readonly [number, fc.Arbitrary<Piece>])[]): fc.Arbitrary<Piece> {
  return any(...weighted);
}

/** What is in a section, one level deep. */
const inGlobal = leaves([6, onNumbers], [4, onPointers], [3, onFields], [1, onPools], [1, onTasks], [1, others]);
const inObject = leaves([1, onNumbers], [2, onPointers], [6, onFields], [1, onPools], [1, onTasks], [1, others]);
const inReader = leaves([1, onNumbers], [3, onPointers], [6, onFields], [1, onPools], [1, onTasks], [1, others]);

function section(group: Group, open: string, inside: fc.Arbitrary<Piece>, close: string, most = 3): fc.Arbitrary<Piece> {
  return fc.record({ body: fc.array(inside, { minLength: 1, maxLength: most, size: 'max' }), name: node }).map(({ body, name }) => ({
    group, open: open.replaceAll('%N', name), body, close: close.replaceAll('%N', name),
  }));
}

const objectSection = section('object', 'if (%N) { spin_lock(%N.lock);', inObject, 'spin_unlock(%N.lock); }');

const section1 = any(
  [5, section('global', 'spin_lock(L);', inGlobal, 'spin_unlock(L);')],
  [2, section('rwlock', 'write_lock(RW);', inGlobal, 'write_unlock(RW);')], [2, section('rwlock', 'read_lock(RW);', inGlobal, 'read_unlock(RW);')],
  [2, section('mutex', 'mutex_lock(M);', inGlobal, 'mutex_unlock(M);')], [4, objectSection],
  [1, section('trylock', 'if (spin_trylock(L)) {', inGlobal, 'spin_unlock(L); }')], [1, section('trylock', 'if (%N && spin_trylock(%N.lock)) {', inObject, 'spin_unlock(%N.lock); }')],
  [1, section('tasks', 'spin_lock(leader.lock);', leaves([3, onTasks], [1, onNumbers]), 'spin_unlock(leader.lock);')],
  [1, section('object', 'if (%N) { spin_lock(%N.inner.plock);', inObject, 'spin_unlock(%N.inner.plock); }')],
  [3, section('rcu', 'rcu_read_lock(); %N = rcu_dereference(head);', inReader, 'rcu_read_unlock();')],
  [1, section('links', '%N = head; if (%N && %N.next) { spin_lock(%N.next.lock);', inObject, 'spin_unlock(%N.next.lock); }')],
);

const conditions = ['a === b', 'a === 1', 'x === 1', 'y', 'x && y', 'z !== 0', 'head', 'p', 'p === head', 'p !== q', 'p && p.v === 1', 'b || x === 0'] as const;

function branch(inside: fc.Arbitrary<Piece>): fc.Arbitrary<Piece> {
  return fc.record({ condition: fc.constantFrom(...conditions), body: fc.array(inside, { minLength: 1, maxLength: 2, size: 'max' }) }).map(({ condition, body }) => ({
    group: 'numbers', open: `if (${condition}) {`, body, close: '}',
  }));
}

/** Sections in sections. */
const nested = leaves([2, inGlobal], [2, objectSection], [1, section1]);
const section2 = any(
  [2, section('global', 'spin_lock(L);', nested, 'spin_unlock(L);', 2)], [1, section('rwlock', 'write_lock(RW);', nested, 'write_unlock(RW);', 2)],
  [1, section('rwlock', 'read_lock(RW);', nested, 'read_unlock(RW);', 2)], [1, section('mutex', 'mutex_lock(M);', nested, 'mutex_unlock(M);', 2)],
  [1, section('rcu', 'rcu_read_lock(); %N = rcu_dereference(head);', nested, 'rcu_read_unlock();', 2)],
  [1, section('global', 'spin_lock(L); %N = head; if (%N) spin_lock(%N.lock); spin_unlock(L); if (%N) {', inObject, 'spin_unlock(%N.lock); }')],
);

/** A lock that is taken or given up where nobody expects it. */
const stray = any([1, words('rare', 'spin_lock(L);')], [1, words('rare', 'spin_unlock(L);')], [1, words('rare', 'if (%N) spin_lock(%N.lock);')], [1, words('rare', 'rcu_read_unlock();')]);

const outside = any([3, onNumbers], [4, onPointers], [3, onFields], [3, onPools], [2, onTasks], [3, others], [2, sleeping], [10, section1], [3, section2], [1, stray]);
const statement = any([10, outside], [2, branch(outside)]);
const body = (minLength: number, maxLength: number): fc.Arbitrary<Piece[]> => fc.array(statement, { minLength, maxLength, size: 'max' });

const facts = [
  'x === y', 'x <= y', '!(x === 1 && y === 0)', 'x + y < 4', 'z === 0 || x === 1', 'under(L, () => x === y)', 'under(L, () => !(x === 1 && y === 2))', 'under(RW, () => x === y)',
  'under(M, () => x <= y)', 'under(L, () => head === NULL || head.v === head.w)', 'head === NULL || is_live(head)', 'head === NULL || head !== other', 'lock_is_free(L) || x === 0',
  'objects<node>().every((o) => o.v === o.w)', 'objects<node>().every((o) => under(o.lock, () => o.v === o.w))', 'objects<node>().every((o) => under(o.lock, () => o.next === NULL || o.next.v === o.v))',
  'objects<node>().count((o) => o.v === 1) <= 1', 'objects<node>().every((o) => o.mark === 0 || o.mark === o.v)', 'objects<node>().every((o) => o === head || o.v === 0)',
  'objects<node>().every((o) => under(o.lock, () => under(L, () => o.v <= x)))', 'objects<node>().every((o) => o.inner.n <= o.v)', 'objects<node>().every((o) => under(o.inner.plock, () => o.inner.n === o.v))',
  'objects<node>().every((o) => under(o.lock, () => o.v <= o.w))', 'objects<node>().every((o) => under(o.lock, () => o.v <= x))', 'objects<node>().every((o) => under(o.lock, () => o.next === NULL || o.next.w <= y))',
  'objects<node>().every((o) => under(o.lock, () => o.v === 0 || z === 0))', 'z === 0 || objects<node>().every((o) => under(o.lock, () => o.v === 0))', 'objects<node>().every((o) => !is_referenced(o) || x === 0)',
  'objects<node>().every((o) => is_referenced(o) || y !== 1)', 'objects<node>().every((o) => is_referenced(o))', '!(inside(0, helper) && inside(1, helper))', '!inside(0, helper) || x === 0', '!inside(1, put) || z === 0', 'idle(0) || x !== 2', 'idle(1) || !idle(0) || y === 0',
  'stamp === 0 || stamp === address_of(head)', 'seen[0] === seen[1]', 'leader.n === x', 'leader.mine === NULL || leader.mine === head', 'under(leader.lock, () => leader.n === 0)',
  'objects<node>().every((o) => !lock_is_free(o.lock) || o.v !== 1)', 'objects<node>().some((o) => under(o.lock, () => o.v === 0))',
] as const;

const property = fc.record({ kind: fc.constantFrom('always', 'always', 'reachable', 'final'), negated: fc.boolean(), fact: fc.constantFrom(...facts) }).map(({ kind, negated, fact }) => ({
  kind: kind as 'always' | 'reachable' | 'final', text: negated && kind !== 'always' ? `!(${fact})` : fact,
}));

const HEAD = 'const o = kzalloc<node>(GFP_KERNEL); refcount_set(o.refs, 2); head = o;';
const setup = fc.tuple(fc.constantFrom([HEAD], [HEAD], [HEAD], []), fc.subarray([
  'if (head) { head.v = 1; head.w = 1; }',
  'const r = kzalloc<node>(GFP_KERNEL); refcount_set(r.refs, 1); other = r;',
  'if (head) head.next = other;',
  'other = head;',
  'x = 1; y = 1;',
])).map(([first, more]): readonly string[] => [...first, ...more]);

/** Any small model. */
export const modelShape: fc.Arbitrary<ModelShape> = fc.record({
  groups: fc.subarray([...groups], { minLength: 8, maxLength: 20 }),
  setup,
  helper: body(1, 3),
  put: body(1, 3),
  tasks: fc.oneof(
    { weight: 3, arbitrary: fc.tuple(body(8, 18), body(8, 18)) as fc.Arbitrary<Piece[][]> },
    { weight: 1, arbitrary: body(7, 14).map((one) => [one, one]) },
    { weight: 2, arbitrary: fc.tuple(body(4, 8), body(4, 8), body(4, 8)) as fc.Arbitrary<Piece[][]> },
    { weight: 1, arbitrary: fc.tuple(body(4, 7), body(4, 7)).map(([one, other]) => [one, one, other]) },
  ),
  properties: fc.array(property, { maxLength: 4 }),
  embedded: fc.boolean(),
});

const DECLARATIONS = `interface part { plock: spinlock_t; n: Int<0, 3>; }
interface node { lock: spinlock_t; v: Int<0, 3>; w: Int<0, 3>; refs: refcount_t; next: node; inner: embedded<part>; mark: ghost_field<Int<0, 3>>; }
interface task_struct { lock: spinlock_t; n: Int<0, 3>; mine: node; }
const L: spinlock_t = zeroed(); const RW: rwlock_t = zeroed(); const M: mutex = zeroed(); const wq: wait_queue_head_t = zeroed(); const done: completion = zeroed();
let x: Int<0, 3> = 0; let y: Int<0, 3> = 0; let z: Int<0, 3> = 0; let head: node = NULL; let other: node = NULL; let stamp: Address = 0;
const seen: array<Int<0, 3>, 'tasks'> = zeroed(); const current: task_struct = get_current(); let leader: task_struct = NULL;
function idle_flag(): boolean { return z === 2; }
`;

const LOCALS = '  let p: node = NULL; let q: node = NULL; let a: Int<0, 3> = 0; let b: Int<0, 3> = 0;\n';

export interface ModelText {
  readonly text: string;
  readonly options: string;
}

/** The model that a shape stands for. */
export function modelOf(shape: ModelShape): ModelText {
  const print = (pieces: readonly Piece[]): string => printed(pieces, new Set(shape.groups), 1);
  const leaf = (pieces: readonly Piece[]): string => print(pieces).replace(/^.*\b(helper|put)\(.*$/gm, '');
  const fns = [
    `function helper(): void {\n${LOCALS}${leaf(shape.helper)}}\n`,
    `function put(p: node): void {\n${LOCALS.replace('let p: node = NULL; ', '')}${leaf(shape.put)}}\n`,
    ...shape.tasks.map((pieces, k) => (k > 0 && shape.tasks[k - 1] === pieces ? '' : `function task${k + 1}(): void {\n${LOCALS}${print(pieces)}}\n`)),
    ...shape.properties.map(({ text }, k) => `function fact${k}(): boolean { return ${text}; }\n`),
  ];
  const nameOf = (k: number): string => `task${k > 0 && shape.tasks[k - 1] === shape.tasks[k] ? k : k + 1}`;
  const listed = (kind: string): string => `${kind}: [${shape.properties.flatMap((one, k) => (one.kind === kind ? [`fact${k}`] : [])).join(', ')}]`;
  return {
    text: DECLARATIONS + fns.join(''),
    options: [
      `setup() { leader = task<task_struct>('T1'); ${shape.setup.join(' ')} }`, `tasks: { ${shape.tasks.map((_, k) => `T${k + 1}: ${nameOf(k)}`).join(', ')} }`, 'bounds: { node: 2, part: 0 }',
      listed('always'), listed('reachable'), listed('final'),
    ].join(', '),
  };
}

function printed(pieces: readonly Piece[], enabled: ReadonlySet<Group>, depth: number): string {
  return pieces.map((piece) => {
    if (!enabled.has(piece.group)) return 'body' in piece ? printed(piece.body, enabled, depth) : '';
    const indent = '  '.repeat(depth);
    if ('text' in piece) return `${indent}${piece.text}\n`;
    return `${indent}${piece.open}\n${printed(piece.body, enabled, depth + 1)}${indent}${piece.close}\n`;
  }).join('');
}
