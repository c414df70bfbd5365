/** The table of citations as a file: src/model/citations.json (schema/citations.json). */
import type { CitationTable, CitedDefinition, Form } from '../../kernel/table.js';
import { isListOf, isRecord, isRecordOf, isText } from '../shape.js';

const KINDS: readonly string[] = ['function', 'syscall', 'struct', 'enum', 'variable', 'macro'] satisfies readonly CitedDefinition['kind'][];

/** Null where the text is no such table. Throws SyntaxError where it is no JSON. */
export function parseCitations(text: string): CitationTable | null {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) return null;
  const { format, trees, cited, accepted, own } = value;
  if (format !== 'fdcheck-citations-1' || !isRecordOf(trees, isText) || !isRecordOf(cited, isCited) || !isListOf(own, isText)) return null;
  return isRecordOf(accepted, (forms): forms is Readonly<Record<string, Form>> => isRecordOf(forms, isForm)) ? { format, trees, cited, accepted, own } : null;
}

export function citationsText(table: CitationTable): string {
  const { format, trees, cited, accepted, own } = table;
  return `${JSON.stringify({ format, trees, cited: {}, accepted: {}, own }, null, 2)
    .replace('"cited": {}', () => `"cited": ${record(cited, 2)}`)
    .replace('"accepted": {}', () => `"accepted": ${nested(accepted)}`)}\n`;
}

/** An entry a line, so that a change of one is a change of one line. */
function record(entries: Readonly<Record<string, unknown>>, indent: number): string {
  const lines = Object.entries(entries).map(([key, value]) => `${' '.repeat(indent + 2)}${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${' '.repeat(indent)}}`;
}

function nested(versions: CitationTable['accepted']): string {
  const entries = Object.entries(versions).map(([version, forms]) => `    ${JSON.stringify(version)}: ${record(forms, 4)}`);
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n  }`;
}

function isCited(value: unknown): value is CitedDefinition {
  return isRecord(value) && isText(value['name']) && isText(value['hash']) && KINDS.includes(String(value['kind']));
}

function isForm(value: unknown): value is Form {
  return value === null || (isRecord(value) && isText(value['path']) && isText(value['name']) && isText(value['hash']));
}
