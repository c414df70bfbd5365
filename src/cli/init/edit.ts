/** Changes to a text by position. */
import { parseSync } from 'oxc-parser';
import type { Program } from '@oxc-project/types';
import { UsageError } from '../failure.js';

/** What stands from `start` to before `end` becomes `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function edited(text: string, edits: readonly Edit[]): string {
  return edits.toSorted((a, b) => b.start - a.start).reduce((now, { start, end, text: by }) => now.slice(0, start) + by + now.slice(end), text);
}

export function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

/** The statements of a TypeScript module. Throws UsageError where it is none. */
export function parsed(file: string, text: string): Program {
  const { program, errors } = parseSync(file, text, { lang: 'ts', sourceType: 'module' });
  const [first] = errors;
  if (first === undefined) return program;
  const line = text.slice(0, first.labels[0]?.start ?? 0).split('\n').length;
  throw new UsageError(`${file}:${line} is no TypeScript: ${first.message}. Nothing was written: mend it first`);
}

/** A string literal as the model writes them. */
export function quoted(text: string): string {
  if (!/['\\\n]/.test(text)) return `'${text}'`;
  return /["\\\n]/.test(text) ? JSON.stringify(text) : `"${text}"`;
}
