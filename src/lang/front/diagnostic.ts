/** What the front end says of a model that is outside the language. */
import { lineText, position, type SourceFile, type Span } from './source.js';

/** `line`, `column` and `endColumn` count from 1; `endColumn` is exclusive. */
export interface Diagnostic {
  readonly message: string;
  /** What to write instead, or what to do. */
  readonly hint: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** The text of that line. */
  readonly source: string;
}

/** The model does not compile (exit code 150). */
export class CompileError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => `${d.file}:${d.line}:${d.column}: ${d.message}`).join('\n'));
    this.name = 'CompileError';
    this.diagnostics = diagnostics;
  }
}

export function diagnostic(source: SourceFile, span: Span, message: string, hint: string | null = null): Diagnostic {
  const from = position(source, span.start);
  const to = position(source, span.end);
  const text = lineText(source, from.line);
  const endColumn = to.line === from.line ? Math.max(to.column, from.column + 1) : text.length + 1;
  return { message, hint, file: source.path, line: from.line, column: from.column, endColumn, source: text };
}

/** Refuses the text at `span`. */
export function refuse(source: SourceFile, span: Span, message: string, hint: string | null = null): never {
  throw new CompileError([diagnostic(source, span, message, hint)]);
}
