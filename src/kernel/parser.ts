/** C files parsed by tree-sitter's grammar, which is WebAssembly: nothing is compiled when fdcheck is installed. */
import { createRequire } from 'node:module';
import { Language, Parser, type Node, type Tree } from 'web-tree-sitter';
import { foreignSpans } from './annotations.js';
import { tokensOf, type Token } from './tokens.js';

/** The grammar is not installed. */
export class NoGrammar extends Error {
  override readonly name = 'NoGrammar';
}

/** A parsed file. Offsets of nodes and tokens are those of the text. */
export interface ParsedFile {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly root: Node;
}

export interface CParser {
  /** What `use` makes of the parsed text; nodes do not outlive it. */
  readonly with: <Result>(text: string, use: (file: ParsedFile) => Result) => Result;
}

/** Throws NoGrammar. */
export async function cParser(): Promise<CParser> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammarFile()));
  return {
    with(text, use) {
      const tokens = tokensOf(text);
      const tree: Tree | null = parser.parse(readable(text, tokens));
      if (tree === null) throw new Error('tree-sitter gave no tree');
      try {
        return use({ text, tokens, root: tree.rootNode });
      } finally {
        tree.delete();
      }
    },
  };
}

function grammarFile(): string {
  try {
    return createRequire(import.meta.url).resolve('tree-sitter-c/tree-sitter-c.wasm');
  } catch {
    throw new NoGrammar('the grammar of C (package tree-sitter-c) is not installed; npm install --ignore-scripts tree-sitter-c installs it without compiling anything');
  }
}

/** The text with blanks for what confuses the parser, at the same offsets: annotations, and #define, which a comment in it breaks. */
function readable(text: string, tokens: readonly Token[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of [...foreignSpans(tokens), ...macroSpans(tokens)].toSorted((a, b) => a.start - b.start)) {
    if (start < at) continue;
    parts.push(text.slice(at, start), blank(text.slice(start, end)));
    at = end;
  }
  return parts.join('') + text.slice(at);
}

function blank(text: string): string {
  return text.split('\n').map((line) => ' '.repeat(line.length)).join('\n');
}

function macroSpans(tokens: readonly Token[]): { start: number; end: number }[] {
  return directives(tokens).filter(([, word]) => word?.text === 'define').map((line) => ({ start: line[0]!.start, end: line.at(-1)!.end }));
}

/** The tokens of each directive, from # on. */
export function directives(tokens: readonly Token[]): Token[][] {
  const lines: Token[][] = [];
  for (const token of tokens) {
    if (token.directive === null) continue;
    const line = (lines[token.directive] ??= []);
    line.push(token);
  }
  return lines;
}
