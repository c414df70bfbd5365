/** What the page of an HTML report is given: the check document, with each trail packed into an element of its own. */
import type { CheckDocument } from '../check-document.js';
import type { LikenessDocument, PairDocument } from '../compare-document.js';
import type { RunDocument, StatisticsDocument, TrailDocument, VerdictDocument } from '../document.js';
import type { SourcesDocument } from '../sources.js';

export interface PageData {
  readonly check: Omit<CheckDocument, 'runs' | 'pairs'> & { readonly runs: readonly PageRun[]; readonly pairs: readonly PagePair[] };
  readonly links: PageLinks;
  readonly title: string;
}

export interface PageLinks {
  /** Address of a line of the model, with `{path}` and `{line}`. */
  readonly source: string;
  /** Address of a line of the kernel, with `{version}`, `{path}` and `{line}`. */
  readonly kernel: string;
}

export type PageRun = Omit<RunDocument, 'verdicts' | 'sources' | 'statistics'> & {
  readonly verdicts: readonly PageVerdict[];
  readonly statistics: Omit<StatisticsDocument, 'neverTaken'> & {
    /** How many steps were never taken, and in which functions: each of them would be most of the file. */
    readonly neverTaken: { readonly steps: number; readonly functions: readonly string[] };
  };
};
export type PageVerdict = Omit<VerdictDocument, 'trails'> & { readonly trails: readonly PageTrail[] };

/** A pair of variants, with the trails to where they part or to what one of them alone does wrong. */
export type PagePair = Pick<PairDocument, 'asExpected'> & {
  readonly comparison: Pick<LikenessDocument, 'spec' | 'question' | 'variants' | 'likeness' | 'outcome' | 'stopped'>;
  readonly trails: readonly (PageTrail & { readonly title: string })[];
};

export interface PageTrail {
  /** What follows `#` in its address. */
  readonly id: string;
  /** Of the element that contains it. */
  readonly element: string;
  readonly steps: number;
}

/** What such an element contains: JSON, deflated, in base 64. */
export interface PackedTrail {
  readonly trail: TrailDocument;
  readonly sources: SourcesDocument;
}
