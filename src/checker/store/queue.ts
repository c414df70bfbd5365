/** Numbers (32 bits), first in, first out. */
export class Queue {
  private ring = new Int32Array(1 << 10);
  private first = 0;
  private length = 0;

  put(value: number): void {
    if (this.length === this.ring.length) this.grow();
    this.ring[(this.first + this.length++) & (this.ring.length - 1)] = value;
  }

  /** The oldest number; throws if there is none. */
  take(): number {
    if (this.length === 0) throw new RangeError('nothing is queued');
    const value = this.ring[this.first]!;
    this.first = (this.first + 1) & (this.ring.length - 1);
    this.length--;
    return value;
  }

  private grow(): void {
    const old = this.ring;
    this.ring = new Int32Array(2 * old.length);
    this.ring.set(old.subarray(this.first));
    this.ring.set(old.subarray(0, this.first), old.length - this.first);
    this.first = 0;
  }
}
