/** What the file contains: the document, and trails that are unpacked when they are looked at. */
import type { PackedTrail, PageData, PageTrail } from '../page-data.js';

export function readData(): PageData {
  return JSON.parse(textOf('data')) as PageData;
}

/** A trail of the document, and what it is a trail of. */
export interface Listed {
  readonly spec: string;
  /** A variant, or two that were compared. */
  readonly variant: string;
  readonly question: string;
  readonly title: string;
  /** The trail in a paragraph; null where there is none. */
  readonly summary: string | null;
  /** What it shows is wanted: a witness of what is to be reachable. */
  readonly wanted: boolean;
  readonly trail: PageTrail;
}

export function trailsOf({ check: { runs, pairs } }: PageData): Map<string, Listed> {
  const ofRuns = runs.flatMap(({ spec, variant, question, verdicts }) => verdicts.flatMap(({ title, verdict, summary, trails }) => (
    trails.map((trail, at): Listed => ({ spec, variant, question, title: trails.length > 1 ? `${title} (${at + 1} of ${trails.length})` : title, summary, wanted: verdict === 'reached', trail })))));
  const ofPairs = pairs.flatMap(({ comparison: { spec, variants, question }, trails }) => (
    trails.map((trail): Listed => ({ spec, variant: variants.join(' = '), question, title: trail.title, summary: null, wanted: false, trail }))));
  return new Map([...ofRuns, ...ofPairs].map((one) => [one.trail.id, one]));
}

export async function unpack({ element }: PageTrail): Promise<PackedTrail> {
  const bytes = Uint8Array.from(atob(textOf(element)), (character) => character.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(plain).text()) as PackedTrail;
}

function textOf(id: string): string {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the report is cut off: it has no ${id}`);
  return element.textContent ?? '';
}
