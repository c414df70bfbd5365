/** What takes interleavings or states away that cannot matter: docs/reductions.md. */
export interface Reductions {
  /** Data that one task alone can reach, or touches any more. */
  readonly private: boolean;
  /** Atomicity from lock discipline. */
  readonly transactions: boolean;
  /** Interchangeable tasks and objects. */
  readonly symmetry: boolean;
}

export const NO_REDUCTIONS: Reductions = { private: false, transactions: false, symmetry: false };
export const ALL_REDUCTIONS: Reductions = { private: true, transactions: true, symmetry: true };

/** Names of those that are on, in this order. */
export function reductionNames(reductions: Reductions): ('private' | 'transactions' | 'symmetry')[] {
  return (['private', 'transactions', 'symmetry'] as const).filter((name) => reductions[name]);
}
