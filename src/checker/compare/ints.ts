/** Integers that grow at the end. */
export class Ints {
  length = 0;
  private values = new Int32Array(1 << 12);

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Int32Array(2 * this.length);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  /** The integers so far, to be read and written until the next push. */
  get all(): Int32Array {
    return this.values.subarray(0, this.length);
  }
}

/** For each of `count` things the numbers of what belongs to it, in order: `owners[k]` says whom k belongs to. */
export function grouped(owners: Int32Array, count: number): { readonly starts: Int32Array; readonly members: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (const owner of owners) starts[owner + 1]!++;
  for (let k = 0; k < count; k++) starts[k + 1]! += starts[k]!;
  const next = starts.slice();
  const members = new Int32Array(owners.length);
  for (let k = 0; k < owners.length; k++) members[next[owners[k]!]!++] = k;
  return { starts, members };
}

/** Sets of integers, each kept once, by number. */
export class Sets {
  private readonly sets: Int32Array[] = [];
  private readonly byHash = new Map<number, number[]>();

  /** The number of a set: ascending, without duplicates. */
  idOf(ascending: readonly number[]): number {
    let hash = ascending.length;
    for (const value of ascending) hash = Math.imul(hash ^ value, 0x9e3779b1) ^ (hash >>> 15);
    const alike = this.byHash.get(hash) ?? [];
    const known = alike.find((id) => this.isSame(this.sets[id]!, ascending));
    if (known !== undefined) return known;
    const id = this.sets.push(Int32Array.from(ascending)) - 1;
    alike.push(id);
    this.byHash.set(hash, alike);
    return id;
  }

  of(id: number): Int32Array {
    return this.sets[id]!;
  }

  private isSame(set: Int32Array, ascending: readonly number[]): boolean {
    return set.length === ascending.length && ascending.every((value, at) => set[at] === value);
  }
}
