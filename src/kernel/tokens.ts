/**
 * C text as preprocessing tokens: translation phases 2 and 3 of C11 (5.1.1.2, 6.4). Lines are spliced, comments and white space are gone.
 *
 * The parser of tree-sitter tells where a definition is; what is in it is told here, because its tokens are others where it recovers from
 * an error (`->` is `-` and `>` then), and because a hash that is kept must not depend on the version of a grammar.
 */

export interface Token {
  readonly text: string;
  /** Offsets into the text: start inclusive, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly kind: 'name' | 'number' | 'string' | 'punctuator';
  /** Which directive of the text it belongs to, by number; null outside of directives. */
  readonly directive: number | null;
}

/** Longest first; what is none of them is a punctuator of one character. */
const PUNCTUATORS = ['%:%:', '...', '<<=', '>>=', '->', '++', '--', '<<', '>>', '<=', '>=', '==', '!=', '&&', '||', '*=', '/=', '%=', '+=', '-=', '&=', '^=', '|=', '##'];
const PREFIXES: ReadonlySet<string> = new Set(['L', 'u', 'U', 'u8']);

/** Every token, in the order of the text. Text that is no C gives tokens too: a quote without an end ends with its line. */
export function tokensOf(text: string): Token[] {
  return new Lexer(text).all();
}

class Lexer {
  private at = 0;
  private readonly tokens: Token[] = [];
  private directives = 0;
  private directive: number | null = null;
  /** Nothing but white space and comments since the line began. */
  private fresh = true;

  constructor(private readonly text: string) {}

  all(): Token[] {
    while (this.at < this.text.length) if (!this.skip()) this.take();
    return this.tokens;
  }

  /** White space, a comment or the end of a line: none of them is a token. */
  private skip(): boolean {
    const { text, at } = this;
    const splice = spliceAt(text, at);
    if (splice > 0) this.at += splice;
    else if (text[at] === '\n') this.endLine();
    else if (isSpace(text[at])) this.at++;
    else if (text.startsWith('/*', at)) this.at = after(text, '*/', at + 2);
    else if (text.startsWith('//', at)) this.at = endOfLine(text, at);
    else return false;
    return true;
  }

  private endLine(): void {
    this.at++;
    this.fresh = true;
    this.directive = null;
  }

  private take(): void {
    const start = this.at;
    const first = this.text[start]!;
    if (first === '#' && this.fresh) this.directive = this.directives++;
    this.fresh = false;
    if (first === '"' || first === '\'') this.push('string', quoteEnd(this.text, start));
    else if (isNameStart(first)) this.takeName(start);
    else if (isDigit(first) || (first === '.' && isDigit(this.text[start + 1]))) this.push('number', numberEnd(this.text, start));
    else this.push('punctuator', start + (PUNCTUATORS.find((one) => this.text.startsWith(one, start))?.length ?? 1));
  }

  private takeName(start: number): void {
    const end = nameEnd(this.text, start);
    const quote = this.text[end];
    if ((quote === '"' || quote === '\'') && PREFIXES.has(this.text.slice(start, end))) this.push('string', quoteEnd(this.text, end));
    else this.push('name', end);
  }

  private push(kind: Token['kind'], end: number): void {
    this.tokens.push({ text: unspliced(this.text.slice(this.at, end)), start: this.at, end, kind, directive: this.directive });
    this.at = end;
  }
}

/** How long a backslash with the end of its line is at that place; 0 if there is none. */
function spliceAt(text: string, at: number): number {
  if (text[at] !== '\\') return 0;
  if (text[at + 1] === '\n') return 2;
  return text[at + 1] === '\r' && text[at + 2] === '\n' ? 3 : 0;
}

function unspliced(text: string): string {
  return text.replaceAll('\\\r\n', '').replaceAll('\\\n', '');
}

function after(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from);
  return found < 0 ? text.length : found + what.length;
}

/** The end of the line, not counting lines that a backslash continues. */
function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '\n') at += Math.max(1, spliceAt(text, at));
  return at;
}

function quoteEnd(text: string, from: number): number {
  const quote = text[from];
  let at = from + 1;
  while (at < text.length && text[at] !== '\n') {
    if (text[at] === quote) return at + 1;
    const splice = spliceAt(text, at);
    at += splice > 0 ? splice : text[at] === '\\' ? 2 : 1;
  }
  return Math.min(at, text.length);
}

function nameEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && (isNameStart(text[at]!) || isDigit(text[at]))) at++;
  return at;
}

/** A preprocessing number: 0x1fUL, 1e+3, .5 */
function numberEnd(text: string, from: number): number {
  let at = from + 1;
  for (; at < text.length; at++) {
    const one = text[at]!;
    const sign = (one === '+' || one === '-') && 'eEpP'.includes(text[at - 1]!);
    if (!sign && one !== '.' && !isDigit(one) && !isNameStart(one)) break;
  }
  return at;
}

function isSpace(one: string | undefined): boolean {
  return one === ' ' || one === '\t' || one === '\r' || one === '\v' || one === '\f';
}

function isDigit(one: string | undefined): boolean {
  return one !== undefined && one >= '0' && one <= '9';
}

function isNameStart(one: string): boolean {
  return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || one === '_' || one === '$' || one > '\u007f';
}
