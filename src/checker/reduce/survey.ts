import type { AccessId, Program } from '../../lang/ir.js';

/** Why a step cannot go before everything that others do: what it touches (a column, or a number of Futures), and what they could do. */
export interface Culprit {
  readonly column: number;
  readonly what: 'read' | 'write' | 'alloc' | 'free' | 'report' | 'blocked' | 'looks' | 'drops' | 'seen' | 'stack';
  /** The property that sees it. */
  readonly property: string | null;
}

/** What became of an access's steps in a reduced search. */
export interface Surveyed {
  /** How often a step that starts at it went on from a state that was not stored, by what that rested on. */
  readonly merged: ReadonlyMap<string, number>;
  /** How often a state was stored where a task stood at it and could move, by why it could not go alone; each with the first of its kind. */
  readonly stopped: ReadonlyMap<string, { readonly count: number; readonly culprit: Culprit }>;
}

/** Counts, for explain, why steps were merged and why not. */
export class Survey {
  /** By access. */
  private merges: Map<string, number>[] = [];
  private stops: Map<string, { count: number; culprit: Culprit }>[] = [];

  constructor(private readonly program: Program) {
    this.begin();
  }

  begin(): void {
    const { accesses } = this.program;
    this.merges = accesses.map(() => new Map());
    this.stops = accesses.map(() => new Map());
  }

  of(access: AccessId): Surveyed {
    return { merged: this.merges[access]!, stopped: this.stops[access]! };
  }

  merged(access: AccessId | null, reasons: readonly string[]): void {
    if (access === null) return;
    const merges = this.merges[access]!;
    const why = reasons.join('; ');
    merges.set(why, (merges.get(why) ?? 0) + 1);
  }

  stopped(access: AccessId | null, culprit: Culprit): void {
    if (access === null) return;
    const stops = this.stops[access]!;
    const key = `${culprit.what} ${culprit.column} ${culprit.property ?? ''}`;
    const known = stops.get(key);
    if (known) known.count++;
    else stops.set(key, { count: 1, culprit });
  }
}
