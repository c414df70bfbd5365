/** Numbers that look random, the same ones for the same seed: xorshift (Marsaglia, "Xorshift RNGs", 2003) of 32 bits. */
export class Random {
  /** @param state the seed, not 0 */
  constructor(private state: number) {}

  /** From 0 to count - 1; 0 for no count. */
  below(count: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return count > 0 ? (this.state >>> 0) % count : 0;
  }
}
