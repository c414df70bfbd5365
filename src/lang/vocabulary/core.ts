/**
 * The core of the language: what cannot be said in it. Everything else under src/lang/vocabulary is written with these few words.
 *
 * Model text is parsed, never executed: the declarations tell the editor and tsc what exists; src/lang/front gives them meaning.
 */

/** NULL is assignable to every pointer, as in C. Dereferencing it is a report. */
export declare const NULL: never;

/** An integer from Lo to Hi, both included. Leaving the range is a model error with a trail. */
export type Int<Lo extends number, Hi extends number> = number | (Lo & Hi & never);
/** An integer whose range the front end infers; at most -4096 .. 4095 (errno values are negative). */
export type int = number;
/** An object's address as a number: can be compared for equality, does not keep the object alive. NULL is 0. */
export type Address = number & { readonly __address?: never };
/** The number of a task, from 1; 0 is nobody. */
export type task_ref = number & { readonly __task?: never };
/** A set of tasks as bits. */
export type task_set = number & { readonly __tasks?: never };
/** The number of objects in the pool of T. */
export type pool_of<T> = number | (T & never);
/** An integer from 0 to the number of objects in the pool of T. */
export type count_of<T> = number | (T & never);
/**
 * An array of N elements: a number, the name of a bound ('fds'), or pool_of<T>. With 'dynamic' each object has a capacity of its
 * own (0 until set_capacity), and touching an element beyond it is slab-out-of-bounds.
 */
export interface array<T, N, K extends 'static' | 'dynamic' = 'static'> {
  [index: number]: T;
  readonly __length?: [N, K];
}
/** A struct that is a member by value: `f.member` is its address, and it lives as long as f. */
export type embedded<T> = T;
/** A member that is only for the checker: it can be touched in ghost blocks and properties only. */
export type ghost_field<T> = T;
/** A function parameter that is a place (an lvalue), not its value. Functions with such a parameter are inlined. */
export type place<T> = T;
/** A function as a value: one of the named functions of the model. */
export type fn_ptr<F> = F;
/** What kmem_cache<T>() declares. */
export interface opaque { readonly __opaque?: never }

export type access_op = 'load' | 'store' | 'rmw' | 'fence' | 'lock' | 'lock_interruptible' | 'trylock' | 'unlock' | 'wait' | 'wake' | 'rcu' | 'alloc' | 'free' | 'spawn' | 'idle' | 'other';
/**
 * What an access orders. 'rmb' and 'wmb' are fences: loads before loads, stores before stores. 'full_if_changed' is a conditional
 * read-modify-write: full when it stores another value, else like 'relaxed'.
 */
export type memory_order = 'plain' | 'once' | 'relaxed' | 'acquire' | 'release' | 'full' | 'full_if_changed' | 'acquire_if_true' | 'release_acquire_if_true' | 'rmb' | 'wmb' | 'none';
export type report_class =
  | 'null-ptr-deref' | 'use-after-free' | 'double-free' | 'slab-out-of-bounds' | 'uninit-value' | 'refcount'
  | 'lockdep' | 'atomic-sleep' | 'rcu-usage' | 'held-at-exit' | 'memory-leak' | 'bug' | 'warn' | 'assert' | 'model';

/**
 * One shared access: the body runs as one step. Reads and writes of places in it are raw: no access of their own. `subject` is the
 * place that it touches (NULL for none). 'idle' is a wait whose never ending is a valid end of the task. 'lock' and 'unlock' belong to the
 * vocabulary alone: a lock waits while another task holds it, and does nothing else; an unlock is a report unless the task holds it.
 */
export declare function access<T>(op: access_op, order: memory_order, subject: unknown, body: () => T): T;
/** Inside an access: the step is possible only if the condition holds; elsewhere it is assume(). */
export declare function when(condition: boolean): void;
/** Ends the path in a report unless the condition holds. `%fn` in the title is the model function. */
export declare function check(condition: boolean, kind: report_class, title: string): void;
/** Is the value known when the model is compiled, as __builtin_constant_p() asks? */
export declare function is_constant(value: unknown): boolean;
/** The running task's index, from 0. */
export declare function self(): int;
/** How many task slots there are. */
export declare function task_count(): int;
/** Any of 0 .. n-1: a branch of the search each. */
export declare function choose(n: int): int;
/** Drops the paths on which the condition is false. */
export declare function assume(condition: boolean): void;
/** One step, however many accesses: a claim that every verdict lists. Not for a lock section. */
export declare function atomic<T>(body: () => T): T;
/** Code for the checker only: runs in the step of the access right before it, and cannot influence real state. */
export declare function ghost(body: () => void): void;
/** True in the variants that have this switch; folded away when the model is compiled. */
export declare function since(name: string): boolean;
/** First statement of a function that exists only from (until before) a switch on. */
export declare function exists_since(name: string): void;
export declare function exists_until(name: string): void;
/** A bound that the spec gives, as a constant; `otherwise` where it gives none. */
export declare function bound(name: string, otherwise?: int): int;
/** True on one more path while the spec's budget of this fault lasts; constant false where the spec has none. */
export declare function inject(fault: string): boolean;

/** The lowest free object of T's pool, fields zeroed ('zero'), uninitialised, or kept; running out is a model error that names the bound. */
export declare function alloc_object<T>(fill: 'zero' | 'uninit' | 'keep'): T;
/** Frees now; `object` must be live (the caller checks with is_live). */
export declare function free_object<T>(object: T): void;
/** Frees when every task now inside an RCU read section has left it. */
export declare function free_object_rcu<T>(object: T): void;
/** True while allocated and not freed; false for NULL. Never a report. */
export declare function is_live<T>(object: T): boolean;
/** True while freed but waiting for a grace period. */
export declare function is_limbo<T>(object: T): boolean;
/** Some dereferenceable pointer to it exists. */
export declare function is_referenced<T>(object: T): boolean;
/** Its address as a number. */
export declare function address_of<T>(object: T): Address;
/** How many objects T's pool has. */
export declare function pool_size<T>(): int;
/** Gives a 'dynamic' array of this object its capacity. */
export declare function set_capacity<T, N>(a: array<T, N, 'dynamic'>, n: int): void;

