import type { LockClassId } from '../../lang/ir.js';
import type { Sink } from '../engine.js';
import type { Locks } from '../layout/locks.js';

/** The acquires of the path that is running, kept until it is known whether the path counts. */
export class Lockdep {
  private readonly seen: { task: number; lockClass: LockClassId; held: readonly LockClassId[] }[] = [];

  constructor(private readonly locks: Locks, private readonly cells: Int32Array) {}

  acquire(task: number, lockClass: LockClassId): void {
    const held = this.locks.heldBy(this.cells, task);
    if (held.length > 0) this.seen.push({ task, lockClass, held });
  }

  reset(): void {
    if (this.seen.length > 0) this.seen.length = 0;
  }

  tell(sink: Sink): void {
    if (this.seen.length > 0) for (const { task, lockClass, held } of this.seen) sink.acquire(task, lockClass, held);
  }
}
