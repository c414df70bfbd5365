import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dotText, flowchartText, type Diagram } from '../../../src/report/export/diagram.js';
import { readDot, readMermaid } from '../../helpers/drawn.js';

const small: Diagram = {
  title: 'two "steps" & a\\b',
  groups: [
    { title: '', nodes: [{ id: 's0', lines: ['0: initial', 'A: f: x < y; #1'], look: 'start' }, { id: 's1', lines: ['✗ it "breaks" \\n'], look: 'wrong' }] },
    { title: 'fn [x]', nodes: [{ id: 's2', lines: ['end'], look: 'end' }, { id: 's3', lines: ['call f(() => a || b)'], look: 'call' }] },
  ],
  edges: [{ from: 's0', to: 's1', label: 'A f: `x` |= {1}', wrong: true, dashed: false }, { from: 's3', to: 's2', label: '', wrong: false, dashed: true }],
};

/** Any text of a model, special signs included. */
const label = fc.string({ unit: fc.constantFrom(...'ab_ 01"\'`#;<>[](){}|&%\\/=+-→✗:.,!', 'end', '-->', '%%', '->>'), maxLength: 20 });

/** The lines of a label as Graphviz draws it. */
function decoded(dot: string): string[] {
  return dot.split('\\l').map((line) => line.replaceAll('&#92;', '\\').replaceAll('&amp;', '&'));
}

describe('a diagram', () => {
  test('is read by Graphviz with all nodes, edges, labels and groups', async () => {
    const { nodes, edges, clusters } = await readDot(dotText(small));
    expect([...nodes.keys()].toSorted()).toEqual(['s0', 's1', 's2', 's3']);
    expect(nodes.get('s0')).toBe('0: initial\\lA: f: x < y; #1\\l');
    expect(edges).toEqual([{ from: 's0', to: 's1', label: 'A f: `x` |= {1}' }, { from: 's3', to: 's2', label: '' }]);
    expect(clusters).toEqual(['fn [x]']);
  });

  test('is a flowchart to Mermaid', async () => {
    expect(await readMermaid(flowchartText(small))).toBe('flowchart-v2');
  });

  test('may have any text in titles and labels', async () => {
    await fc.assert(fc.asyncProperty(label, label, label, async (title, line, edge) => {
      const drawn: Diagram = {
        title, groups: [{ title: `g ${title}`, nodes: [{ id: 'a', lines: [line, line], look: 'plain' }, { id: 'b', lines: [line], look: 'call' }] }],
        edges: [{ from: 'a', to: 'b', label: edge, wrong: true, dashed: false }],
      };
      const { nodes, edges } = await readDot(dotText(drawn));
      expect(decoded(nodes.get('a')!)).toEqual([line, line, '']);
      expect(edges).toHaveLength(1);
      expect(await readMermaid(flowchartText(drawn))).toBe('flowchart-v2');
    }), { numRuns: 40, examples: [['<a>', '<b>', '<c>'], ['\\"', '\\"&amp;', '\\n']] });
  });
});
