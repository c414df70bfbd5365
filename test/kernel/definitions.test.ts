import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFile, type Definition } from '../../src/kernel/definitions.js';
import { successorOf } from '../../src/kernel/resemblance.js';
import { printed } from '../../src/kernel/normal.js';
import { cParser } from '../../src/kernel/parser.js';

const parser = await cParser();

function definitions(c: string): readonly Definition[] {
  return readFile(parser, c).definitions;
}

/** Kind, name, first to last line and what is wrong, of each definition. */
function told(c: string): string[] {
  return definitions(c).map(({ kind, name, lines, fault }) => `${kind} ${name} ${lines.join('-')}${fault === null ? '' : '!'}`);
}

describe('the definitions of a C file', () => {
  test.each<[string, string, string[]]>([
    ['functions, with the type on a line of its own', 'static struct file *\nf(int a)\n{\n}\nint g(void);\n', ['function f 1-4']],
    ['a system call without and with arguments', 'SYSCALL_DEFINE0(fork)\n{\n}\nCOMPAT_SYSCALL_DEFINE2(open, int, a, int, b)\n{\n}\n', ['syscall fork 1-3', 'syscall open 4-6']],
    [
      'a system call whose arguments depend on the architecture, with one body', '#ifdef CONFIG_A\nSYSCALL_DEFINE2(clone, int, a, int, b)\n#elif defined(CONFIG_B)\nSYSCALL_DEFINE2(clone, int, b, int, a)\n#else\nSYSCALL_DEFINE1(clone, int, a)\n#endif\n{\n\treturn a;\n}\n',
      ['syscall clone 1-10'],
    ],
    ['structs, unions, enums; not those that are only named', 'struct a {\n int b;\n} __randomize_layout;\nenum c { D };\nstruct e;\nstruct a f(struct e *g);\ntypedef struct h { int i; } j;\n', ['struct a 1-3', 'enum c 4-4', 'struct h 7-7']],
    ['variables, not prototypes', 'int a __read_mostly = 1, *b;\nint c(void), (*d)(void);\nstatic DEFINE_RWLOCK(e);\n__cacheline_aligned DEFINE_SPINLOCK(f);\nEXPORT_SYMBOL(c);\n', ['variable a 1-1', 'variable b 1-1', 'variable d 2-2', 'variable e 3-3', 'variable f 4-4']],
    ['macros, with comments in them', '#define A(x) \\\n\t({ /* 1 */ \\\n\tx; })\n# define B\n#undef B\n', ['macro A 1-3', 'macro B 4-4']],
    ['what stands in extern "C"', 'extern "C" {\nint f(void) { return 1; }\n}\n', ['function f 2-2']],
    ['functions with annotations of all kinds', 'static __always_inline __must_check int __sched f(char __user *p)\n\t__acquires(a->b) __releases(RCU)\n{\n}\n__printf(1, 2) void __noreturn g(char *fmt, ...) { }\n', ['function f 1-4', 'function g 5-5']],
    ['a function whose loops are macros', 'void f(void)\n{\n\tfor_each_thread(p, t) {\n\t\tif (t)\n\t\t\tbreak;\n\t} while_each_thread(p, t);\n}\n', ['function f 1-7']],
    ['a function with parameters behind its name', 'int f(a, b)\n\tint a;\n\tchar *b;\n{\n\treturn a;\n}\n', ['function f 1-6']],
    ['a function that its braces do not close, which is told', 'void f(void)\n{\n\tif (a) {\n\tb();\n}\n\nvoid g(void)\n{\n}\n', ['function f 1-9!']],
  ])('are %s', (_, c, expected) => {
    expect(told(c)).toEqual(expected);
  });

  test('know the conditions around them', () => {
    const c = '#if A\n#ifdef B\nint f(void) { return 1; }\n#else\nint f(void) { return 2; }\n#endif\n#endif\n';
    expect(definitions(c).map(({ under }) => under)).toEqual([['#if A', '#ifdef B'], ['#if A', '#ifdef B', '#else']]);
  });

  test('what is not read is told with the names that occur there', () => {
    const { unreadable } = readFile(parser, 'void f(void)\n{\n\tif (a) {\n}\nvoid lost(void)\n{\n}\n');
    expect(unreadable.some(({ names }) => names.has('lost'))).toBe(true);
  });

  test('the text that is compared is a statement a line', () => {
    const [f] = definitions('int f(struct a *b)\n{\n#ifdef C\n\tfor (i = 0; i < 3; i++) { if (unlikely(!b->c[i])) return f(b); }\n#endif\n}\n');
    expect(printed(f!.normal, f!.name)).toBe('int f(struct a * b) {\n  # ifdef C\n  for (i = 0; i < 3; i++) {\n    if (!b->c[i]) return f(b);\n  }\n  # endif\n}\n');
  });
});

