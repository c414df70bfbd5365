/** docs/claims.md: each property is checked where the page says, and fails where the page says. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadSpec, type Expectation } from '../../src/lang/compile.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${root}docs/claims.md`, 'utf8');
const edited = ['properties', 'safeguards'].map((name) => readFileSync(`${root}test/model/${name}.test.ts`, 'utf8')).join('');

const rows = [...page.matchAll(/^\| ([^|]+) \| `(\w+)` \| ([^|]+) \| `([^`]+)`(?:, (edited)| @ (\S+)) \|$/gm)]
  .map(([, said = '', property = '', checked = '', spec = '', edit, variant]) => ({ said, property, checked, spec, edit, variant }));

function violated(expectation: Expectation | undefined): readonly string[] {
  if (expectation?.kind === 'violated') return expectation.properties;
  return expectation?.kind === 'all' ? expectation.of.flatMap(violated) : [];
}

/** The entries of the two lists of edits that are about this spec. */
function editsOf(spec: string): string {
  return edited.split('title: ').filter((entry) => entry.includes(`'${spec}.ts'`)).join('');
}

describe('docs/claims.md', () => {
  it('has no row that this test does not read', () => {
    const lines = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| what is said'));
    expect(rows).toHaveLength(lines.length);
  });

  it.each(rows)('$property is checked where it says: $said', ({ property, checked }) => {
    const specs = [...checked.matchAll(/`([^`]+)`/g)].map(([, name = '']) => `${root}specs/${name}.ts`);
    expect(specs.length).toBeGreaterThan(0);
    for (const spec of specs) {
      expect(existsSync(spec)).toBe(true);
      expect(readFileSync(spec, 'utf8')).toMatch(new RegExp(`(always|final): \\[[^\\]]*\\b${property}\\b`));
    }
  });

  it.each(rows)('$property fails where it says: $said', ({ property, spec, edit, variant }) => {
    if (edit) expect(editsOf(spec)).toContain(`'${property}'`);
    else expect(violated(loadSpec(`${root}specs/${spec}.ts`).expect[variant ?? ''])).toContain(property);
  });
});
