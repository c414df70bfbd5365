import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fdcheck, folderWith } from './harness.js';

const imports = "import { idle, Int, NULL, objects, proved, spec, violated } from 'fdcheck/lang';";
const tail = 'export default spec({ tasks: { A: work }, expect: { base: proved } });';

const files = {
  'specs/good.ts': `// Does a counter count?\n${imports}\nlet counter: number = 0;\nfunction work(): void { counter = 1; }\nfunction counts(): boolean { return !idle(0) || counter === 1; }\n`
    + 'export default spec({ tasks: { A: work }, always: [counts], expect: { base: proved } });\n',
  'specs/bad/syntax.ts': `// Is this a program?\n${imports}\nfunction work(): void { if (1 }\n${tail}\n`,
  'specs/bad/construct.ts': `// Are classes part of the language?\n${imports}\nclass Lock {}\nfunction work(): void {}\n${tail}\n`,
  'specs/bad/template.ts': `// Are template strings?\n${imports}\nlet counter: number = 0;\nfunction work(): void { const text = \`x\${counter}\`; }\n${tail}\n`,
  'specs/bad/type.ts': `// Is a pointer a number?\n${imports}\ninterface thing { value: number }\nlet shared: thing = NULL;\nlet counter: number = 0;\nfunction work(): void { counter = shared; }\n${tail}\n`,
  'specs/bad/bound.ts': `// Are two objects more than one?\nimport { GFP_KERNEL, kmalloc, NULL, proved, spec } from 'fdcheck/lang';\ninterface thing { value: number }\nlet one: thing = NULL;\nlet two: thing = NULL;\n`
    + `function work(): void { one = kmalloc<thing>(GFP_KERNEL); two = kmalloc<thing>(GFP_KERNEL); }\n${tail}\n`,
  'specs/bad/throws.ts': `// May a property dereference NULL?\n${imports}\ninterface thing { value: Int<0, 3> }\nlet shared: thing = NULL;\nlet counter: number = 0;\nfunction work(): void { counter = 1; }\n`
    + 'function reads(): boolean { return shared.value === 0; }\nexport default spec({ tasks: { A: work }, always: [reads], expect: { base: proved } });\n',
  'specs/bad/import.ts': `// Where is it?\nimport { nothing } from './missing.js';\n${imports}\nfunction work(): void {}\n${tail}\n`,
  'notes.txt': 'no trail in here\n',
  'old.txt': "fdcheck replay 'good@base:0123456789abcdef:0x2'\n",
};

let folder = { path: '', remove: (): void => {} };

beforeAll(() => {
  folder = folderWith(files);
  symlinkSync(join(folder.path, 'specs/loop.ts'), join(folder.path, 'loop.ts'));
  symlinkSync(join(folder.path, 'loop.ts'), join(folder.path, 'specs/loop.ts'));
});

afterAll(() => folder.remove());

interface Case {
  readonly title: string;
  readonly args: readonly string[];
  readonly code: number;
  /** Parts of what is said. */
  readonly says: readonly string[];
}

const cases: readonly Case[] = [
  { title: 'a syntax error', args: ['check', 'bad/syntax'], code: 150, says: ['specs/bad/syntax.ts:3:', 'error:', '^'] },
  { title: 'an unsupported construct', args: ['check', 'bad/construct'], code: 150, says: ['specs/bad/construct.ts:3:1', 'class', '^'] },
  { title: 'an unsupported expression', args: ['check', 'bad/template'], code: 150, says: ['specs/bad/template.ts:4:', '`x${counter}`', '^'] },
  { title: 'a wrong type', args: ['check', 'bad/type'], code: 150, says: ['specs/bad/type.ts:6:', 'counter = shared', '^'] },
  { title: 'a missing import', args: ['check', 'bad/import'], code: 150, says: ['specs/bad/import.ts:2:', 'missing.js'] },
  { title: 'a bound that is too small', args: ['check', 'bad/bound'], code: 75, says: ['model error: the pool of thing is exhausted after', 'raise it in the spec, bounds: { thing: 2 }'] },
  { title: 'a property that cannot be evaluated', args: ['check', 'bad/throws'], code: 75, says: ['model error: reads cannot be evaluated: property reads dereferences a NULL thing at the start', 'throws.ts:7'] },
  { title: 'an unknown spec', args: ['check', 'goood'], code: 64, says: ["no spec 'goood'; did you mean good?"] },
  { title: 'an unknown variant', args: ['check', 'good', '--variant', 'bsae'], code: 64, says: ["good expects nothing of variant 'bsae'; did you mean base?"] },
  { title: 'an unreadable file', args: ['check', 'loop'], code: 64, says: ['loop cannot be read (ELOOP'] },
  { title: 'a trail of another program', args: ['replay', 'good@base:0123456789abcdef:0x2'], code: 64, says: ['the trail was made from good (base), program 0123456789ab', 'check again'] },
  { title: 'a file with a trail of another program', args: ['replay', 'old.txt'], code: 64, says: ['check again for a new trail'] },
  { title: 'a file without a trail', args: ['replay', 'notes.txt'], code: 64, says: ['notes.txt contains no trail'] },
  { title: 'what is no trail', args: ['replay', 'nonsense'], code: 64, says: ["'nonsense' is no trail"] },
  { title: 'a trail of an unknown spec', args: ['replay', 'godo@base:0123456789abcdef:0'], code: 64, says: ['did you mean good?'] },
  { title: 'an unknown command', args: ['chekc'], code: 64, says: ['unknown command', 'Did you mean check?'] },
  { title: 'an unknown option', args: ['check', '--fast'], code: 64, says: ["unknown option '--fast'"] },
  { title: 'an unknown engine', args: ['check', '--engine', 'steam'], code: 64, says: ['steam', 'compiled, interpreter'] },
  { title: 'an unknown reduction', args: ['check', '--reduce', 'private,magic'], code: 64, says: ["there is no reduction 'magic'; write none, all, or some of private,transactions,symmetry"] },
  { title: 'no reduction at all', args: ['gate', '--reduce', ''], code: 64, says: ["there is no reduction ''"] },
  { title: 'an unknown thing to minimise', args: ['check', '--minimise', 'states'], code: 64, says: ['states', 'steps'] },
  { title: 'a number that is none', args: ['check', '--max-states', 'many'], code: 64, says: ['not a number above 0'] },
  { title: 'an unknown spec to explain', args: ['explain', 'nothing-like-it'], code: 64, says: ["no spec 'nothing-like-it'"] },
];

describe('bad input', () => {
  test.each(cases)('$title gets a message, exit code $code and no stack trace', async ({ args, code, says }) => {
    const seen = await fdcheck(folder.path, args);
    const text = seen.out + seen.err;
    for (const part of says) expect(text).toContain(part);
    expect(text).not.toMatch(/^\s+at .*[(/].*:\d+:\d+\)?$/m);
    expect(seen.code).toBe(code);
  });

  test('a stack trace is there for who asks for it', async () => {
    const { err } = await fdcheck(folder.path, ['check', 'goood', '--debug']);
    expect(err).toMatch(/^\s+at /m);
  });

  test('a spec that does not compile does not keep the others from being checked', async () => {
    const { code, out } = await fdcheck(folder.path, ['check', 'good', 'bad/type']);
    expect(out).toContain('✓ good @ base: proved');
    expect(out).toContain('does not compile');
    expect(code).toBe(150);
  });
});
