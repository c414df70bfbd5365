/** Data inside HTML: text that ends no element, and trails made small, as they repeat themselves. */
import { deflateRawSync } from 'node:zlib';
import type { CheckDocument } from '../check-document.js';
import type { PairDocument } from '../compare-document.js';
import type { RunDocument, TrailDocument, VerdictDocument } from '../document.js';
import type { SourcesDocument } from '../sources.js';
import { calledAsInText, sentenceAsInText } from './called.js';
import type { PackedTrail, PageData, PagePair, PageRun, PageTrail, PageVerdict } from './page-data.js';

/** JSON in which no HTML parser finds a tag or a comment, and no script of any age a line end. */
export function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function packed(value: PackedTrail): string {
  return deflateRawSync(JSON.stringify(value), { level: 9 }).toString('base64');
}

/** The document with trails taken out, and those trails by the names of their elements. */
export function splitDocument(document: CheckDocument): { readonly check: PageData['check']; readonly trails: ReadonlyMap<string, PackedTrail> } {
  const splitter = new Splitter();
  const check = { ...document, runs: document.runs.map((run) => splitter.run(run)), pairs: document.pairs.map((pair) => splitter.pair(pair)) };
  return { check, trails: splitter.trails };
}

const NO_SOURCES: SourcesDocument = { files: {}, functions: {} };

class Splitter {
  readonly trails = new Map<string, PackedTrail>();
  private readonly ids = new Set<string>();

  run({ sources = NO_SOURCES, ...run }: RunDocument): PageRun {
    const { neverTaken, ...counts } = run.statistics;
    const statistics = { ...counts, neverTaken: { steps: neverTaken.length, functions: [...new Set(neverTaken.map((one) => one.function))] } };
    return { ...run, statistics, verdicts: run.verdicts.map((verdict) => this.verdict(`${run.spec}/${run.variant}`, verdict, sources)) };
  }

  pair({ asExpected, comparison: { spec, question, variants, likeness, outcome, stopped, fault, parting } }: PairDocument): PagePair {
    const shown = [fault, parting].filter((one) => one !== null);
    const trails = shown.map(({ title, trail }) => ({ title, ...this.trail(`${spec}/${variants.join('=')}/${likeness}`, trail, NO_SOURCES) }));
    return { asExpected, comparison: { spec, question, variants, likeness, outcome, stopped }, trails };
  }

  private verdict(run: string, verdict: VerdictDocument, sources: SourcesDocument): PageVerdict {
    return { ...verdict, summary: sentenceAsInText(verdict.summary, verdict.trails), trails: verdict.trails.map((trail) => this.trail(`${run}/${verdict.name ?? verdict.about}`, trail, sources)) };
  }

  private trail(name: string, trail: TrailDocument, sources: SourcesDocument): PageTrail {
    const element = `trail-${this.trails.size}`;
    this.trails.set(element, { trail: calledAsInText(trail), sources });
    return { id: this.fresh(name), element, steps: trail.steps.length };
  }

  /** The name, with a number behind it where it is taken. */
  private fresh(name: string): string {
    let id = name;
    for (let nth = 2; this.ids.has(id); nth += 1) id = `${name}~${nth}`;
    this.ids.add(id);
    return id;
  }
}
