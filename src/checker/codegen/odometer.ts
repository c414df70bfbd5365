/** Enumerates the choice vectors of a nondeterministic path, in lexicographic order, by running it again for each. */
export class Odometer {
  /** The vector of the path that is running or has just run. */
  readonly choices: number[] = [];
  private readonly counts: number[] = [];
  private position = 0;

  /** Before the first path. */
  reset(): void {
    this.position = 0;
    if (this.choices.length === 0) return;
    this.choices.length = 0;
    this.counts.length = 0;
  }

  /** The path's next choice among 0 .. count-1, count being at least 1. */
  next(count: number): number {
    const position = this.position++;
    if (position === this.choices.length) {
      this.choices.push(0);
      this.counts.push(count);
    }
    return this.choices[position] ?? 0;
  }

  /** After a path: goes on to the next vector, or tells that there is none. */
  advance(): boolean {
    this.position = 0;
    while (this.choices.length > 0) {
      const last = this.choices.length - 1;
      const value = (this.choices[last] ?? 0) + 1;
      if (value < (this.counts[last] ?? 0)) {
        this.choices[last] = value;
        return true;
      }
      this.choices.pop();
      this.counts.pop();
    }
    return false;
  }
}
