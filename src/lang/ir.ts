/**
 * The intermediate representation: what the front end makes of a spec and a variant, and all that an engine executes.
 *
 * A program is memory (columns), functions (control-flow graphs) and tasks. The whole vocabulary of the kernel (locks, RCU, wait
 * queues, lists ...) is written in the modelling language itself (src/lang/vocabulary) and arrives here as the few nodes below,
 * so that an engine knows no kernel and the reference interpreter stays a page or two.
 *
 * ## What executing means
 *
 * - A **state** is the value of every column, and for each task its stack of frames. A frame is a function, the block it stands
 *   at, and its locals. A task that has not started, or has ended, has an empty stack.
 * - A task that is not running stands at a block whose first instruction is an `access` with `boundary: true`: its control
 *   point. A **step** executes from there, past that access, until a block that starts with a boundary access is reached again
 *   or the stack is empty.
 * - Where a task stops, the locals of its top frame that are not in `Block.live` become 0. At a call, the caller's locals that
 *   are not in the call's `live` become 0. So a dead local multiplies no states.
 * - `choose` makes a step nondeterministic: a **transition** is a (task, choice vector), enumerated in ascending order of task,
 *   then vector. A false `guard` (or a `choose` among none) removes that transition with all its effects. A task with no
 *   transition at a state is blocked there.
 * - A false `check` ends the path in a report; the transition has no successor state and is not counted as one. The first false check
 *   in execution order is the one reported.
 * - **Initial states**: with zeroed memory and empty stacks, run `init` to its return as one step without boundaries
 *   (its choices included), then start each task that has an `entry`, in order, and run it up to its first boundary (its choices
 *   included). Each choice vector that meets no false guard is an initial state; equal states count once as states and are generated once each.
 * - All values are signed 32-bit integers; arithmetic wraps as `| 0`; comparison and `!` give 0 or 1; `/` and `%` truncate.
 *   Every local and cell stays within its declared range: where the front end cannot prove it, it emits a `check`
 *   (class 'range'), so an engine that sees a value outside a range has found a bug of the front end.
 */

export type ColumnId = number;
export type StructId = number;
export type FnId = number;
/** Index into the function's `locals`. */
export type LocalId = number;
/** Index into the function's `blocks`. */
export type BlockId = number;
export type AccessId = number;
export type ReportId = number;
export type SiteId = number;
export type LockClassId = number;
export type OriginId = number;

/** A place in the text of a model: `line` and `column` count from 1. */
export interface Site {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The text there, on one line, e.g. `spin_lock(files.file_lock)`. */
  readonly text: string;
  /** The model function that contains it, as a kernel developer names it. */
  readonly fn: string;
}

/** What a value means; the engine needs it only to find pointers, to name values in a report, and for symmetry. */
export type ValueType =
  | { readonly kind: 'int' }
  | { readonly kind: 'bool' }
  /** 0 is NULL, k is object k of the struct (1-based). Keeps the object from being reused. */
  | { readonly kind: 'pointer'; readonly struct: StructId }
  /** 0 is NULL; otherwise `Struct.addressBase` + object number. Does not keep the object alive. */
  | { readonly kind: 'address' }
  /** 0 is nobody, k is task k-1. */
  | { readonly kind: 'task' }
  /** Bit k stands for task k. */
  | { readonly kind: 'taskSet' }
  /** 0 is NULL, k is function `fns[k - 1]`. */
  | { readonly kind: 'function'; readonly fns: readonly FnId[] };

/** An inclusive range of integers. */
export interface Range {
  readonly lo: number;
  readonly hi: number;
}

/**
 * A named array of memory cells: a global, or one field of all objects of a struct.
 * `dims` are the sizes of its dimensions (empty: a scalar; row-major). For a struct's column dims[0] is the number of its objects,
 * so that object k (1-based) is at index k - 1.
 */
