import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { programHash } from '../../src/checker/trail.js';
import { Texts } from '../../src/cli/cache/texts.js';
import { keptUse, standingOf } from '../../src/cli/cache/use.js';
import { compileTraced, loadSpec } from '../../src/lang/compile.js';
import { folderWith } from './harness.js';

/** Each function is edited in each of these ways. */
const FUNCTIONS = ['open', 'close', 'grow', 'helper', 'unused', 'is_small', 'reset'] as const;
const BODIES: Readonly<Record<(typeof FUNCTIONS)[number], readonly string[]>> = {
  open: ['count = helper(count);', '/* again */ count = helper(count);', 'const now = count;\n  count = helper(now);', 'const then = count;\n  count = helper(then);', 'count = 0;'],
  close: ['count = 0;', 'count = 1;', 'reset();'],
  grow: ['if (since("patch/1")) open(); else close();', 'if (since("patch/1")) close(); else open();', 'open();'],
  helper: ['return n < 3 ? n + 1 : n;', 'return n < 2 ? n + 1 : n;', 'return n;'],
  unused: ['count = 2;', 'unused_too();', 'helper(1);'],
  is_small: ['return count < 4;', 'return count < 3;', 'return  count  <  4 ;'],
  reset: ['count = 0;', 'count = 2;'],
};
const HEADS: Readonly<Record<(typeof FUNCTIONS)[number], string>> = {
  open: 'export function open(): void', close: 'export function close(): void', grow: 'export function grow(): void', helper: 'function helper(n: Int<0, 3>): Int<0, 3>',
  unused: 'export function unused(): void', is_small: 'export function is_small(): boolean', reset: 'function reset(): void',
};

type Text = Readonly<Record<string, number>>;

function kernel(text: Text): string {
  return `import { Int, since, switches } from 'fdcheck/lang';
switches({ base: 'v1', series: [{ name: 'patch/1', title: 'Grow', modelled: true }] });
let count: Int<0, 3> = 0;
function unused_too(): void { count = 3; }
${FUNCTIONS.map((name) => `${HEADS[name]} {\n  ${BODIES[name][text[name]!]!}\n}`).join('\n')}
`;
}

const QUESTION = `// Does it stay small?
import { proved, spec } from 'fdcheck/lang';
import { close, grow, is_small } from '../kernel.js';
export default spec({ tasks: { A: grow, B: close }, always: [is_small], expect: { v1: proved, 'patch/1': proved } });
`;

let folder = { path: '', remove: (): void => {} };
beforeAll(() => (folder = folderWith({ 'kernel.ts': '', 'specs/q.ts': QUESTION })));
afterAll(() => folder.remove());

function compiled(text: Text, variant: string): ReturnType<typeof compileTraced> {
  writeFileSync(join(folder.path, 'kernel.ts'), kernel(text));
  return compileTraced(loadSpec(join(folder.path, 'specs/q.ts')), variant);
}

const texts: fc.Arbitrary<Text> = fc.record(Object.fromEntries(FUNCTIONS.map((name) => [name, fc.nat({ max: BODIES[name].length - 1 })])));

describe('what a program was made from', () => {
  test('stands for all that could change it: while it stands, the program is the same', () => {
    let equivalent = 0;
    const edits = fc.tuple(texts, fc.constantFrom(...FUNCTIONS), fc.nat(), fc.constantFrom('v1', 'patch/1'));
    fc.assert(fc.property(edits, ([before, name, way, variant]) => {
      const spec = join(folder.path, 'specs/q.ts');
      const { program, use } = compiled(before, variant);
      const kept = keptUse(spec, use, new Texts(null));
      const after = compiled({ ...before, [name]: way % BODIES[name].length }, variant);
      if (kept === null) throw new Error('the text was edited meanwhile');
      if (standingOf(spec, kept, new Texts(null)) === 'other') return;
      equivalent += 1;
      expect(programHash(after.program)).toBe(programHash(program));
    }), { numRuns: 50 });
    expect(equivalent).toBeGreaterThan(5);
  });

  test('is not asked of functions that the variant does not reach', () => {
    const text = Object.fromEntries(FUNCTIONS.map((name) => [name, 0]));
    const names = (variant: string): string[] => compiled(text, variant).use.functions.map(({ name }) => name).filter((name) => FUNCTIONS.some((one) => one === name)).toSorted();
    expect(names('v1')).toEqual(['close', 'grow', 'is_small']);
    expect(names('patch/1')).toEqual(['close', 'grow', 'helper', 'is_small', 'open']);
  });
});
