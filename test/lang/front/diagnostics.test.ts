/** Where and how the front end refuses what is outside the language. */
import { describe, expect, it } from 'vitest';
import { inFolder, refusal, refusals } from '../../helpers/front.js';
import { CompileError, loadSpec } from '../../../src/lang/compile.js';

/** A spec whose task runs the statement, which stands on line 6 from column 3 on. */
function statement(text: string): string {
  return `// Refused?
import { Int, kzalloc, GFP_KERNEL, NULL, proved, spec, spinlock_t, spin_lock, zeroed, array } from 'fdcheck/lang';
interface thing { x: Int<0, 3>; next: thing }
let p: thing = NULL; let n: Int<0, 3> = 0; const l: spinlock_t = zeroed(); const a: array<Int<0, 3>, 2> = zeroed();
function two(): [Int<0, 3>, thing] { return [1, p]; } function one(k: Int<0, 3>): Int<0, 3> { return k; } function run(): void {
  ${text}
}
export default spec({ tasks: { T1: run }, expect: { base: proved } });
`;
}

describe('a statement outside the language is refused where it stands, with what to write instead', () => {
  it.each([
    ['try { n = 1; } catch {}', '6:3 this statement (TryStatement) is outside the language | the kernel has no exceptions: test the error number'],
    ['throw n;', '6:3 this statement (ThrowStatement) is outside the language | return an error number such as -EBADF'],
    ['class C {}', '6:3 this statement (ClassDeclaration) is outside the language | declare an interface and functions'],
    ['n = p?.x;', '6:7 this expression (ChainExpression) is outside the language | test the pointer with if: dereferencing NULL is a report'],
    ['if (n == 1) n = 0;', '6:12 == is outside the language | write ==='],
    ['n = n ** 2;', '6:12 the operator ** is outside the language'],
    ['const k = (n = 1);', '6:14 an assignment is a statement of its own | C leaves the order of a nested assignment open: split the statement'],
    ['n + 1;', '6:3 this statement has no effect | call a function or assign to something'],
    ['const k = 1.5;', '6:13 a number of the language is a 32-bit integer'],
    ['const [a1] = two(), [b1, c1, d1] = two();', '6:38 this is no tuple of 3'],
    ['const { x } = p;', "6:9 this pattern is outside the language | declare plain names, or [a, b] for a tuple"],
    ['const o = new Map();', '6:13 this expression (NewExpression) is outside the language | allocate an object with kzalloc<T>(GFP_KERNEL)'],
    ['for (const k in p) n = 1;', '6:3 this statement (ForInStatement) is outside the language'],
    ['for (const k of a) n = 1;', '6:19 for-of runs over objects<T>() or range(lo, hi) only | walk a list with list_first_entry_or_null and list_next'],
    ['break;', '6:3 break outside a loop'],
    ['const q = NULL;', '6:9 the type of NULL is not known here | annotate it: q: file = NULL'],
  ])('%s', (text, said) => {
    expect(refusal(statement(text))).toBe(said);
  });
});

describe('a wrong type is refused', () => {
  it.each([
    ['n = p;', '6:7 thing is not assignable to Int<0, 3>'],
    ['p = n;', '6:7 Int<0, 3> is not assignable to thing'],
    ['const q: thing = l;', '6:20 a spinlock_t is not a value | pass the member itself to one of its functions, e.g. spin_lock(files.file_lock)'],
    ['one(p);', '6:7 one expects Int<0, 3> here, not thing'],
    ['one();', '6:3 one takes 1 argument(s), not 0'],
    ['spin_lock(n);', '6:13 spin_lock expects spinlock_t here, not Int<0, 3>'],
    ['n = p.y;', "6:7 thing has no field 'y' | its fields: x, next"],
    ['n = n.x;', '6:7 Int<0, 3> has no members'],
    ['n = p[0];', '6:7 only an array has elements'],
    ['if (n === p) n = 0;', '6:13 cannot compare Int<0, 3> with thing | compare addresses with address_of(p)'],
    ['n = -p;', '6:7 - needs an integer, not thing'],
    ['m = 1;', "6:3 'm' cannot be assigned | declare it with let"],
    ['const c = 1; c = 2;', "6:16 'c' cannot be assigned | declare it with let"],
    ['missing();', "6:3 'missing' is not declared | import it, or declare it"],
  ])('%s', (text, said) => {
    expect(refusal(statement(text))).toBe(said);
  });
});

/** A spec file as given, behind its question and imports. */
function file(text: string): string {
  return `// Refused?\nimport { Int, NULL, proved, spec, violated, reports } from 'fdcheck/lang';\n${text}`;
}

