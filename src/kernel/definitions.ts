/** What a C file defines at its outermost level: functions, system calls, structs, enums, variables, macros; and what cannot be read of it. */
import type { Node } from 'web-tree-sitter';
import { closing } from './annotations.js';
import { hashOf, normalTokens } from './normal.js';
import { directives, type CParser, type ParsedFile } from './parser.js';
import type { Token } from './tokens.js';

export type DefinitionKind = 'function' | 'syscall' | 'struct' | 'enum' | 'variable' | 'macro';

export interface Definition {
  readonly kind: DefinitionKind;
  /** Of a system call the name that programs know: `dup3` of SYSCALL_DEFINE3(dup3, ...). */
  readonly name: string;
  /** Where its name stands, from 1. */
  readonly line: number;
  /** Its first and last line. */
  readonly lines: readonly [number, number];
  /** Conditions of the preprocessor around it, outermost first, as text: `#ifdef CONFIG_X`, `#else`. */
  readonly under: readonly string[];
  readonly normal: readonly string[];
  readonly hash: string;
  /** Why what was read of it may be wrong; null: it is not. */
  readonly fault: string | null;
}

/** A definition with fewer tokens says too little to be known by them under another name. */
export const KNOWN_BY_BODY = 24;

export interface KernelFile {
  readonly definitions: readonly Definition[];
  /** Lines that the parser could not read, and the names that stand there. */
  readonly unreadable: readonly { readonly lines: readonly [number, number]; readonly names: ReadonlySet<string> }[];
}

export function readFile(parser: CParser, text: string): KernelFile {
  return parser.with(text, (file) => {
    const reader = new Reader(file);
    reader.walk(file.root, []);
    reader.addMacros();
    return { definitions: reader.definitions.toSorted((a, b) => a.line - b.line), unreadable: reader.unreadable };
  });
}

const SYSCALL = /^(?:COMPAT_)?SYSCALL_DEFINE\d$/;

class Reader {
  readonly definitions: Definition[] = [];
  readonly unreadable: { lines: readonly [number, number]; names: ReadonlySet<string> }[] = [];
  private readonly lineStarts: readonly number[];

