import type { Expr, Program } from '../../lang/ir.js';
import type { Changes } from '../fingerprint.js';
import { cellCount, type Layout } from '../layout/layout.js';
import { exprsRun } from '../program/walk.js';

/** Every property. */
export const ALL = -1;
/** Properties from this number on share a bit. */
const LAST_BIT = 31;

/** The bit of a property in a set of properties. */
export function bitOf(property: number): number {
  return 1 << Math.min(property, LAST_BIT);
}

/** Which properties look at which cells. */
export class Sight {
  /** Those that look at stacks or pointers, and not only at columns. */
  private readonly always: number;
  /** By cell of the columns: the properties that look at it. */
  private readonly byCell: Int32Array;

  constructor(layout: Layout) {
    const { program } = layout;
    this.byCell = new Int32Array(layout.tasks[0]?.base ?? layout.size);
    let always = 0;
    for (const [property, { fn }] of program.properties.entries()) {
      const seen = exprsRun(program, fn);
      if (seen.some(({ kind }) => kind === 'active' || kind === 'idle' || kind === 'referenced')) always |= bitOf(property);
      for (const column of columnsSeen(program, seen)) {
        const start = layout.columns[column]!;
        for (let cell = start; cell < start + cellCount(program.columns[column]!); cell++) this.byCell[cell]! |= bitOf(property);
      }
    }
    this.always = always;
  }

  /** The properties that may say something else of a state that differs so from the visited one. */
  concernedBy({ changed, changes }: Changes): number {
    let concerned = this.always;
    for (let k = 0; k < changes; k++) concerned |= this.byCell[changed[k]!]!;
    return concerned;
  }
}

function columnsSeen({ rcuNesting }: Program, exprs: readonly Expr[]): number[] {
  return exprs.flatMap((expr) => (expr.kind === 'load' ? [expr.column] : expr.kind === 'readers' && rcuNesting !== null ? [rcuNesting] : []));
}
