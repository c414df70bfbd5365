import type { LockClassId, ReportId, StructId } from '../../lang/ir.js';
import type { Survey } from '../reduce/survey.js';
import type { Reductions } from '../reductions.js';
import type { StateId } from '../store/store.js';
import type { Extremes } from './extremes.js';
import type { Observer } from './observer.js';

/** A state that a search met: its number in breadth-first order, from 0; below -1 one that it passed and did not store. */
export type StateRef = StateId;

/** A transition as an address: the task that moves, -1 for an initial state, and its choice vector. */
export interface Move {
  readonly task: number;
  readonly choices: readonly number[];
}

/** Something that happens on the way out of a state; `from` is null for what setup ran into. */
export interface Departure extends Move {
  readonly from: StateRef | null;
}

/** Task `by` takes a lock of class `to` while it holds one of class `from`, in this transition out of `state` (null: in setup). */
export interface LockEdge extends Move {
  readonly from: LockClassId;
  readonly to: LockClassId;
  readonly by: number;
  readonly state: StateRef | null;
}

export type Limit = 'states' | 'depth' | 'memory' | 'time' | 'interrupt';

/** What was found of what a verdict is about. */
export type Found = Pick<Exploration, 'violations' | 'propertyErrors' | 'reports' | 'hung' | 'leak' | 'lockEdges' | 'measures'>;

/** What a breadth-first search of an engine found. Apart from `bytes`, it is the same for every engine of the same program. */
export interface Exploration {
  /** Every reachable state was expanded. */
  readonly complete: boolean;
  /** What ended an incomplete search; null for one that ended because of what was found (`firstOnly`, `enough`). */
  readonly limit: Limit | null;
  /** Initial states generated, equal ones included. */
  readonly initials: number;
  readonly states: number;
  /** States that were passed and not stored: as often as they were. */
  readonly passed: number;
  /** Duplicates and self-loops included; paths into a report not. */
  readonly transitions: number;
  /** Initials and transitions. */
  readonly generated: number;
  /** Breadth-first levels; the initial states are level 1. */
  readonly depth: number;
  /** 16 hexadecimal digits. */
  readonly fingerprint: string;
  /** By property: the first state where an `always` or a `final` is false, where a `reachable` is true; null if there is none. */
  readonly violations: readonly (StateRef | null)[];
  /** First by property: a property that ran into a report. */
  readonly propertyErrors: readonly { readonly property: number; readonly report: ReportId; readonly state: StateRef }[];
  /** First by report, in breadth-first order. */
  readonly reports: readonly (Departure & { readonly report: ReportId })[];
  /** First state in which nothing can move, not even into a report, and some task is not at a valid end. */
  readonly hung: StateRef | null;
  /** First such state in which nobody is hung and a live object has no pointer to it left. */
  readonly leak: { readonly state: StateRef; readonly struct: StructId; readonly object: number } | null;
  /** First by pair of classes, in breadth-first order. */
  readonly lockEdges: readonly LockEdge[];
  /** By measure of the program. */
  readonly measures: readonly Extremes[];
  /** By access: transitions that started at it. */
  readonly fired: readonly number[];
  readonly meanOut: number;
  readonly maxOut: number;
  /** Memory of the stored states. */
  readonly bytes: number;
  /** Why steps were merged, and why not; null without transactions or private data. */
  readonly survey: Survey | null;
  /** Those that were on: where is_referenced() is asked, interleavings are not reduced. */
  readonly reductions: Reductions;
  /** What symmetry there is, and what breaks it. */
  readonly symmetry: { readonly found: readonly string[]; readonly notes: readonly string[] };
  /** The moves of the least shortest path to a state, the initial one first. */
  trailTo(state: StateRef): readonly Move[];
  cellsOf(state: StateRef): Int32Array;
}

export interface Limits {
  readonly states?: number;
  readonly depth?: number;
  /** Bytes of stored states. */
  readonly memory?: number;
  /** Milliseconds. */
  readonly time?: number;
}

export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States found and not yet expanded. */
  readonly frontier: number;
  readonly bytes: number;
  readonly elapsedMs: number;
}

export interface ExploreOptions {
  /** None if not given. */
  readonly reductions?: Reductions;
  readonly limits?: Limits;
  /** Stop after the level in which something wrong was found. */
  readonly firstOnly?: boolean;
  /** Stop as soon as this says so of what was found. */
  readonly enough?: (found: Found) => boolean;
  /** Makes what sees each edge; called again for a search that is begun again. */
  readonly observe?: () => Observer;
  /** Called now and then. */
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}
