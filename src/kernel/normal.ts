/** When two texts of a definition are the same: comments, white space, line numbers, annotations and the definition's own name do not count. */
import { createHash } from 'node:crypto';
import { countedTokens } from './annotations.js';
import type { Token } from './tokens.js';

/** What stands for the definition's own name: whoever only renames it changes nothing in it. */
const OWN_NAME = '@';
/** Ends a directive, whose line is a part of its meaning. */
const END_OF_DIRECTIVE = '\n';
/** Behind the name of a macro with parameters: a space before the parenthesis would make it one without. */
const WITH_PARAMETERS = '\u0001';
/** Of 64: two definitions with the same name in two versions are compared, not all with all. */
const HASH_DIGITS = 16;

/** The tokens of a definition that count, in order. */
export function normalTokens(tokens: readonly Token[], name: string): string[] {
  const counted = countedTokens(tokens);
  return counted.flatMap((token, i) => {
    const text = token.kind === 'name' && token.text === name ? OWN_NAME : token.text;
    const { directive } = token;
    const marked = i === 2 && isMacroWithParameters(counted) ? [text, WITH_PARAMETERS] : [text];
    return directive !== null && counted[i + 1]?.directive !== directive ? [...marked, END_OF_DIRECTIVE] : marked;
  });
}

function isMacroWithParameters([sharp, define, name, open]: readonly Token[]): boolean {
  return sharp?.text === '#' && define?.text === 'define' && open?.text === '(' && name?.end === open.start;
}

/** The hash that is kept of a definition: the first digits of SHA-256 over its tokens. */
export function hashOf(normal: readonly string[]): string {
  return createHash('sha256').update(normal.join('\u0000')).digest('hex').slice(0, HASH_DIGITS);
}

/** The tokens as text that can be compared line by line: a statement, a brace or a directive a line. */
export function printed(normal: readonly string[], name: string): string {
  const lines: string[] = [];
  let line: string[] = [];
  let depth = 0;
  let parentheses = 0;
  const end = (): void => {
    if (line.length > 0) lines.push(`${'  '.repeat(depth)}${joined(line)}`);
    line = [];
  };
  for (const token of normal) {
    if (token === '(') parentheses++;
    if (token === ')') parentheses--;
    if (token === '}') {
      end();
      depth = Math.max(0, depth - 1);
    }
    if (token !== END_OF_DIRECTIVE && token !== WITH_PARAMETERS) line.push(token === OWN_NAME ? name : token);
    if (token === '{' || token === '}' || token === END_OF_DIRECTIVE || (token === ';' && parentheses <= 0)) end();
    if (token === '{') depth++;
  }
  end();
  return `${lines.join('\n')}\n`;
}

const TIGHT_BEFORE: ReadonlySet<string> = new Set([')', ']', ',', ';', '->', '.', '++', '--']);
const TIGHT_AFTER: ReadonlySet<string> = new Set(['(', '[', '->', '.', '!', '~']);

function joined(tokens: readonly string[]): string {
  return tokens.reduce((text, token, i) => {
    const before = tokens[i - 1];
    const call = token === '(' && before !== undefined && /^\w+$/.test(before) && !['if', 'for', 'while', 'switch', 'return'].includes(before);
    const tight = before === undefined || TIGHT_BEFORE.has(token) || TIGHT_AFTER.has(before) || token === '[' || call;
    return text + (tight ? '' : ' ') + token;
  }, '');
}
