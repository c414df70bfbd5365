/** Switches and the variants that they make. */
import { describe, expect, it } from 'vitest';
import { levelsOf, loadSpec } from '../../../src/lang/compile.js';
import { checkSpecText } from '../../helpers/spec-text.js';
import { inFolder, refusals } from '../../helpers/front.js';

const model = (expectations: string, body = "x = since('series/1') ? 1 : 0; if (since('series/2')) x = 2; if (since('extra')) y = 1;"): string => `// Q?
import { exists_since, exists_until, Int, proved, since, spec, switches, violated } from 'fdcheck/lang';
switches({
  base: 'v1',
  series: [
    { name: 'series/1', title: 'first', modelled: true },
    { name: 'series/2', title: 'second', modelled: true },
    { name: 'series/3', title: 'third', modelled: false },
  ],
  others: [{ name: 'extra', title: 'extra', modelled: true }],
  releases: { v2: ['series/1', 'series/2', 'extra'], v3: ['series/3'] },
});
let x: Int<0, 3> = 0; let y: Int<0, 3> = 0;
function old(): void { exists_until('series/1'); x = 3; }
function young(): void { exists_since('series/1'); x = 3; }
function run(): void { ${body} }
function none(): boolean { return x === 0; }
function first(): boolean { return x < 2; }
function plain(): boolean { return y === 0; }
export default spec({ tasks: { T1: run }, always: [none, first, plain], expect: { ${expectations} } });
`;

async function violatedIn(variant: string): Promise<string[]> {
  const [run] = await checkSpecText(model(`'${variant}': proved`));
  return run?.result.verdicts.flatMap((v) => (v.kind === 'violated' && 'name' in v.subject ? [v.subject.name] : [])) ?? [];
}

const refused = (variant: string, body?: string): string | undefined => refusals({ 'question.ts': model(`'${variant}': proved`, body) })[0]?.message;

describe('a variant', () => {
  it.each([
    ['v1', []],
    ['series/1', ['none']],
    ['series/2', ['none', 'first']],
    ['v1+series/2', ['none', 'first']],
    ['v1+extra', ['plain']],
    ['series/1+extra', ['none', 'plain']],
    ['v2', ['none', 'first', 'plain']],
  ])('%s has its switches on, and no others', async (variant, violated) => {
    expect(await violatedIn(variant)).toEqual(violated);
  });

  it('that needs a patch which is not modelled is refused, by number and title', () => {
    expect(refused('series/3')).toBe("variant 'series/3' needs series/3 (third), which is not modelled");
    expect(refused('v3')).toBe("variant 'v3' needs series/3 (third), which is not modelled");
  });

  it('that does not exist is refused, with those that do', () => {
    expect(refusals({ 'question.ts': model("'v9': proved") })[0]).toMatchObject({
      message: "there is no variant 'v9'", hint: "known variants: v1, series/1, series/2, series/3, v2, v3; or 'v1+<switch>' for one switch alone",
    });
  });
});

describe('a function with a range of versions', () => {
  it('can be reached inside it', async () => {
    expect(await violatedIn('v1')).toEqual([]);
    const [run] = await checkSpecText(model("'series/1': proved", "if (since('series/1')) young(); else old();"));
    expect(run?.result.verdicts.filter((v) => v.kind === 'violated')).toHaveLength(2);
  });

  it('is refused outside it, at the call', () => {
    expect(refused('series/1', 'old();')).toBe('old does not exist in series/1: it exists until series/1');
    expect(refused('v1', 'young();')).toBe('young does not exist in v1: it exists from series/1 on');
  });

  it('and a switch that no table has is a misspelling', () => {
    expect(refused('v1', "if (since('series/9')) x = 1;")).toBe("there is no switch 'series/9'");
  });
});

describe('the levels of a model', () => {
  const levelsIn = (text: string) => inFolder({ 'question.ts': text }, (path) => levelsOf(loadSpec(path)));

  it('are the base, each patch of the series with all before it, and the releases, each with what it lacks', () => {
    expect(levelsIn(model("'v1': proved"))).toEqual([
      { name: 'v1', kind: 'base', title: '', missing: null },
      { name: 'series/1', kind: 'series', title: 'first', missing: null },
      { name: 'series/2', kind: 'series', title: 'second', missing: null },
      { name: 'series/3', kind: 'series', title: 'third', missing: 'series/3' },
      { name: 'v2', kind: 'release', title: '', missing: null },
      { name: 'v3', kind: 'release', title: '', missing: 'series/3' },
    ]);
  });

  it('are one where there are no switches', () => {
    const plain = `// Q?
import { Int, proved, spec } from 'fdcheck/lang';
let x: Int<0, 1> = 0;
function run(): void { x = 1; }
export default spec({ tasks: { T1: run }, expect: { base: proved } });
`;
    expect(levelsIn(plain)).toEqual([{ name: 'base', kind: 'base', title: '', missing: null }]);
  });
});