export interface Column {
  readonly id: ColumnId;
  /** Stable path, e.g. `files_struct.file_lock.owner`, `turn`, `files_struct.$life`. */
  readonly name: string;
  readonly struct: StructId | null;
  readonly dims: readonly number[];
  readonly type: ValueType;
  readonly range: Range;
  /** The value that stands for "never written" (outside what the model can write), or null if cells start at `initial`. */
  readonly uninit: number | null;
  /** Value of every cell before init, after a zeroing allocation, and after free. Within `range`. 0 unless the range excludes it. */
  readonly initial: number;
  readonly ghost: boolean;
  /** A set of tasks that a grace period still waits for: `quiesce` takes a task out of each of its cells, and of each `Struct.grace` column. */
  readonly graceSet: boolean;
}

/**
 * A pool. Objects 1..heap are handed out by `alloc`. Objects above are embedded in objects of other structs (`embeddedIn`) and live
 * exactly as long as their container.
 */
export interface Struct {
  readonly id: StructId;
  readonly name: string;
  /** Objects that `alloc` hands out. */
  readonly heap: number;
  /** Heap objects and embedded ones. */
  readonly objects: number;
  /** Object `first + k - 1` of this struct is embedded in object k of `container`, as its field `field`. */
  readonly embeddedIn: readonly { readonly container: StructId; readonly field: string; readonly first: number }[];
  /** Column of 0 free, 1 live, 2 freed but waiting for a grace period (still dereferenceable). */
  readonly life: ColumnId;
  /** Column of task sets: the readers that object k still waits for when its life is 2. null if never freed through RCU. */
  readonly grace: ColumnId | null;
  /** Every column of this struct except life and grace, ghosts included. */
  readonly columns: readonly ColumnId[];
  /** Address of object k is addressBase + k. */
  readonly addressBase: number;
  /** SLAB_TYPESAFE_BY_RCU: reused at once, whoever still points to it; its fields survive free and alloc. */
  readonly typesafeByRcu: boolean;
  /** Text naming the bound to raise, e.g. `files_struct`. */
  readonly bound: string;
}

export type UnaryOp = '!' | '-' | '~';
export type BinaryOp =
  | '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>'
  | '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Pure: reads locals and memory, changes nothing. Operands are evaluated left to right. */
export type Expr =
  | { readonly kind: 'const'; readonly value: number }
  | { readonly kind: 'local'; readonly local: LocalId }
  /** The running task's index, from 0. */
  | { readonly kind: 'self' }
  /** Indices are within dims (the front end checked). */
  | { readonly kind: 'load'; readonly column: ColumnId; readonly index: readonly Expr[] }
  | { readonly kind: 'unary'; readonly op: UnaryOp; readonly operand: Expr }
  | { readonly kind: 'binary'; readonly op: BinaryOp; readonly left: Expr; readonly right: Expr }
  /** Evaluates only the chosen arm; && and || are lowered to it. */
  | { readonly kind: 'cond'; readonly test: Expr; readonly then: Expr; readonly else: Expr }
  /** 1 if function `fn` is on the stack of task `task` (index from 0), else 0. */
  | { readonly kind: 'active'; readonly task: Expr; readonly fn: FnId }
  /** 1 if the task's stack is empty (not started, or ended), else 0. */
  | { readonly kind: 'idle'; readonly task: Expr }
  /** The set of tasks now inside an RCU read section: bit k iff Program.rcuNesting[k] > 0. */
  | { readonly kind: 'readers' }
  /** 1 if some pointer in memory or in a live local points to the object (or to a struct embedded in it); `object` 1-based. */
  | { readonly kind: 'referenced'; readonly struct: StructId; readonly object: Expr };

/** A call of a function that was lowered in place, without a frame. Says where code comes from, not what it does. */
export interface Origin {
  /** Where the function is declared: its name. */
  readonly site: SiteId;
  /** Whether it was lowered into a ghost block, or into a property. */
  readonly role: 'code' | 'ghost' | 'property';
  /** The call that it was lowered into in turn; null: straight into a function with a frame. */
  readonly within: OriginId | null;
}