/** Tokens of a function, which are statements of a few kinds. */
const name = fc.constantFrom('a', 'files', 'fdt', 'nr');
const statement = fc.oneof(
  fc.tuple(name, name).map(([x, y]) => [x, '->', y, '=', y, '+', '1', ';']),
  fc.tuple(name, name).map(([x, y]) => ['if', '(', '!', x, '&&', y, '<', '3', ')', 'return', '-', 'EBADF', ';']),
  fc.tuple(name, name).map(([x, y]) => ['list_for_each_entry', '(', x, ',', '&', y, '->', 'list', ')', '{', 'wake', '(', x, ')', ';', '}']),
  name.map((x) => ['spin_lock', '(', '&', x, '->', 'lock', ')', ';']),
);
const fn = fc.array(statement, { minLength: 1, maxLength: 6 }).map((body) => ['static', 'int', 'take', '(', 'struct', 'files', '*', 'a', ')', '{', ...body.flat(), '}']);
const space = fc.constantFrom(' ', '\t', '\n', '\r\n', ' /* } */ ', '\n// if (a) {\n', '\\\n ');

function hashes(c: string): string[] {
  return definitions(c).map(({ name: own, hash, fault }) => `${own} ${hash} ${fault}`);
}

describe('the hash of a definition', () => {
  test('does not depend on what stands between tokens', () => {
    fc.assert(fc.property(fn, fc.array(space, { minLength: 1, maxLength: 30 }), (tokens, spaces) => {
      const spaced = tokens.flatMap((token, i) => [token, spaces[i % spaces.length]!]).join('');
      expect(hashes(spaced)).toEqual(hashes(tokens.join(' ')));
      expect(hashes(spaced)).toHaveLength(1);
    }), { numRuns: 200 });
  });

  test('depends on every token', () => {
    fc.assert(fc.property(fn, fc.nat(), (tokens, nth) => {
      const places = tokens.flatMap((token, i) => (/^(a|files|fdt|nr|1|3)$/.test(token) && i > 7 ? [i] : []));
      const at = places[nth % places.length]!;
      const changed = tokens.map((token, i) => (i === at ? 'other' : token));
      expect(hashes(changed.join(' '))).toHaveLength(1);
      expect(hashes(changed.join(' '))).not.toEqual(hashes(tokens.join(' ')));
    }), { numRuns: 200 });
  });

  test('does not depend on what stands around the definition', () => {
    fc.assert(fc.property(fn, fn, (tokens, before) => {
      const other = before.map((token) => (token === 'take' ? 'give' : token)).join(' ');
      expect(hashes(`${other}\n${tokens.join(' ')}\n#define X \\\n 1\n${other}`)).toContain(hashes(tokens.join(' '))[0]);
    }), { numRuns: 100 });
  });

  test('does not depend on the name, nor on annotations and hints', () => {
    const hash = (c: string): string => definitions(c)[0]!.hash;
    const plain = hash('int f(char *p) { if (p && f(p)) return 1; return 0; }');
    expect(hash('static inline int __must_check g(char __user *p) __must_hold(&x) { if (likely(p && g(p))) return 1; return 0; }')).toBe(plain);
    expect(hash('int f(char *p) { if (unlikely(p) && f(p)) return 1; return 0; }')).not.toBe(hash('int f(char *p) { if (p || f(p)) return 1; return 0; }'));
    expect(hash('int f(char *p) { if (!unlikely(p && q)) return 1; return 0; }')).not.toBe(hash('int f(char *p) { if (!p && q) return 1; return 0; }'));
    expect(hash('#define f(x) x')).not.toBe(hash('#define f (x) x'));
  });
});

test('what a function may have become is the new one that is most like it', () => {
  const before = readFile(parser, 'int __close_fd(struct files_struct *files, unsigned fd) { struct file *file; file = pick_file(files, fd); if (!file) return -EBADF; return filp_close(file, files); }\nint old(void) { return 1; }');
  const now = readFile(parser, 'int close_fd(unsigned fd) { struct files_struct *files = current->files; struct file *file; file = pick_file(files, fd); if (!file) return -EBADF; return filp_close(file, files); }\nint fresh(void) { spin(); }');
  const [gone, old] = before.definitions;
  expect(successorOf(gone!, before, now)?.name).toBe('close_fd');
  expect(successorOf(old!, before, now)).toBeNull();
});
