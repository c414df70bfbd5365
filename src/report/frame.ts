/** Diagnostics as people know them from compilers: where, the line itself, a marker beneath, and what to write instead. */
import type { Diagnostic } from '../lang/front/diagnostic.js';
import type { Paint } from './paint.js';

/** Longest source line shown; longer ones are cut around the marker. */
const FRAME_COLUMNS = 92;

/** One diagnostic with its code frame; `relative` shortens an absolute path for display. */
export function codeFrame(diagnostic: Diagnostic, paint: Paint, relative: (file: string) => string): string {
  const { file, line, column, endColumn, message, hint, source } = diagnostic;
  const gutter = String(line);
  const shown = cut(source.replaceAll('\t', ' '), column);
  const width = Math.max(1, Math.min(endColumn - column, shown.text.length - shown.column + 1));
  const lines = [`${paint.bold(`${relative(file)}:${line}:${column}`)}: ${paint.bad('error')}: ${message}`];
  if (source.trim() !== '') {
    lines.push(` ${paint.dim(`${gutter} |`)} ${shown.text}`);
    lines.push(` ${' '.repeat(gutter.length)} ${paint.dim('|')} ${' '.repeat(shown.column - 1)}${paint.bad('^'.repeat(width))}`);
  }
  if (hint !== null) lines.push(` ${paint.dim('help:')} ${hint}`);
  return lines.join('\n');
}

/** All diagnostics of a failed compilation, first things first. */
export function codeFrames(diagnostics: readonly Diagnostic[], paint: Paint, relative: (file: string) => string): string {
  return diagnostics.map((diagnostic) => codeFrame(diagnostic, paint, relative)).join('\n\n');
}

function cut(source: string, column: number): { text: string; column: number } {
  if (source.length <= FRAME_COLUMNS) return { text: source, column };
  const start = Math.max(0, Math.min(column - 20, source.length - FRAME_COLUMNS));
  return { text: source.slice(start, start + FRAME_COLUMNS), column: column - start };
}