export type Instr = { readonly origin?: OriginId } & Instruction;
type Instruction =
  /** A shared access (or several, in an atomic claim). With `boundary` it is the first of its block: a control point. Executing it does nothing. */
  | { readonly kind: 'access'; readonly access: AccessId; readonly boundary: boolean }
  | { readonly kind: 'set'; readonly local: LocalId; readonly value: Expr }
  | { readonly kind: 'store'; readonly column: ColumnId; readonly index: readonly Expr[]; readonly value: Expr }
  /** local := one of 0 .. count-1. */
  | { readonly kind: 'choose'; readonly local: LocalId; readonly count: Expr }
  | { readonly kind: 'guard'; readonly condition: Expr }
  | { readonly kind: 'check'; readonly condition: Expr; readonly report: ReportId }
  /**
   * local := the lowest object of the pool that is free and not referenced (for typesafeByRcu: free), or 0 if there is none.
   * Its life, and that of structs embedded in it, becomes 1; its columns (and theirs) become `initial` with fill 'zero', `uninit`
   * (or `initial` where a column has none) with fill 'uninit', and stay as they are with fill 'keep'. Ghost columns become `initial` always.
   */
  | { readonly kind: 'alloc'; readonly local: LocalId; readonly struct: StructId; readonly fill: 'zero' | 'uninit' | 'keep' }
  /**
   * Life of the object and of the structs embedded in it becomes 0; their columns become `initial` (unless typesafeByRcu).
   * The caller has checked that it is live.
   */
  | { readonly kind: 'free'; readonly struct: StructId; readonly object: Expr }
  /** Free after a grace period: if no task is a reader, as `free`; else life := 2 and grace := readers. */
  | { readonly kind: 'freeRcu'; readonly struct: StructId; readonly object: Expr }
  /** The task left its outermost read section: take it out of every graceSet cell, then free every object of life 2 whose grace is empty. */
  | { readonly kind: 'quiesce'; readonly task: Expr }
  /** The task's stack, which is empty, becomes one frame of `fn` at its entry; it runs up to its first boundary within this step. */
  | { readonly kind: 'spawn'; readonly task: Expr; readonly fn: FnId; readonly args: readonly Expr[] }
  /** In `init` only: from here on `self` is this task. */
  | { readonly kind: 'as'; readonly task: Expr }
  /** Lockdep's observation, no effect on the state: the running task takes a lock of this class, by a blocking acquire. */
  | { readonly kind: 'acquire'; readonly lockClass: LockClassId };

export type Terminator = { readonly origin?: OriginId } & End;
type End =
  | { readonly kind: 'jump'; readonly to: BlockId }
  /** `site`: the condition as the model has it, where it is one of the model's text and neither ghost code nor a property's. */
  | { readonly kind: 'branch'; readonly condition: Expr; readonly then: BlockId; readonly else: BlockId; readonly site?: SiteId }
  | { readonly kind: 'switch'; readonly value: Expr; readonly cases: readonly { readonly value: number; readonly to: BlockId }[]; readonly otherwise: BlockId }
  /** Push a frame of `fn` (a different function from all on the stack); on its return, set `results` and go on at `next`. */
  | {
      readonly kind: 'call';
      readonly fn: FnId;
      readonly args: readonly Expr[];
      readonly results: readonly LocalId[];
      readonly next: BlockId;
      /** The caller's locals needed after the call (results not among them, unless read as old values). */
      readonly live: readonly LocalId[];
      readonly site: SiteId;
      /** Ordinal of this call among the calls of its function, from 0: stable under edits elsewhere. */
      readonly ordinal: number;
    }
  /** Pop the frame; `values` go to the caller's `results`. With an empty stack after it, the task has ended. */
  | { readonly kind: 'return'; readonly values: readonly Expr[] }
  /** Drop all frames; the stack becomes one frame of `fn`. (do_exit; the program that exec starts) */
  | { readonly kind: 'become'; readonly fn: FnId; readonly args: readonly Expr[] }
  /** Drop all frames: the task has ended. */
  | { readonly kind: 'exit' };

