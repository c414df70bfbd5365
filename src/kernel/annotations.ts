/**
 * Words of kernel C that say nothing of what a function does: to sparse, the linker, the optimiser. They do not count when two versions of
 * a definition are compared, and those that C does not know are taken away before the text is parsed, as no parser can tell what they are.
 */
import type { Token } from './tokens.js';

/** What C itself has of this kind: a parser knows it. */
const OF_C: ReadonlySet<string> = new Set(['static', 'extern', 'inline', '__inline', '__inline__']);

/** include/linux/compiler_types.h, compiler_attributes.h, linkage.h, init.h, cache.h. */
const WORDS: ReadonlySet<string> = new Set([
  '__user', '__kernel', '__iomem', '__percpu', '__rcu', '__force', '__nocast', '__safe', '__private', '__bitwise',
  '__always_inline', '__gnu_inline', 'noinline', 'noinline_for_stack', '__noreturn', '__cold', '__hot', '__pure', '__attribute_const__', '__must_check',
  '__maybe_unused', '__always_unused', '__used', '__weak', '__visible', '__malloc', '__packed', '__deprecated', '__designated_init',
  '__latent_entropy', '__randomize_layout', '__no_randomize_layout', 'randomized_struct_fields_start', 'randomized_struct_fields_end',
  '__sched', '__cpuidle', '__lockfunc', 'notrace', 'noinstr', '__kprobes', 'asmlinkage', '__no_kcsan', '__no_sanitize_address', '__nocfi', '__noscs',
  '__init', '__exit', '__initdata', '__ref', '__refdata', '__read_mostly', '__ro_after_init', '__cacheline_aligned', '____cacheline_aligned',
  '____cacheline_aligned_in_smp', '__cacheline_aligned_in_smp', '__cacheline_internodealigned_in_smp', '____cacheline_internodealigned_in_smp',
]);

/** Such words with an argument in parentheses. */
const CALLS: ReadonlySet<string> = new Set([
  '__releases', '__acquires', '__must_hold', '__cond_acquires', '__cond_lock', '__attribute__', '__attribute', '__aligned', '__printf', '__scanf', '__section',
  '__alloc_size', '__counted_by', '__no_sanitize', '__assume_aligned',
]);

/** Hints about branches: their argument counts. */
const HINTS: ReadonlySet<string> = new Set(['likely', 'unlikely']);

/** Spans of the words that are not C's: with its argument where a word has one. */
export function foreignSpans(tokens: readonly Token[]): { start: number; end: number }[] {
  return tokens.flatMap((token, i) => {
    const last = annotationEnd(tokens, i);
    return last === null ? [] : [{ start: token.start, end: tokens[last]!.end }];
  });
}

/** The tokens that count: without annotations, hints, and the parentheses of hints where others stand around them. */
export function countedTokens(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const end = annotationEnd(tokens, i) ?? (OF_C.has(tokens[i]!.text) ? i : null);
    if (end === null) kept.push(tokens[i]!);
    else i = end;
  }
  return withoutHints(kept);
}

/** The index of the last token of an annotation that begins at that index; null: none does. */
function annotationEnd(tokens: readonly Token[], at: number): number | null {
  const { text, kind } = tokens[at]!;
  if (kind !== 'name') return null;
  if (WORDS.has(text)) return at;
  return CALLS.has(text) && tokens[at + 1]?.text === '(' ? closing(tokens, at + 1) : null;
}

function withoutHints(tokens: readonly Token[]): Token[] {
  const dropped = new Set<number>();
  tokens.forEach((token, i) => {
    if (!HINTS.has(token.text) || tokens[i + 1]?.text !== '(') return;
    const end = closing(tokens, i + 1);
    if (end === null) return;
    dropped.add(i);
    if (tokens[i - 1]?.text === '(' && tokens[end + 1]?.text === ')') dropped.add(i + 1).add(end);
  });
  return tokens.filter((_, i) => !dropped.has(i));
}

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

/** The index of the bracket that closes the one at that index; directives do not count, unless it is in one. Null: none does. */
export function closing(tokens: readonly Token[], open: number): number | null {
  const { text, directive } = tokens[open]!;
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.directive !== directive) {
      if (directive !== null) return null;
      continue;
    }
    if (token.text === text) depth++;
    if (token.text === CLOSES[text] && --depth === 0) return i;
  }
  return null;
}
