import type { ReportId } from '../../lang/ir.js';
import type { Engine } from '../engine.js';
import type { StateRef } from './exploration.js';

/** A value of a measure, and the first end of the program where it was met. */
export interface Extreme {
  readonly value: number;
  readonly state: StateRef;
}

/** What was found of a measure at the ends of the program. */
export interface Extremes {
  /** Null where no end was met. */
  readonly least: Extreme | null;
  readonly greatest: Extreme | null;
  /** The first end where it ran into a report; it is not asked any more then. */
  readonly error: { readonly report: ReportId; readonly state: StateRef } | null;
}

const NOTHING: Extremes = { least: null, greatest: null, error: null };

/** Takes the measures of a program at each of its ends. */
export class Measuring {
  private readonly found: Extremes[];

  constructor(private readonly engine: Engine) {
    this.found = (engine.program.measures ?? []).map(() => NOTHING);
  }

  get extremes(): readonly Extremes[] {
    return [...this.found];
  }

  /** A state where nothing moves and nobody is hung. Gives whether a measure ran into a report. */
  end(state: StateRef, cells: Int32Array): boolean {
    let failed = false;
    for (const [measure, { least, greatest, error }] of this.found.entries()) {
      if (error !== null) continue;
      const value = this.engine.measure(measure, cells);
      failed ||= typeof value !== 'number';
      if (typeof value !== 'number') this.found[measure] = { least, greatest, error: { report: value.report, state } };
      else {
        const here = { value, state };
        this.found[measure] = { least: least === null || value < least.value ? here : least, greatest: greatest === null || value > greatest.value ? here : greatest, error };
      }
    }
    return failed;
  }
}