export interface Block {
  readonly instrs: readonly Instr[];
  readonly end: Terminator;
  /** Locals of this function whose value may still be read from here on. */
  readonly live: readonly LocalId[];
  /** For a block that starts with a boundary: its ordinal among the control points of its function, from 0. Else null. */
  readonly ordinal: number | null;
}

export interface Local {
  readonly name: string;
  readonly type: ValueType;
  readonly range: Range;
}

/** The call graph is acyclic: no recursion, so a function has at most one frame on a stack. Locals 0..params-1 are the arguments; the others start at 0. */
export interface Fn {
  readonly id: FnId;
  readonly name: string;
  readonly site: SiteId;
  readonly params: number;
  readonly locals: readonly Local[];
  readonly blocks: readonly Block[];
  readonly entry: BlockId;
  /** `property` functions have no boundary, store, choose or guard, and return one value: 0 or 1, or what is measured. `init` may have no boundary that matters. */
  readonly role: 'task' | 'property' | 'init';
}

/**
 * What an access does to memory order, as the kernel's documentation has it (Documentation/atomic_t.txt, memory-barriers.txt; v5.11).
 * `locks`, `full` and so on describe the access as a whole.
 */
export type MemoryOrder =
  | 'plain' | 'once' | 'relaxed' | 'acquire' | 'release' | 'full' | 'none'
  /** smp_rmb() and smp_wmb(). */
  | 'rmb' | 'wmb'
  /** Full if it changed memory, relaxed if it did not: cmpxchg, add_unless, inc_not_zero, test_and_set_bit. */
  | 'full_if_changed'
  /** Acquire if it returns true, nothing else: a trylock. */
  | 'acquire_if_true'
  /** Release, and acquire if it returns true: refcount_dec_and_test. */
  | 'release_acquire_if_true';

/**
 * `lock`: a blocking acquire, which has no transition while another task holds the lock (to read: exclusively), and takes it else.
 * `lock_interruptible`: one that can also be given up. `unlock`: gives up what the task holds; a report if it does not hold it.
 */
export type AccessOp =
  | 'load' | 'store' | 'rmw' | 'fence' | 'lock' | 'lock_interruptible' | 'trylock' | 'unlock' | 'wait' | 'wake'
  | 'rcu' | 'alloc' | 'free' | 'spawn' | 'choose' | 'atomic' | 'other';

export interface Access {
  readonly id: AccessId;
  readonly op: AccessOp;
  readonly order: MemoryOrder;
  /** Name of the place, e.g. `files_struct.file_lock`; null for a fence and the like. */
  readonly place: string | null;
  readonly site: SiteId;
  /** Waiting here for ever is a valid end of a task (pause(), an implicit task that waits for work). */
  readonly validEnd: boolean;
  /** Accesses of the same function on whose result this one depends. */
  readonly depends: { readonly address: readonly AccessId[]; readonly data: readonly AccessId[]; readonly control: readonly AccessId[] };
}

/** How a path can end in a report; the class decides the outcome and its exit code (src/checker/outcome.ts). */
export type ReportClass =
  | 'null-ptr-deref' | 'use-after-free' | 'double-free' | 'slab-out-of-bounds' | 'uninit-value' | 'refcount'
  | 'lockdep' | 'atomic-sleep' | 'rcu-usage' | 'held-at-exit' | 'memory-leak'
  | 'bug' | 'warn' | 'assert'
  /** Model errors: */
  | 'range' | 'pool' | 'model';

export interface Report {
  readonly id: ReportId;
  readonly class: ReportClass;
  /** In the kernel's own words where it has some, e.g. `BUG: KASAN: use-after-free in pick_file`. */
  readonly title: string;
  /** What is wrong and what to do, for a model error; the condition in words else. */
  readonly detail: string;
  readonly site: SiteId;
  /** The object concerned: its struct, and the local that holds its number, when there is one. For finding the allocation and the free in a trail. */
  readonly object: { readonly struct: StructId; readonly number: Expr } | null;
}

