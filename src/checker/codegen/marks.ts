import type * as es from 'estree';
import type { BlockId, Fn, OriginId, Terminator } from '../../lang/ir.js';
import type { Coverage } from '../coverage.js';
import { at, binary, call, num, run, when } from './tree.js';

/** Statements that mark what is executed; none where nobody asks. In generated code `M` is the marks, and `mark` sets one. */
export class Marks {
  constructor(private readonly coverage: Coverage | null, private readonly setup: boolean) {}

  /** A block begins. */
  begin(fn: Fn, block: BlockId): es.Statement[] {
    return this.coverage === null || block !== fn.entry ? [] : this.set([this.coverage.entry(fn.id)]);
  }

  /** Code of a block comes next that was lowered in place, and what comes before it in the block was not, or elsewhere. */
  entered(origin: OriginId | undefined, before: OriginId | undefined): es.Statement[] {
    return this.coverage === null || origin === undefined || origin === before ? [] : this.set(this.coverage.entries(origin));
  }

  /** A branch goes that way. */
  outcome(end: Extract<Terminator, { kind: 'branch' }>, way: boolean): es.Statement[] {
    return this.coverage === null || end.site === undefined ? [] : this.set([this.coverage.outcome(end.site, way)]);
  }

  private set(marks: readonly number[]): es.Statement[] {
    const { setupFrom } = this.coverage!;
    return marks.map((one) => {
      const mark = num(this.setup ? one + setupFrom : one);
      return when(binary('===', at('M', mark), num(0)), [run(call('mark', mark))]);
    });
  }
}