  constructor(private readonly file: ParsedFile) {
    this.lineStarts = [0, ...[...file.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  /** Definitions that are children of the node, or stand in it under a condition. */
  walk(parent: Node, under: readonly string[]): void {
    const children = parent.children;
    children.forEach((node, i) => {
      if (node.type === 'ERROR') this.tellUnreadable(node);
      const body = children[i + 1]?.type === 'compound_statement' ? children[i + 1]! : null;
      const head = body === null ? null : headUnderConditions(node);
      if (head !== null && body !== null) this.addManyHeaded(node, head, body, under);
      else if (PLAIN_PARENTS.has(node.type)) this.walk(node, under);
      else if (node.type.startsWith('preproc_') && CONDITIONS.has(node.type)) this.walk(node, [...under, this.lineText(node.startIndex)]);
      else if (node.type === 'function_definition') this.addFunction(node, node.endIndex, under);
      else if (isMacroCall(node) && body !== null) this.addFunction(node, body.endIndex, under);
      else if (DECLARATIONS.has(node.type)) this.addDeclared(node, under);
      else if (node.type === 'expression_statement') this.addDefined(node, under);
    });
  }

  /** The macros, which the parser has not seen. */
  addMacros(): void {
    for (const tokens of directives(this.file.tokens)) {
      const name = tokens[2];
      if (tokens[1]?.text === 'define' && name?.kind === 'name') this.add('macro', name, tokens, [], null);
    }
  }

  /** A function, or what a macro makes one of: NAME(first, ...) { ... }. */
  private addFunction(node: Node, end: number, under: readonly string[]): void {
    const tokens = this.tokensIn(node.startIndex, end);
    const [first, second, third] = tokens;
    const head = first?.kind === 'name' && second?.text === '(' ? closing(tokens, 1) : null;
    const byMacro = head !== null && tokens[head + 1]?.text === '{' && third?.kind === 'name';
    const name = byMacro ? third : this.tokenAt(declaredName(node.childForFieldName('declarator')));
    if (name === undefined) return;
    this.add(byMacro && SYSCALL.test(tokens[0]!.text) ? 'syscall' : 'function', name, tokens, under, bodyFault(tokens));
  }

  /** SYSCALL_DEFINE5(clone, ...) with other parameters under each condition, and one body behind them. */
  private addManyHeaded(conditions: Node, head: Node, body: Node, under: readonly string[]): void {
    const [macro, , name] = this.tokensIn(head.startIndex, head.endIndex);
    if (macro === undefined || name?.kind !== 'name') return;
    this.add(SYSCALL.test(macro.text) ? 'syscall' : 'function', name, this.tokensIn(conditions.startIndex, body.endIndex), under, bodyFault(this.tokensIn(body.startIndex, body.endIndex)));
  }

  private addDeclared(node: Node, under: readonly string[]): void {
    const type = node.type === 'declaration' || node.type === 'type_definition' ? node.childForFieldName('type') : node;
    const body = type?.childForFieldName('body') ?? null;
    const tag = type?.childForFieldName('name') ?? null;
    const name = this.tokenAt(tag);
    if (type !== null && body !== null && name !== undefined && TAGGED.has(type.type)) {
      const tokens = this.tokensIn(type.startIndex, body.endIndex);
      this.add(type.type === 'enum_specifier' ? 'enum' : 'struct', name, tokens, under, bodyFault(tokens));
    } else if (node.type === 'declaration') {
      const tokens = this.tokensIn(node.startIndex, node.endIndex);
      for (const declarator of node.childrenForFieldName('declarator')) {
        const variable = isPrototype(declarator) ? undefined : this.tokenAt(declaredName(declarator));
        if (variable !== undefined) this.add('variable', variable, tokens, under, null);
      }
    }
  }

  /** A variable that a macro defines: DEFINE_RWLOCK(tasklist_lock); */
  private addDefined(node: Node, under: readonly string[]): void {
    const tokens = this.tokensIn(node.startIndex, node.endIndex);
    const [macro, open, name] = tokens;
    if (macro?.text.startsWith('DEFINE_') === true && open?.text === '(' && name?.kind === 'name') this.add('variable', name, tokens, under, null);
  }

  private add(kind: DefinitionKind, name: Token, tokens: readonly Token[], under: readonly string[], fault: string | null): void {
    const normal = normalTokens(tokens, name.text);
    const lines = [this.lineOf(tokens[0]!.start), this.lineOf(tokens.at(-1)!.end - 1)] as const;
    if (fault !== null) this.unreadable.push({ lines, names: namesIn(tokens) });
    this.definitions.push({ kind, name: name.text, line: this.lineOf(name.start), lines, under, normal, hash: hashOf(normal), fault });
  }

  private tellUnreadable(node: Node): void {
    const names = namesIn(this.tokensIn(node.startIndex, node.endIndex));
    if (names.size > 0) this.unreadable.push({ lines: [this.lineOf(node.startIndex), this.lineOf(node.endIndex - 1)], names });
  }

  private tokensIn(start: number, end: number): Token[] {
    return this.file.tokens.slice(this.tokenIndex(start), this.tokenIndex(end));
  }

  /** The token that a node is; undefined if the node is none. */
  private tokenAt(node: Node | null): Token | undefined {
    if (node === null) return undefined;
    const token = this.file.tokens[this.tokenIndex(node.startIndex)];
    return token?.start === node.startIndex && token.kind === 'name' ? token : undefined;
  }

  /** The first token at or behind that offset. */
  private tokenIndex(offset: number): number {
    return lowest(this.file.tokens.length, (i) => this.file.tokens[i]!.start >= offset);
  }

  private lineOf(offset: number): number {
    return lowest(this.lineStarts.length, (i) => this.lineStarts[i]! > offset);
  }

  private lineText(offset: number): string {
    const end = this.file.text.indexOf('\n', offset);
    return this.file.text.slice(offset, end < 0 ? undefined : end).trim();
  }
}

function namesIn(tokens: readonly Token[]): ReadonlySet<string> {
  return new Set(tokens.filter(({ kind }) => kind === 'name').map(({ text }) => text));
}

/** extern "C" { ... }, and what the parser gave up: definitions can stand in either. */
const PLAIN_PARENTS: ReadonlySet<string> = new Set(['linkage_specification', 'declaration_list', 'ERROR']);
const CONDITIONS: ReadonlySet<string> = new Set(['preproc_if', 'preproc_ifdef', 'preproc_else', 'preproc_elif', 'preproc_elifdef']);
const DECLARATIONS: ReadonlySet<string> = new Set(['declaration', 'type_definition', 'struct_specifier', 'union_specifier', 'enum_specifier']);
const TAGGED: ReadonlySet<string> = new Set(['struct_specifier', 'union_specifier', 'enum_specifier']);

function isMacroCall(node: Node): boolean {
  return node.type === 'expression_statement' && node.firstChild?.type === 'call_expression' && (node.lastChild?.isMissing ?? false);
}

/** The last macro call at the end of an arm of #if, where nothing but the calls of the other arms is in it; null if it is not so. */
function headUnderConditions(node: Node): Node | null {
  if (!CONDITIONS.has(node.type)) return null;
  const last = node.namedChildren.findLast((child) => child !== null && child.type !== 'comment') ?? null;
  return last === null ? null : isMacroCall(last) ? last : headUnderConditions(last);
}

/** `*f(int)` declares a function, `(*f)(int)` a variable. */
function isPrototype(declarator: Node): boolean {
  const inner = declarator.childForFieldName('declarator');
  if (declarator.type === 'function_declarator') return inner?.type !== 'parenthesized_declarator';
  return inner !== null && isPrototype(inner);
}

/** The identifier inside a declarator: *f(int), (*f)(int), a[3], a = 1. */
function declaredName(declarator: Node | null): Node | null {
  if (declarator === null || declarator.type === 'identifier' || declarator.type === 'type_identifier') return declarator;
  const inner = declarator.childForFieldName('declarator');
  if (inner !== null) return declaredName(inner);
  return declarator.type === 'parenthesized_declarator' ? declaredName(declarator.namedChildren.find((child) => child !== null && child.type !== 'ERROR') ?? null) : null;
}

/** The parser's end of a body must be where its braces close: else it has recovered from an error across them. */
function bodyFault(tokens: readonly Token[]): string | null {
  const open = tokens.findIndex(({ text, directive }) => text === '{' && directive === null);
  return open >= 0 && closing(tokens, open) === tokens.length - 1 ? null : 'its braces do not close where the parser sees its end';
}

/** The lowest index below `count` of which it holds, if it holds of all above; `count` if of none. */
function lowest(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