describe('a declaration or a spec outside the language is refused', () => {
  it.each([
    ['no default export', 'function f(): void {}', '1:1 this file is no spec | a spec ends in export default spec({ tasks: { ... }, expect: { ... } })'],
    ['another default export', 'export default 3;', '3:16 the default export of a spec is spec({ ... })'],
    ['no tasks', 'export default spec({ expect: { base: proved } });', '3:21 a spec needs tasks | add tasks: { T1: program }'],
    ['an unknown key', 'function f(): void {}\nexport default spec({ task: { T1: f }, expect: { base: proved } });', "4:23 a spec has no 'task' | it has: setup, tasks, bounds, faults, always, reachable, final, measure, expect, same"],
    ['an unknown task program', 'export default spec({ tasks: { T1: g }, expect: { base: proved } });', "3:36 'g' is not declared | import it, or declare function g"],
    ['a property that is expected but not asked', 'function f(): void {}\nfunction g(): boolean { return true; }\nexport default spec({ tasks: { T1: f }, expect: { base: violated(g) } });', "5:49 'g' is expected, but no property of this spec has that name | list it under always, reachable or final; listed: none"],
    ['a bound that nothing asks for', 'function f(): void {}\nexport default spec({ tasks: { T1: f }, bounds: { flie: 2 }, expect: { base: proved } });', "4:16 bound 'flie' names no struct, and nothing asks for it | check the spelling"],
    ['a fault that nothing injects', 'function f(): void {}\nexport default spec({ tasks: { T1: f }, faults: { nomem: 1 }, expect: { base: proved } });', "4:16 nothing injects the fault 'nomem' | the model says inject('name') where it can happen"],
    ['a property with a parameter', 'function f(): void {}\nfunction g(k: Int<0, 1>): boolean { return k === 1; }\nexport default spec({ tasks: { T1: f }, always: [g], expect: { base: proved } });', '4:10 property g takes no parameters | quantify with objects<T>()'],
    ['a parameter without a type', 'function g(k) { return; }\nfunction f(): void { g(1); }\nexport default spec({ tasks: { T1: f }, expect: { base: proved } });', '3:12 a parameter needs a type | annotate it: (fd: Int<0, 3>)'],
    ['a global without a type', 'let g = 1;\nfunction f(): void { g = 2; }\nexport default spec({ tasks: { T1: f }, expect: { base: proved } });', "4:22 global 'g' has no type | declare it as `let g: Int<0, 3> = 0;`"],
    ['a union of pointers', 'interface t { x: Int<0, 1> }\nlet g: t | undefined = NULL;\nfunction f(): void { g = NULL; }\nexport default spec({ tasks: { T1: f }, expect: { base: proved } });', '4:12 this kind of type (TSUndefinedKeyword) is outside the language | use Int<lo, hi>, boolean, an interface, array<T, N> or a tuple'],
    ['recursion', 'function f(): void { g(); }\nfunction g(): void { f(); }\nexport default spec({ tasks: { T1: f }, expect: { base: proved } });', '3:10 recursion: f calls g calls f | recursion is outside the language: write a loop'],
    ['a statement at module level', 'for (;;) {}\nexport default spec({ tasks: {}, expect: {} });', '3:1 only declarations may stand at module level | move statements into a function, or into setup() of the spec'],
    ['a name that is declared twice', 'function f(): void {}\nfunction f(): void {}\nexport default spec({ tasks: { T1: f }, expect: { base: proved } });', "4:1 'f' is declared twice in this file | rename one of them"],
  ])('%s', (_, text, said) => {
    expect(refusal(file(text))).toBe(said);
  });
});

describe('imports', () => {
  const spec = (imports: string) => ({ 'question.ts': `// Q?\n${imports}\nimport { proved, spec } from 'fdcheck/lang';\nfunction f(): void {}\nexport default spec({ tasks: { T1: f }, expect: { base: proved } });` });

  it('of a package are refused', () => {
    expect(refusals(spec("import { x } from 'lodash';"))[0]?.message).toBe("a model cannot import 'lodash'");
  });

  it('of a file that is not there name the file and the import', () => {
    const [said] = refusals(spec("import { x } from './missing.js';"));
    expect(said).toMatchObject({ line: 2, column: 10 });
    expect(said?.message).toMatch(/cannot read .*missing\.ts \(ENOENT\)/);
  });

  it('of a name that the file lacks are refused where the name is used', () => {
    const files = { ...spec("import { x } from './other.js';"), 'other.ts': 'export const y = 1;' };
    const text = files['question.ts'].replace('function f(): void {}', 'let g: 0 | 1 | 2 = 0; function f(): void { g = x; }');
    expect(refusals({ ...files, 'question.ts': text })[0]?.message).toBe("'./other.js' has no 'x'");
  });

  it('in a circle are fine', () => {
    const other = "import { k } from './question.js';\nexport const y = 1; export const z = k;";
    const text = `// Q?\nimport { proved, spec } from 'fdcheck/lang';\nimport { y } from './other.js';\nexport const k = 2; let g: 0 | 1 | 2 = 0;\nfunction f(): void { g = y; }\nexport default spec({ tasks: { T1: f }, expect: { base: proved } });`;
    expect(() => refusals({ 'question.ts': text, 'other.ts': other })).toThrow('the front end accepted it');
  });

  it('of a folder or of nothing at all say that they cannot be read', () => {
    expect(() => loadSpec('/nowhere/at/all.ts')).toThrow(CompileError);
    expect(() => inFolder({ 'question.ts/x': '' }, loadSpec)).toThrow(/cannot read .*EISDIR/);
  });
});

it('a syntax error has the place that the parser gives', () => {
  expect(refusals({ 'question.ts': '// Q?\nconst x = ;\n' })).toMatchObject([{ line: 2, column: 11, message: 'syntax error: Unexpected token', source: 'const x = ;' }]);
});
