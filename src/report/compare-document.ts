/** How alike two variants are, for programs: as schema/compare.json has it. */
import type { VariantLikeness } from '../compare-variants.js';
import { outcomeOfLikeness, type LikenessKind, type Parting, type SideRun, type SideCounts, type Sight } from '../checker/compare/compare.js';
import { exitCode, type Outcome } from '../checker/outcome.js';
import { programHash, replay } from '../checker/trail.js';
import { otherOf, pairText, partingTitle, sightPhrases, trailOfRun, type Asked } from './compare.js';
import { PLAIN, trailDocument, type TrailDocument, type Whereabouts } from './document.js';
import { pathFrom } from './place.js';
import { limitText } from './run.js';

/** `comparison` in schema/compare.json. */
export interface LikenessDocument {
  readonly spec: string;
  readonly question: string;
  readonly variants: readonly [string, string];
  readonly programHashes: readonly [string, string];
  readonly likeness: LikenessKind;
  readonly outcome: Outcome;
  readonly stopped: string | null;
  readonly sides: readonly SideCounts[];
  readonly classes: number | null;
  readonly notCompared: { readonly onlyIn: Readonly<Record<string, readonly string[]>>; readonly sizesDiffer: readonly string[] };
  readonly fault: { readonly variant: string; readonly class: string; readonly title: string; readonly trail: TrailDocument } | null;
  readonly parting: PartingDocument | null;
}

export interface PartingDocument {
  /** The variant that does what the other does not. */
  readonly variant: string;
  readonly other: string;
  readonly kind: Parting['kind'];
  readonly by: Parting['by'];
  readonly title: string;
  /** What is seen in the last step. */
  readonly seen: readonly string[];
  /** What the other shows instead, after the same. */
  readonly instead: readonly (readonly string[])[];
  /** Steps at the end that are the way round of a loop. */
  readonly round: number;
  readonly trail: TrailDocument;
}

/** A pair that a spec says is the same, in schema/check.json. */
export interface PairDocument {
  /** The spec's file, from the root of the repository; null where it lies outside of it. */
  readonly path: string | null;
  readonly asExpected: boolean;
  /** For people, in lines of 80 characters. */
  readonly text: string;
  readonly comparison: LikenessDocument;
}

export function pairDocument(asked: Asked, likeness: VariantLikeness, { root, file }: Whereabouts): PairDocument {
  const comparison = likenessDocument(asked, likeness, root);
  const asExpected = comparison.outcome === 'proved';
  const text = pairText(asked, likeness, 'line', PLAIN);
  return { path: pathFrom(root, file), asExpected, text, comparison };
}

/** `root` is the repository's, absolute. */
export function compareDocument(asked: Asked, likeness: VariantLikeness, root: string): unknown {
  const comparison = likenessDocument(asked, likeness, root);
  return { format: 'fdcheck-compare-1', outcome: comparison.outcome, exit: exitCode(comparison.outcome), comparison };
}

function likenessDocument({ spec, question }: Asked, likeness: VariantLikeness, root: string): LikenessDocument {
  const { kind, variants, programs, sides, classes, limit, onlyIn, cut, fault, parting } = likeness;
  return {
    spec, question, variants, programHashes: [programHash(programs[0]), programHash(programs[1])], likeness: kind, outcome: outcomeOfLikeness(kind),
    stopped: kind === 'inconclusive' ? limitText(limit) : null, sides, classes,
    notCompared: { onlyIn: { [variants[0]]: onlyIn[0], [variants[1]]: onlyIn[1] }, sizesDiffer: cut },
    fault: fault && { variant: variants[fault.side], class: fault.report.class, title: fault.report.title, trail: sideTrail(likeness, fault, root) },
    parting: parting && partingDocument(likeness, parting, root),
  };
}

function partingDocument(likeness: VariantLikeness, parting: Parting, root: string): PartingDocument {
  const { side, kind, by, round, seen, instead } = parting;
  const program = likeness.programs[side];
  const phrases = (sight: Sight): readonly string[] => sightPhrases(program, sight);
  return {
    variant: likeness.variants[side], other: likeness.variants[otherOf(side)], kind, by, round, title: partingTitle(likeness, parting, program),
    seen: phrases(seen), instead: instead.map(phrases), trail: sideTrail(likeness, parting, root),
  };
}

function sideTrail(likeness: VariantLikeness, run: SideRun, root: string): TrailDocument {
  const program = likeness.programs[run.side];
  const trail = trailOfRun(likeness, run);
  return trailDocument(program, trail, replay(program, trail), { root });
}
