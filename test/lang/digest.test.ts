import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileDigest } from '../../src/lang/digest.js';

const TEXT = `import { Int, spin_lock } from 'fdcheck/lang';
/** A count. */
let total: Int<0, 9> = 0;
export function add(n: Int<0, 3>): void {
  const twice = n + n;
  total = total + twice;
}
export function take(m: Int<0, 3>): Int<0, 9> {
  const now = total;
  if (m > now) return 0;
  return now - m;
}
`;

function of(text: string): NonNullable<ReturnType<typeof fileDigest>> {
  const found = fileDigest('a.ts', text);
  if (found === null) throw new Error('does not parse');
  return found;
}

/** The functions whose digest differs, and whether the rest does. */
function changed(before: string, after: string): string[] {
  const [a, b] = [of(before), of(after)];
  const names = [...new Set([...Object.keys(a.functions), ...Object.keys(b.functions)])];
  return [...names.filter((name) => a.functions[name] !== b.functions[name]), ...(a.rest === b.rest ? [] : ['the rest'])];
}

describe('the digest of a file', () => {
  it.each([
    ['a comment', (text: string) => text.replace('const now', '/* what is there */ const now // now\n')],
    ['layout', (text: string) => text.replaceAll('\n', '\n\n').replaceAll(' = ', '  =  ')],
    ['another name of a local', (text: string) => text.replaceAll('now', 'before')],
    ['another name of a parameter', (text: string) => text.replace(/\bm\b/g, 'amount')],
    ['another spelling of a number', (text: string) => text.replace('return 0;', 'return 0x0;')],
  ])('is not changed by %s', (_what, edit) => {
    expect(edit(TEXT)).not.toBe(TEXT);
    expect(changed(TEXT, edit(TEXT))).toEqual([]);
  });

  it.each([
    ['a statement of a function', 'const now = total;', 'const now = total + 1;', ['take']],
    ['an operator', 'm > now', 'm >= now', ['take']],
    ['a parameter type', 'add(n: Int<0, 3>)', 'add(n: Int<0, 4>)', ['add']],
    ['a type outside of functions', 'let total: Int<0, 9>', 'let total: Int<0, 8>', ['the rest']],
    ['an import', 'Int, spin_lock', 'Int, spin_unlock', ['the rest']],
    ['what is exported', 'export function add', 'function add', ['the rest']],
    ['the name of a function', 'function add', 'function plus', ['add', 'plus', 'the rest']],
    ['a local that hides what was global', 'const now = total;\n  if (m > now) return 0;\n  return now - m', 'const total = total;\n  if (m > total) return 0;\n  return total - m', ['take']],
    ['which of two locals is read', 'total + twice', 'total + n', ['add']],
    ['a member with the name of a local', 'm > now', 'm > now.now', ['take']],
  ])('tells %s', (_what, before, after, expected) => {
    expect(TEXT).toContain(before);
    expect(changed(TEXT, TEXT.replace(before, after))).toEqual(expected);
  });

  it('tells members by their names, also where locals are called like them', () => {
    const text = (member: string): string => `function f(x: T): int { const count = 1; const other = 2; return x.${member} + count + other; }`;
    expect(changed(text('count'), text('other'))).toEqual(['f']);
  });

  it.each([
    ['behind a cast', 'const a = 1; const b = 7; g = a as Int<0, 9>;', 'const b = 1; const a = 7; g = a as Int<0, 9>;'],
    ['behind !', 'const a = one(); const b = two(); g = a!.v;', 'const b = one(); const a = two(); g = a!.v;'],
    ['in a type', 'const a = 1; const b = 7; const c: typeof a = 1;', 'const b = 1; const a = 7; const c: typeof a = 1;'],
  ])('tells which of two locals is meant %s', (_where, before, after) => {
    const text = (body: string): string => `function f(): void { ${body} }`;
    expect(changed(text(before), text(after))).toEqual(['f']);
  });

  it.each([
    ['a constant', 'const LOW = 1;\nconst HIGH = 7;\n'], ['a variable', 'let LOW = 1;\nlet HIGH = 7;\n'], ['an import', "import { LOW, HIGH } from './limits.js';\n"],
    ['a function', 'function LOW(): void {}\nfunction HIGH(): void {}\n'],
  ])('keeps the name of %s, also where it is hidden in part of a function', (_what, head) => {
    const text = (name: string): string => `${head}function f(h: int): void { if (h === 0) { const ${name} = 2; h = ${name}; } g = ${name}; }`;
    expect(changed(text('LOW'), text('HIGH'))).toContain('f');
  });

  it('is null for a text that does not parse', () => {
    expect(fileDigest('a.ts', 'function {')).toBeNull();
  });

  it('is the same for a model file with comments, blank lines or spaces anywhere between two lines', () => {
    const folder = join(import.meta.dirname, '../../src/model');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    fc.assert(fc.property(fc.constantFrom(...files), fc.nat(), fc.constantFrom('', '  ', '// a comment', '\t'), (file, place, what) => {
      const lines = readFileSync(join(folder, file), 'utf8').split('\n');
      const at = place % lines.length;
      if (/^\s*\*|\/\*/.test(lines[at]!) || lines.slice(0, at).join('\n').split('`').length % 2 === 0) return;
      expect(changed(lines.join('\n'), [...lines.slice(0, at), what, ...lines.slice(at)].join('\n'))).toEqual([]);
    }), { numRuns: 60 });
  });
});
