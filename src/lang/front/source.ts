/** The text of a model file, and places in it. */

export interface SourceFile {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
  /** Written in the vocabulary of the language (src/lang/vocabulary): a step in it is shown as the call that reached it. */
  readonly vocabulary: boolean;
}

/** Offsets into the text, as the parser gives them: start inclusive, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function sourceFile(path: string, text: string, vocabulary: boolean): SourceFile {
  const lineStarts = [0];
  for (let i = 0; i < text.length; i++) if (text[i] === '\n') lineStarts.push(i + 1);
  return { path, text, lineStarts, vocabulary };
}

/** Line and column of an offset, both from 1. */
export function position(source: SourceFile, offset: number): { line: number; column: number } {
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (source.lineStarts[low] ?? 0) + 1 };
}

/** The text of a line, without its end. `line` counts from 1. */
export function lineText(source: SourceFile, line: number): string {
  const start = source.lineStarts[line - 1] ?? 0;
  const end = source.lineStarts[line] ?? source.text.length + 1;
  return source.text.slice(start, end - 1).replace(/\r$/, '');
}

/** The text of a span on one line, shortened in the middle of nothing: a reader wants its beginning. */
export function oneLine(source: SourceFile, span: Span, longest = 80): string {
  const text = source.text.slice(span.start, span.end).replace(/\s+/g, ' ');
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
