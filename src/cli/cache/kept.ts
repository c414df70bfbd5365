/** Answers of checks, kept with what they were made from: where that is as it was, nothing is compiled, let alone searched. */
import { dirname, join, relative, sep } from 'node:path';
import type { Outcome } from '../../checker/outcome.js';
import type { Reach } from '../../checker/coverage.js';
import { loadSpecTraced, type SpecInfo, type TextUse } from '../../lang/compile.js';
import type { AcceptedPair, AcceptedVariant } from '../../report/accepted.js';
import { metPairText, pairName } from '../../report/compare.js';
import { paintFor } from '../../report/paint.js';
import { metText } from '../../report/run.js';
import type { Answer, Job } from '../job.js';
import { Entries } from './entries.js';
import { optionsKey, type CachePlace } from './records.js';
import { Texts } from './texts.js';
import { isKeptUse, keptUse, standingOf, toldUse, type KeptUse, type Standing } from './use.js';

/** What is kept of an answer that was as expected. */
interface KeptRun {
  readonly use: KeptUse;
  readonly run: {
    readonly found: Outcome; readonly foundText: string; readonly accepted: AcceptedVariant; readonly program: string; readonly states: number;
    readonly reach: Reach | null;
  };
  readonly document: Extract<Answer, { kind: 'run' }>['document'];
}

interface KeptSpec {
  readonly use: KeptUse;
  /** Hash of the text of its own file. */
  readonly own: string;
  readonly spec: SpecInfo;
}

interface KeptPair {
  readonly use: KeptUse;
  readonly pair: { readonly accepted: AcceptedPair; readonly states: number };
  readonly document: Extract<Answer, { kind: 'pair' }>['document'];
}

/** What is kept of a job, and how the text stands to it. */
interface Stood {
  readonly kept: KeptRun | KeptPair;
  readonly standing: Exclude<Standing, 'other'>;
}

/** An answer that was found before. */
export interface Before {
  readonly answer: Answer;
  readonly standing: Exclude<Standing, 'other'>;
}

export class Kept {
  readonly texts: Texts;
  readonly entries: Entries;
  /** By job. */
  private readonly stood = new Map<string, Stood | null>();

  constructor(readonly place: CachePlace) {
    this.entries = new Entries(place.folder);
    this.texts = new Texts(this.entries, place.tool);
  }

  /** Reads a spec, unless it was read before. Throws CompileError. */
  spec(file: string): SpecInfo {
    const key = ['spec', this.place.tool, file];
    const kept = this.entries.get(key) as KeptSpec | null;
    // Its question is in a comment of its own file; all else is in the rest of that file and of those that it imports.
    if (kept !== null && isKeptUse(kept.use) && kept.own === this.texts.at(file)?.hash && standingOf(file, kept.use, this.texts) !== 'other' && Array.isArray(kept.spec?.variants)) return kept.spec;
    const { spec, use } = loadSpecTraced(file);
    const told = keptUse(file, { ...use, functions: [] }, this.texts);
    if (told !== null) this.entries.put(key, { use: told, own: this.texts.at(file)!.hash, spec } satisfies KeptSpec);
    return spec;
  }

  /** The answer to a job, if it was found before and can be told without its program; what code was reached only where the text is the same. */
  answer(job: Job): Before | null {
    return orNull(() => this.told(job));
  }

  private told(job: Job): Before | null {
    const found = this.standing(job);
    if (found === null || job.show.detail === 'full') return null;
    const { kept, standing } = found;
    if (job.show.document && (standing !== 'same' || kept.document === null)) return null;
    return { answer: 'run' in kept ? this.runAnswer(job, kept, standing) : this.pairAnswer(job, kept), standing };
  }

  /** Of what the job's answer can depend on, where that is known and still so. */
  digest(job: Job): string | null {
    return this.standing(job)?.kept.use.digest ?? null;
  }

  /** What the job was made from, where that is known and still so. */
  use(job: Job): TextUse | null {
    const found = this.standing(job);
    return found && toldUse(job.file, found.kept.use, this.texts);
  }

  /** What is kept of the job, if it stands; read once. */
  private standing(job: Job): Stood | null {
    const key = this.keyOf(job);
    const name = JSON.stringify([job.file, ...key]);
    const known = this.stood.get(name);
    if (known !== undefined) return known;
    const kept = this.entries.get(key) as KeptRun | KeptPair | null;
    const standing = kept === null || !isKeptUse(kept.use) ? 'other' : standingOf(job.file, kept.use, this.texts);
    const found = kept === null || standing === 'other' ? null : { kept, standing };
    this.stood.set(name, found);
    return found;
  }

  /** Keeps the answer to a job that is as expected, if the text still is as it was read. */
  keep(job: Job, answer: Answer): void {
    if (answer.kind === 'failure' || !answer.met || (answer.kind === 'run' && !answer.complete)) return;
    const use = keptUse(job.file, answer.use, this.texts);
    if (use === null) return;
    this.stood.delete(JSON.stringify([job.file, ...this.keyOf(job)]));
    this.entries.put(this.keyOf(job), answer.kind === 'pair'
      ? { use, pair: { accepted: answer.accepted, states: answer.states }, document: answer.document } satisfies KeptPair
      : { use, run: keptRun(job, answer), document: answer.document } satisfies KeptRun);
  }

  private keyOf({ spec, on, limits }: Job): string[] {
    return ['answer', this.place.tool, spec, typeof on === 'string' ? on : pairName(on), optionsKey(limits)];
  }

  private runAnswer(job: Job, { run, document, use }: KeptRun, standing: Standing): Answer {
    const { file, spec, on, label, show } = job;
    const variant = on as string;
    return {
      kind: 'run', file, spec, variant, label, ...run, outcome: 'proved', met: true, complete: true,
      text: metText({ spec, variant, found: run.foundText, measures: run.accepted.measures ?? [] }, { paint: paintFor(show.colour), columns: show.columns }),
      document: show.document ? document : null, reach: standing === 'same' ? movedReach(run.reach, (path) => join(dirname(file), path)) : null,
      elapsedMs: 0, searched: false, use: toldUse(file, use, this.texts),
    };
  }

  private pairAnswer({ file, spec, on, label, show }: Job, { pair, document, use }: KeptPair): Answer {
    const variants = on as readonly [string, string];
    return {
      kind: 'pair', file, spec, variants, label, ...pair, outcome: 'proved', met: true, text: metPairText({ spec, variants, likeness: pair.accepted.likeness }, { paint: paintFor(show.colour), columns: show.columns }),
      document: show.document ? document : null, searched: false, use: toldUse(file, use, this.texts),
    };
  }
}

function keptRun({ file }: Job, { found, foundText, accepted, program, states, reach }: Extract<Answer, { kind: 'run' }>): KeptRun['run'] {
  return { found, foundText, accepted, program, states, reach: movedReach(reach, (path) => relative(dirname(file), path).replaceAll(sep, '/')) };
}

function movedReach(reach: Reach | null, move: (path: string) => string): Reach | null {
  return reach && { functions: reach.functions.map((one) => ({ ...one, file: move(one.file) })), branches: reach.branches.map((one) => ({ ...one, file: move(one.file) })) };
}

/** An entry of another shape, which some other program wrote, is as good as none. */
function orNull<Value>(read: () => Value | null): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