/** Those tasks that are inside an RCU read section. */
export declare function rcu_readers(): task_set;
/** The running task left its outermost read section. */
export declare function rcu_quiesce(): void;
/** A cell of this type is a set of readers that a grace period waits for: rcu_quiesce() takes the task out of it. */
export type grace_set = number & { readonly __grace?: never };
/** The per-task nesting depth of read sections is this global (set once, in rcu.ts). */
export type rcu_nesting = number & { readonly __nesting?: never };
/** Lockdep's record of a blocking acquire of this lock. */
export declare function lockdep_acquire(lock: opaque): void;

/** Starts task `task` (index from 0, idle until now) in `entry`. */
export declare function spawn<A extends readonly unknown[]>(task: int, entry: (...args: A) => void, ...args: A): void;
/** Drops all frames and goes on in `entry`: nothing after it runs. */
export declare function become<A extends readonly unknown[]>(entry: (...args: A) => void, ...args: A): never;
/** The task ends here. */
export declare function exit_task(): never;
/** The pointer to the running task's task_struct; declares that T is the pool whose object k is task k. */
export declare function get_current<T>(): T;
/** Index from 0 of the task whose task_struct this is. */
export declare function task_index<T>(task: T): int;
/** The task_struct of a task that the spec names. For setup and properties. */
export declare function task<T>(name: string): T;

/** The live objects of T's pool (in a property: freed ones that wait for a grace period are not among them). */
export declare function objects<T>(): pool<T>;
export interface pool<T> extends Iterable<T> {
  every(holds: (object: T) => boolean): boolean;
  some(holds: (object: T) => boolean): boolean;
  count(holds: (object: T) => boolean): int;
}
/** The numbers lo .. hi-1, for quantifying in a property: range(0, n).every(i => ...). */
export declare function range(lo: int, hi: int): pool<int>;
/** In a property: the function is on that task's stack. `task` is an index from 0. */
export declare function inside(task: int, fn: (...args: never[]) => unknown): boolean;
/** In a property: the task has not started or has ended. */
export declare function idle(task: int): boolean;
/** Memory that starts as zeroes: `const flag: array<boolean, 2> = zeroed();`, `const lock: spinlock_t = zeroed();` */
export declare function zeroed(): never;

/** A question; see docs/language.md. Default export of a spec. */
export declare function spec(spec: spec_options): spec_options;
export interface spec_options {
  setup?: () => void;
  tasks: Readonly<Record<string, task_program>>;
  bounds?: Readonly<Record<string, number>>;
  faults?: Readonly<Record<string, number>>;
  always?: readonly property[];
  reachable?: readonly property[];
  final?: readonly property[];
  /** Of each, the least and the greatest value at any end of the program: fdcheck measure. */
  measure?: readonly measure[];
  /** A variant's verdict, or several that come together: [hung, reports('lockdep')]. */
  expect: Readonly<Record<string, expectation | readonly expectation[]>>;
  /** Pairs of variants that nobody can tell apart by memory and by what the spec's programs get: [['series/6', 'series/7']]. */
  same?: readonly (readonly [string, string])[];
}
export type property = () => boolean;
/** A number of a state, made of ghosts, say; as pure as a property. */
export type measure = () => int;
export type program = fn_ptr<() => void>;
export interface task_declaration { readonly __declaration?: never }
export type task_program = program | task_declaration;
/**
 * A kind of task: `setup` runs before time zero as the new task (in the order in which the spec lists tasks, before the spec's own
 * setup), given the tasks that the declaration names; `run` is its body.
 *   const thread_of = task_kind({ setup: (leader: task_struct) => ..., run: user_mode });   tasks: { T2: thread_of('T1', sibling) }
 */
export declare function task_kind(kind: { setup: (...tasks: never[]) => void; run: (p: program) => void; implicit?: boolean }): (...names_then_program: (string | program)[]) => task_declaration;
/** In setup: runs the body as that task. */
export declare function as(task: string, body: () => void): void;
export interface expectation { readonly __expectation?: never }
export declare const proved: expectation;
/** Exactly these properties are violated; all else holds. */
export declare function violated(...properties: property[]): expectation;
/** Exactly these `reachable` witnesses do not exist. */
export declare function unreached(...properties: property[]): expectation;
/** Some task hangs. */
export declare const hung: expectation;
/** Built-in checks of exactly these classes report. */
export declare function reports(...kinds: report_class[]): expectation;
/** The switches of a model, in order: variants are a base, `series/k` (the first k on), `base+name`, or a release (those it lists). */
export declare function switches(table: {
  readonly base: string;
  readonly series: readonly switch_entry[];
  readonly others?: readonly switch_entry[];
  readonly releases?: Readonly<Record<string, readonly string[]>>;
}): void;
export interface switch_entry {
  readonly name: string;
  readonly title: string;
  readonly hash?: string;
  readonly functions?: readonly string[];
  /** A 'mutant' is no patch of anybody's: it takes away what the model does for a reason, to show the reason. */
  readonly kind?: 'behaviour' | 'errno' | 'order' | 'refactor' | 'mutant';
  readonly changes?: string;
  /** A variant that needs an entry with modelled: false is refused. */
  readonly modelled: boolean;
}
