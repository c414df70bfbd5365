/**
 * What a model says can never happen, beside the code that is there for it: `// never true: reason` and `// never false: reason` on the
 * line of a condition, `// never: reason` on that of a case or of a function's name. The comment may stand on a line of its own above.
 * Where the line has several conditions, the comment names one: // `fd < 0` is never true: reason
 */
import type { Condition } from './conditions.js';
import { lineText, type SourceFile } from './source.js';

/** A comment that says `never`. */
export interface NeverComment {
  /** Where the comment stands, from 1. */
  readonly line: number;
  /** The line that it is about. */
  readonly about: number;
  /** The condition that it names. */
  readonly condition: string | null;
  /** Absent for a case or a function. */
  readonly way: 'true' | 'false' | null;
  readonly reason: string;
}

const SHAPE = /\/\/ (?:`([^`]+)` (?:is )?)?never(?: (true|false))?: (\S.*)$/;

/** All of a file, in its order. */
export function neverComments(source: SourceFile): NeverComment[] {
  return source.lineStarts.flatMap((_, i) => {
    const text = lineText(source, i + 1);
    const found = SHAPE.exec(text);
    if (found === null) return [];
    const way = found[2] === 'true' || found[2] === 'false' ? found[2] : null;
    return [{ line: i + 1, about: text.slice(0, found.index).trim() === '' ? nextCode(source, i + 2) : i + 1, condition: found[1] ?? null, way, reason: found[3]!.trim() }];
  });
}

function nextCode(source: SourceFile, line: number): number {
  return line <= source.lineStarts.length && lineText(source, line).trim().startsWith('//') ? nextCode(source, line + 1) : line;
}

/** Whether the comment is about this condition, of those on its line. */
export function isAbout(comment: NeverComment, one: Condition, all: readonly Condition[]): boolean {
  const meant = (condition: Condition): boolean => condition.line === comment.about && condition.isCase === (comment.way === null)
    && (comment.condition === null || comment.condition === condition.text);
  return meant(one) && all.filter(meant).length === 1;
}
