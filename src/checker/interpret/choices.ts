import { EngineBug } from './bug.js';

/** The choices of one path: those of a given prefix, then always the first. */
export class Choices {
  /** What was chosen so far. */
  readonly taken: number[] = [];
  /** Among how many, each. */
  private readonly counts: number[] = [];

  constructor(private readonly prefix: readonly number[]) {}

  /** The next choice among `count`, which is at least 1. */
  next(count: number): number {
    const choice = this.prefix[this.taken.length] ?? 0;
    if (choice < 0 || choice >= count) throw new EngineBug(`choice ${choice} among ${count}`);
    this.taken.push(choice);
    this.counts.push(count);
    return choice;
  }

  /** Prefix of the paths that come next in lexicographic order, or null after the last. */
  successor(): number[] | null {
    for (let at = this.taken.length - 1; at >= 0; at--) {
      const next = this.taken[at]! + 1;
      if (next < this.counts[at]!) return [...this.taken.slice(0, at), next];
    }
    return null;
  }
}
