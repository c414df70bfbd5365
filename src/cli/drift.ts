/** How an answer differs from what was accepted, with the functions of the model that changed since. */
import { dirname } from 'node:path';
import { stopsOf } from '../checker/firing.js';
import { compile, loadSpec } from '../lang/compile.js';
import type { Accepted, AcceptedPair } from '../report/accepted.js';
import { pairName } from '../report/compare.js';
import { differences, pairDifferences, verdictDifferences } from '../report/drift.js';
import type { StepText } from '../report/firing.js';
import { Texts } from './cache/texts.js';
import { shortPath } from './failure.js';
import type { CheckFlags } from './flags.js';
import type { Answer } from './job.js';
import { changedTexts, textsOf } from './model-texts.js';
import { AcceptedResults, resultFile, rootOf } from './results.js';

/** Most functions that are named. */
const NAMED_MAX = 12;

export class Drifts {
  constructor(private readonly flags: CheckFlags, private readonly cwd: string, private readonly texts: Texts = new Texts(null), private readonly results = new AcceptedResults()) {}

  /** In words, what changed in the model first; empty where all is as accepted. Where reductions are chosen by hand counts and trails may differ; a search that did not come to its end is not compared. */
  of(answer: Answer): string[] {
    if (answer.kind === 'failure' || (answer.kind === 'run' && !answer.complete) || (answer.kind === 'pair' && answer.outcome === 'inconclusive')) return [];
    const file = resultFile(answer.file, answer.spec);
    const accepted = this.results.at(file);
    if (accepted === null) return [`nothing was accepted yet (fdcheck accept writes ${shortPath(this.cwd, file)})`];
    const found = answer.kind === 'pair' ? pairDrift(accepted.same?.[pairName(answer.variants)], answer.accepted) : this.variantDrift(accepted, answer);
    return found.length === 0 ? [] : [...this.changesOfText(accepted, answer), ...found];
  }

  private variantDrift({ variants }: Accepted, answer: Extract<Answer, { kind: 'run' }>): string[] {
    const before = variants[answer.variant];
    if (before === undefined) return ['nothing was accepted yet for this variant'];
    return this.flags.reduce === undefined ? differences(before, answer.accepted, stepTexts(answer)) : verdictDifferences(before, answer.accepted);
  }

  private changesOfText({ text }: Accepted, { file, use }: Exclude<Answer, { kind: 'failure' }>): string[] {
    const changed = changedTexts(text, textsOf(use, rootOf(file) ?? dirname(file), this.texts));
    if (changed.length === 0) return ['the text of its functions is as it was accepted: fdcheck itself, or the options, differ'];
    const more = changed.length > NAMED_MAX ? `, and ${changed.length - NAMED_MAX} more` : '';
    return [`changed since it was accepted: ${changed.slice(0, NAMED_MAX).join(', ')}${more}`];
  }
}

function pairDrift(before: AcceptedPair | undefined, found: AcceptedPair): string[] {
  return before === undefined ? ['nothing was accepted yet for these variants'] : pairDifferences(before, found);
}

/** The texts of the program's steps; it is compiled when the first is asked for. */
function stepTexts({ file, variant }: Extract<Answer, { kind: 'run' }>): StepText {
  let text: StepText | null = null;
  return (fn, ordinal) => {
    if (text === null) {
      const program = compile(loadSpec(file), variant);
      const stops = stopsOf(program);
      text = (name, at) => {
        const access = stops.get(name)?.[at]?.access;
        return access === undefined ? null : program.sites[program.accesses[access]!.site]?.text ?? null;
      };
    }
    return text(fn, ordinal);
  };
}