/** always: holds at every reachable state. reachable: holds at some state. final: holds at every state where no task can move and none is hung. */
export interface Property {
  readonly kind: 'always' | 'reachable' | 'final';
  readonly name: string;
  readonly fn: FnId;
  readonly site: SiteId;
}

/** A number that is taken at every end of the program: a state where no task can move and none is hung. */
export interface Measure {
  readonly name: string;
  readonly fn: FnId;
  readonly site: SiteId;
}

export interface Task {
  readonly name: string;
  /** null: started by `spawn`. */
  readonly entry: FnId | null;
  /** Exists only to serve others (a kworker): waiting for ever is always a valid end of it. */
  readonly implicit: boolean;
}

export interface LockClass {
  readonly id: LockClassId;
  /** e.g. `files_struct.file_lock`. */
  readonly name: string;
  /** The column that tells its owner (0 nobody, k task k-1), and the one with the set of its readers, if it can be shared. */
  readonly owner: ColumnId;
  readonly readers: ColumnId | null;
}

/** A claim of atomicity that a verdict rests on: an atomic() block. */
export interface Claim {
  readonly site: SiteId;
}

export interface Program {
  readonly spec: string;
  readonly variant: string;
  readonly columns: readonly Column[];
  readonly structs: readonly Struct[];
  readonly fns: readonly Fn[];
  readonly tasks: readonly Task[];
  readonly init: FnId;
  readonly properties: readonly Property[];
  /** Absent where there is none. */
  readonly measures?: readonly Measure[];
  readonly accesses: readonly Access[];
  readonly reports: readonly Report[];
  readonly sites: readonly Site[];
  /** Of code that was lowered in place; absent where there is none. */
  readonly origins?: readonly Origin[];
  readonly lockClasses: readonly LockClass[];
  readonly claims: readonly Claim[];
  /** Column of one cell a task: the depth of its RCU read sections; null where no RCU is used. */
  readonly rcuNesting: ColumnId | null;
  /** The pool whose object k is task k-1, or null where tasks are plain. */
  readonly taskStruct: StructId | null;
  /** What a verdict is about, beyond the tasks. */
  readonly scope: {
    readonly bounds: Readonly<Record<string, number>>;
    readonly faults: Readonly<Record<string, number>>;
  };
}

/**
 * A program that also keeps, in columns of its own, what the spec's programs got from their calls into the model; each written in the step in which
 * the call returns. For comparing variants of a spec: its graph is that of the plain program, each state with what was got on the way.
 */
export interface ObservedProgram {
  readonly program: Program;
  /** The columns that an outsider sees: of structs and of the globals of model and spec. Ghosts are not among them, nor what the vocabulary keeps for itself. */
  readonly seen: readonly ColumnId[];
  /** Columns of one cell a task. */
  readonly calls: {
    /** Where in the spec's text the call begins that returned last, as an offset; 0 when a program has begun since. */
    readonly at: ColumnId;
    /** Calls that have returned and programs that have begun, modulo a small number. */
    readonly count: ColumnId;
    /** By where a call begins: the function, and how many parts its result has. */
    readonly known: Readonly<Record<number, { readonly name: string; readonly results: number }>>;
    /** The parts of the last result. */
    readonly results: readonly ColumnId[];
  };
}

/** What a spec expects of a variant: exactly this, and nothing else. All that is not named holds, and the search was complete. */
export type Expectation =
  | { readonly kind: 'proved' }
  | { readonly kind: 'violated'; readonly properties: readonly string[] }
  | { readonly kind: 'unreached'; readonly properties: readonly string[] }
  | { readonly kind: 'hung' }
  /** Classes of reports (ReportClass), as the spec writes them. */
  | { readonly kind: 'reports'; readonly classes: readonly string[] }
  /** All of these together: what else is wrong when a task hangs, say. */
  | { readonly kind: 'all'; readonly of: readonly Expectation[] };
