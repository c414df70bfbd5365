/** A function of the model with two arms: what it does with a patch, and what it does without. */
import type { Function as FunctionNode, ImportDeclaration, Program, Statement } from '@oxc-project/types';
import { edited, insertion, parsed, quoted, type Edit } from './edit.js';

/** The functions that a module declares, in order. */
export function functionsIn(file: string, text: string): string[] {
  return declarations(parsed(file, text)).map((fn) => fn.id?.name ?? '');
}

/** The text in which the function asks for the switch, and does in both arms what it did. */
export function withArms(file: string, text: string, fn: string, patch: string): string {
  const program = parsed(file, text);
  const node = declarations(program).find((one) => one.id?.name === fn)!;
  return edited(text, [...importOfSince(program), arms(text, node, patch)]);
}

function declarations({ body }: Program): FunctionNode[] {
  return (body as Statement[]).flatMap((statement) => {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    return declared?.type === 'FunctionDeclaration' && declared.body ? [declared] : [];
  });
}

/** The words that say in which versions a function exists come first, before any arm. */
const MARKS: ReadonlySet<string> = new Set(['exists_since', 'exists_until']);

function arms(text: string, { body }: FunctionNode, patch: string): Edit {
  const marks = body!.body.filter((statement) => statement.type === 'ExpressionStatement' && statement.expression.type === 'CallExpression'
    && statement.expression.callee.type === 'Identifier' && MARKS.has(statement.expression.callee.name));
  const start = marks.at(-1)?.end ?? body!.start + 1;
  const inside = deeper(text.slice(start, body!.end - 1));
  return { start, end: body!.end - 1, text: `\n  if (since(${quoted(patch)})) {\n${inside}\n  } else {\n${inside}\n  }\n` };
}

/** The lines of a body, two columns to the right; a body on one line becomes a line of its own. */
function deeper(inside: string): string {
  const lines = inside.includes('\n') ? inside.replace(/^[^\S\n]*\n/, '').trimEnd().split('\n') : [`  ${inside.trim()}`];
  return lines.map((line) => (line.trim() === '' ? '' : `  ${line}`)).join('\n');
}

/** Nothing where the module has the word already. */
function importOfSince({ body }: Program): Edit[] {
  const imports = body.filter((statement): statement is ImportDeclaration => statement.type === 'ImportDeclaration');
  const words = imports.find(({ source, importKind }) => source.value === 'fdcheck/lang' && importKind !== 'type');
  const names = words?.specifiers.filter((one) => one.type === 'ImportSpecifier') ?? [];
  if (names.some(({ local }) => local.name === 'since')) return [];
  const [first] = names;
  if (first === undefined) return [insertion(imports[0]?.start ?? body[0]?.start ?? 0, "import { since } from 'fdcheck/lang';\n")];
  const next = names.find(({ local }) => local.name.toLowerCase() > 'since');
  return [next === undefined ? insertion(names.at(-1)!.end, ', since') : insertion(next.start, 'since, ')];
}
