/** The document itself (schema/check.json): what `fdcheck merge-reports` reads. */
import type { CheckDocument } from '../check-document.js';

const INDENT = '  ';

export function json(document: CheckDocument): string {
  return `${jsonText(document, '')}\n`;
}

/** What holds nothing but plain values stands on one line: a trail of a hundred steps has a thousand frames, and would have seven lines for each. */
function jsonText(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const items = Array.isArray(value) ? value.map((item): [string, unknown] => ['', item]) : Object.entries(value).map(([key, item]): [string, unknown] => [`${JSON.stringify(key)}: `, item]);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (items.length === 0) return open + close;
  const isFlat = items.every(([, item]) => typeof item !== 'object' || item === null);
  if (isFlat) return `${open}${items.map(([key, item]) => key + JSON.stringify(item)).join(', ')}${close}`;
  const inner = indent + INDENT;
  return `${open}\n${items.map(([key, item]) => `${inner}${key}${jsonText(item, inner)}`).join(',\n')}\n${indent}${close}`;
}
