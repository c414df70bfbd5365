/** A little program that is right, and what breaks it. */
export interface Model {
  readonly title: string;
  /** Declarations; the vocabulary is imported. */
  readonly text: string;
  /** The options of its spec. */
  readonly options: string;
  /** What it comes to: nothing but the witnesses that it reaches. */
  readonly verdicts?: readonly string[];
  readonly mutants: readonly Mutant[];
}

/** The model with some of its text, or of its options, replaced. */
export interface Mutant {
  readonly title: string;
  /** [from, to]: `from` is there exactly once. */
  readonly edits: readonly (readonly [string, string])[];
  readonly verdicts: readonly string[];
}

export interface Source {
  readonly text: string;
  readonly options: string;
}

/** Between text and options, so that an edit can be of either. */
const SEAM = '\n// options\n';

/** Throws unless each edit fits exactly once. */
export function mutated({ text, options }: Source, { title, edits }: Mutant): Source {
  const edited = edits.reduce((source, [from, to]) => replacedOnce(source, from, to, title), text + SEAM + options);
  const [newText = '', newOptions = ''] = edited.split(SEAM);
  return { text: newText, options: newOptions };
}

function replacedOnce(source: string, from: string, to: string, title: string): string {
  const parts = source.split(from);
  if (parts.length !== 2) throw new Error(`${title}: ${parts.length - 1} times in the model: ${from}`);
  return parts.join(to);
}
