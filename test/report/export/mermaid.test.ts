import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mermaidText } from '../../../src/report/export/mermaid.js';
import { readMermaid } from '../../helpers/drawn.js';

/** Any text of a model, and words that mean something in diagrams. */
const text = fc.array(fc.constantFrom('x', ' ', '"', '`', '#', ';', '<', '>', '[', ']', '(', ')', '{', '}', '|', '%%', '->>', '-->', '--x', ':', 'end', 'Note', 'rect', 'loop', '=>', '&&', '\n', ',', '+', '-', '✗'), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join('')).filter((joined) => joined.trim() !== '');

describe('text for Mermaid', () => {
  test('is escaped where the syntax knows a sign, and broken where a line ends', () => {
    expect(mermaidText('a < b; #1 "q"\n→ (0, NULL)')).toBe('a #60; b#59; #35;1 #34;q#34;<br/>→ (0, NULL)');
  });

  test('may be anything in notes and messages', async () => {
    await fc.assert(fc.asyncProperty(text, text, async (note, message) => {
      const diagram = ['sequenceDiagram', '  participant a as A', '  participant b as B', `  Note over a: ${mermaidText(note)}`, `  a->>b: ${mermaidText(message)}`, ''].join('\n');
      expect(await readMermaid(diagram)).toBe('sequence');
    }), { numRuns: 100 });
  });
});
