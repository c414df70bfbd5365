/** Where in a trail one is, and the ways on from there. */

/** After step `last`, with what changed since before step `first` marked; both 0 at the start. */
export interface Position {
  readonly first: number;
  readonly last: number;
}

export const START: Position = { first: 0, last: 0 };

/** Neighbouring steps, both numbers included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

export type Move = 'step' | 'row' | 'switch';

/** Each uninterrupted run of one task's steps. */
export function runsOf(steps: readonly { readonly number: number; readonly task: string }[]): Span[] {
  const begins = steps.filter(({ task }, at) => at === 0 || steps[at - 1]!.task !== task);
  return begins.map(({ number }, at) => ({ first: number, last: (begins[at + 1]?.number ?? steps.length + 1) - 1 }));
}

/** On to the end of the next of these spans, or of the one that is not at its end yet. */
export function forward({ last }: Position, spans: readonly Span[]): Position | null {
  const next = spans.find((span) => span.last > last);
  return next === undefined ? null : { first: last + 1, last: next.last };
}

/** Back to the end of the span before. */
export function back({ last }: Position, spans: readonly Span[]): Position | null {
  if (last === 0) return null;
  return spans.findLast((span) => span.last < last) ?? START;
}

/** As in an address: `57`, `24-55`. */
export function positionText({ first, last }: Position): string {
  return first === last ? String(last) : `${first}-${last}`;
}

/** The position that a text means in a trail of so many steps; null if it means none. */
export function positionAt(text: string, steps: number): Position | null {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (match === null) return null;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first <= last && last <= steps && (first > 0 || last === 0) ? { first, last } : null;
}
