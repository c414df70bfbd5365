import type { StructId } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import { Stacks } from '../layout/stacks.js';

/** Judges states in which nothing can move. */
export class Terminal {
  private readonly stacks: Stacks;
  /** By block code: whether waiting there for ever is a valid end. */
  private readonly validEnd: readonly boolean[];

  constructor(private readonly layout: Layout) {
    this.stacks = new Stacks(layout);
    const { accesses } = layout.program;
    this.validEnd = layout.points.points.map((point) => point === null || (point.access !== null && accesses[point.access]!.validEnd));
  }

  /** Whether some task, implicit ones apart, is neither idle nor at a valid end. */
  isHung(cells: Int32Array): boolean {
    const { program, tasks } = this.layout;
    return program.tasks.some(({ implicit }, task) => !implicit && !this.validEnd[cells[tasks[task]!.base]!]);
  }

  /** The first live heap object that nothing points to; tasks are nobody's leak. */
  leaked(cells: Int32Array): { struct: StructId; object: number } | null {
    const { program, columns } = this.layout;
    for (const { id, life, heap } of program.structs) {
      if (id === program.taskStruct) continue;
      for (let object = 1; object <= heap; object++) {
        const live = cells[columns[life]! + object - 1] === 1;
        if (live && !this.stacks.referenced(cells, id, object)) return { struct: id, object };
      }
    }
    return null;
  }
}
