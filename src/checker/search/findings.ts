import type { LockClassId, Property, ReportId } from '../../lang/ir.js';
import type { Engine } from '../engine.js';
import type { Changes } from '../fingerprint.js';
import type { Departure, Exploration, Found, LockEdge, StateRef } from './exploration.js';
import { Measuring } from './extremes.js';
import { ALL, bitOf, Sight } from './sight.js';
import type { Terminal } from './terminal.js';

/** What a search has found so far: of each thing the first, in breadth-first order. */
export class Findings {
  /** Something was found that a spec would have to expect. */
  wrong = false;
  private readonly properties: readonly Property[];
  private readonly violations: (StateRef | null)[];
  private readonly propertyErrors = new Map<number, { property: number; report: ReportId; state: StateRef }>();
  private readonly reports = new Map<ReportId, Departure & { report: ReportId }>();
  private readonly edges = new Map<number, LockEdge>();
  private readonly acquired: { by: number; to: LockClassId; from: LockClassId }[] = [];
  private hung: StateRef | null = null;
  private leak: Exploration['leak'] = null;
  private readonly sight: Sight;
  private readonly measuring: Measuring;
  /** Properties still without a first state. */
  private open: { everywhere: readonly number[]; atEnds: readonly number[] };

  constructor(private readonly engine: Engine) {
    this.properties = engine.program.properties;
    this.violations = this.properties.map(() => null);
    this.open = this.openProperties();
    this.sight = new Sight(engine.layout);
    this.measuring = new Measuring(engine);
  }

  /**
   * A new state, or one that is passed; `state` gives its number if that is needed. A property says the same of it as of the visited state if
   * nothing that it looks at has changed.
   */
  visit(state: () => StateRef, cells: Int32Array, changes: Changes | null): void {
    const { everywhere } = this.open;
    if (everywhere.length === 0) return;
    const concerned = changes === null ? ALL : this.sight.concernedBy(changes);
    if (concerned === 0) return;
    for (const property of everywhere) if (concerned & bitOf(property)) this.judge(property, state, cells);
  }

  /** A state where nothing moves and nobody is hung. */
  end(state: StateRef, cells: Int32Array, terminal: Terminal): void {
    for (const property of this.open.atEnds) this.judge(property, () => state, cells);
    if (this.measuring.end(state, cells)) this.wrong = true;
    if (this.leak) return;
    const leaked = terminal.leaked(cells);
    if (leaked) this.leak = { state, ...leaked };
    this.wrong ||= leaked !== null;
  }

  hang(state: StateRef): void {
    this.hung ??= state;
    this.wrong = true;
  }

  report(from: () => StateRef | null, task: number, choices: readonly number[], report: ReportId): void {
    if (!this.reports.has(report)) this.reports.set(report, { from: from(), task, choices: [...choices], report });
    this.wrong = true;
  }

  /** Comes before `moved`, which tells the transition that it belongs to. */
  acquire(by: number, to: LockClassId, held: readonly LockClassId[]): void {
    for (const from of held) if (!this.edges.has(this.edgeKey(from, to))) this.acquired.push({ by, to, from });
  }

  /** The transition that the acquires since the last one belong to. */
  moved(state: () => StateRef | null, task: number, choices: readonly number[]): void {
    if (this.acquired.length === 0) return;
    for (const { by, from, to } of this.acquired) {
      const key = this.edgeKey(from, to);
      if (!this.edges.has(key)) this.edges.set(key, { from, to, by, state: state(), task, choices: [...choices] });
    }
    this.acquired.length = 0;
  }

  result(): Found {
    const { violations, hung, leak } = this;
    return {
      violations: [...violations], hung, leak,
      propertyErrors: [...this.propertyErrors.values()],
      reports: [...this.reports.values()],
      lockEdges: [...this.edges.values()],
      measures: this.measuring.extremes,
    };
  }

  private edgeKey(from: LockClassId, to: LockClassId): number {
    return from * this.engine.program.lockClasses.length + to;
  }

  private judge(property: number, state: () => StateRef, cells: Int32Array): void {
    const holds = this.engine.holds(property, cells);
    const { kind } = this.properties[property]!;
    if (typeof holds !== 'boolean') {
      if (!this.propertyErrors.has(property)) this.propertyErrors.set(property, { property, report: holds.report, state: state() });
      this.wrong = true;
    } else if (holds === (kind === 'reachable')) {
      this.violations[property] = state();
      this.wrong ||= kind !== 'reachable';
      this.open = this.openProperties();
    }
  }

  private openProperties(): { everywhere: number[]; atEnds: number[] } {
    const open = this.properties.flatMap((_, property) => (this.violations[property] === null ? [property] : []));
    const isFinal = (property: number): boolean => this.properties[property]!.kind === 'final';
    return { everywhere: open.filter((property) => !isFinal(property)), atEnds: open.filter(isFinal) };
  }
}
