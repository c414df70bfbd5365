/** The table of switches, as text: what is in it, and where another entry goes. */
import type { Expression, ObjectExpression } from '@oxc-project/types';
import { UsageError } from '../failure.js';
import { edited, insertion, parsed, quoted, type Edit } from './edit.js';

export interface NewSwitch {
  readonly name: string;
  readonly title: string;
  /** Of the commit; null if the patch is none yet. */
  readonly hash: string | null;
  readonly functions: readonly string[];
}

export interface SwitchText {
  /** The version without any. */
  readonly base: string;
  /** Of every switch and release. */
  readonly names: readonly string[];
  /** The text with one entry more, the last of `others`. */
  readonly with: (entry: NewSwitch) => string;
}

export function readSwitches(file: string, text: string): SwitchText {
  const table = tableIn(file, text);
  const others = valueOf(table, 'others');
  return {
    base: stringOf(valueOf(table, 'base')),
    names: [stringOf(valueOf(table, 'base')), ...entryNames(valueOf(table, 'series')), ...entryNames(others), ...keysOf(valueOf(table, 'releases'))],
    with: (entry) => edited(text, [others === null ? newList(table, entry) : appended(others, entry)]),
  };
}

function tableIn(file: string, text: string): ObjectExpression {
  for (const statement of parsed(file, text).body) {
    const call = statement.type === 'ExpressionStatement' ? statement.expression : null;
    if (call?.type !== 'CallExpression' || call.callee.type !== 'Identifier' || call.callee.name !== 'switches') continue;
    if (call.arguments[0]?.type === 'ObjectExpression') return call.arguments[0];
  }
  throw new UsageError(`${file} has no table of switches: it should contain switches({ base: ..., series: [...] })`);
}

/** After the last entry, with the comma before it; a comma that ended the list ends it still. */
function appended(others: Expression, entry: NewSwitch): Edit {
  if (others.type !== 'ArrayExpression') throw new UsageError('`others` of the table of switches is no list: write others: []');
  const last = others.elements.at(-1);
  return last ? insertion(last.end, `,\n${entryText(entry)}`) : { start: others.start, end: others.end, text: `[\n${entryText(entry)},\n  ]` };
}

function newList(table: ObjectExpression, entry: NewSwitch): Edit {
  const series = table.properties.find((property) => keyOf(property) === 'series');
  return insertion(series?.end ?? table.start + 1, `,\n  others: [\n${entryText(entry)},\n  ]`);
}

function entryText({ name, title, hash, functions }: NewSwitch): string {
  const commit = hash === null ? '' : ` hash: ${quoted(hash)},`;
  return `    { name: ${quoted(name)}, title: ${quoted(title)},${commit} kind: 'behaviour', modelled: true,\n`
    + `      functions: [${functions.map(quoted).join(', ')}], changes: 'Say in a sentence what is different.' }`;
}

function valueOf(table: ObjectExpression, key: string): Expression | null {
  const property = table.properties.find((one) => keyOf(one) === key);
  return property?.type === 'Property' ? property.value as Expression : null;
}

function keyOf(property: ObjectExpression['properties'][number]): string {
  if (property.type !== 'Property') return '';
  return property.key.type === 'Identifier' ? property.key.name : property.key.type === 'Literal' ? String(property.key.value) : '';
}

function entryNames(list: Expression | null): string[] {
  if (list?.type !== 'ArrayExpression') return [];
  return list.elements.flatMap((one) => (one?.type === 'ObjectExpression' ? [stringOf(valueOf(one, 'name'))] : []));
}

function keysOf(table: Expression | null): string[] {
  return table?.type === 'ObjectExpression' ? table.properties.map(keyOf) : [];
}

function stringOf(value: Expression | null): string {
  return value?.type === 'Literal' ? String(value.value) : '';
}
