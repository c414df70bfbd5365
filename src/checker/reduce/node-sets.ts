/** A set of nodes that is being made, and the links along which it can be closed; as bits, 32 nodes a word. */
export class NodeSets {
  private readonly words: number;
  private readonly set: Int32Array;
  private readonly todo: Int32Array;
  /** By node: a set. */
  private readonly links: Int32Array;

  constructor(nodes: number) {
    this.words = Math.max(1, Math.ceil(nodes / 32));
    this.set = new Int32Array(this.words);
    this.todo = new Int32Array(this.words);
    this.links = new Int32Array(nodes * this.words);
  }

  unlink(): void {
    this.links.fill(0);
  }

  link(from: number, to: number): void {
    this.links[from * this.words + (to >> 5)]! |= 1 << (to & 31);
  }

  clear(): void {
    this.set.fill(0);
  }

  add(node: number): void {
    this.set[node >> 5]! |= 1 << (node & 31);
  }

  /** Adds all that can be come to from the set. */
  close(): void {
    const { words, set, todo, links } = this;
    for (let word = 0; word < words; word++) todo[word] = set[word]!;
    for (let word = 0; word < words;) {
      const bits = todo[word]!;
      if (bits === 0) {
        word++;
        continue;
      }
      const node = 32 * word + 31 - Math.clz32(bits);
      todo[word] = bits & ~(1 << (node & 31));
      let back = word;
      for (let k = 0; k < words; k++) {
        const more = links[node * words + k]! & ~set[k]!;
        if (more === 0) continue;
        set[k]! |= more;
        todo[k]! |= more;
        back = Math.min(back, k);
      }
      word = back;
    }
  }

  forEach(visit: (node: number) => void): void {
    for (let word = 0; word < this.words; word++) {
      for (let bits = this.set[word]!; bits !== 0;) {
        const bit = 31 - Math.clz32(bits);
        bits &= ~(1 << bit);
        visit(32 * word + bit);
      }
    }
  }
}
