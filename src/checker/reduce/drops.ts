import type { ColumnId } from '../../lang/ir.js';
import { ALLOC, type Future } from './futures.js';
import type { Outcome } from './outcomes.js';
import type { Reach } from './reach.js';
import type { Grounds, Safety } from './safety.js';

/**
 * A step that takes away a pointer to what others reach, too: later they may take that for their own, and the search would not see that they could
 * have done so before. It is harmless where the task goes on reaching it whatever others do. And a free object to which nobody points any more
 * may be given to somebody else.
 */
export class Drops {
  /** @param paths columns by which properties find what they look at under a lock */
  constructor(private readonly on: Grounds, private readonly safety: Safety, private readonly paths: ReadonlySet<ColumnId>) {}

  /** The column of what others need it to keep; null if they need nothing. `after` has looked at the state behind the step. */
  needed(task: number, { cells, writes }: Outcome, after: Reach, others: Future): ColumnId | null {
    const node = this.neededNode(task, cells!, this.dropped(task, writes, after), { after, others });
    if (node !== null) return this.on.layout.program.structs[this.on.cells.pool[node]!]!.life;
    const moved = writes.find((cell) => this.isPathMoved(task, cell, cells!));
    return moved === undefined ? null : this.on.cells.column[moved]!;
  }

  /** Nodes to which a local points no more, or a cell that was overwritten. */
  private dropped(task: number, writes: readonly number[], after: Reach): Set<number> {
    const { state, reach } = this.safety;
    const kept = after.local[task]!;
    const dropped = new Set(reach.local[task]!.filter((node) => !kept.includes(node)));
    for (const cell of writes) {
      const node = this.targetOf(cell, state[cell]!);
      if (node !== null && after.state![cell] !== state[cell]) dropped.add(node);
    }
    return dropped;
  }

  private neededNode(task: number, cells: Int32Array, dropped: Set<number>, { after, others }: { after: Reach; others: Future }): number | null {
    const { state, reach } = this.safety;
    let firm: ReadonlySet<number> | null = null;
    for (const node of dropped) {
      if (state[this.on.cells.life[node]!] === 0) {
        if (this.on.futures.has(others, ALLOC, this.on.cells.pool[node]!)) return node;
        continue;
      }
      firm ??= this.firmAfter(task, cells, after, others);
      if (firm.has(node)) continue;
      if ((reach.tasks[node]! & ~(1 << task)) !== 0) return node;
      for (const further of reach.pointedBy(state, node)) dropped.add(further);
    }
    return null;
  }

  /** What the task surely goes on reaching behind its step: by the locks that it holds then. */
  private firmAfter(task: number, cells: Int32Array, after: Reach, others: Future): ReadonlySet<number> {
    const { state, reach } = this.safety;
    this.safety.at(cells, after);
    const firm = after.firm(cells, task, (cell) => this.safety.isSafe(task, { cell, write: false, soft: false }, others));
    this.safety.at(state, reach);
    return firm;
  }

  /** Pointers that guards or properties go by are changed only where nobody else reaches what they point to. */
  private isPathMoved(task: number, cell: number, after: Int32Array): boolean {
    const { state, reach } = this.safety;
    const column = this.on.cells.column[cell]!;
    const isPath = this.paths.has(column);
    if (state[cell] === after[cell] || (!isPath && !this.on.discipline.isPath(column))) return false;
    const to = [this.targetOf(cell, state[cell]!), this.targetOf(cell, after[cell]!)].flatMap((node) => node ?? []);
    const shared = to.some((node) => (reach.tasks[node]! & ~(1 << task)) !== 0);
    return shared && (isPath || to.some((node) => this.isPointedTwice(column, node)));
  }

  private isPointedTwice(column: ColumnId, node: number): boolean {
    return this.on.cells.ofColumn[column]!.filter((cell) => this.targetOf(cell, this.safety.state[cell]!) === node).length > 1;
  }

  /** The node that a cell with this value points to; null for NULL, and for a cell that is no pointer. */
  private targetOf(cell: number, value: number): number | null {
    const { type } = this.on.layout.program.columns[this.on.cells.column[cell]!]!;
    return type.kind === 'pointer' && value > 0 ? this.on.cells.nodeOfObject(type.struct, value) : null;
  }
}
