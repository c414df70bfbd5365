/** A directed graph to be drawn, and its two writings: DOT for Graphviz, a flowchart for Mermaid. */
import { digraph, toDot, type GraphBaseModel } from 'ts-graphviz';
import { mermaidText } from './mermaid.js';

/** What a node looks like: a plain one, where things begin or end, and where something is wrong. */
export type Look = 'plain' | 'start' | 'end' | 'call' | 'witness' | 'wrong';

export interface DiagramNode {
  readonly id: string;
  readonly lines: readonly string[];
  readonly look: Look;
}

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Something is wrong on the way. */
  readonly wrong: boolean;
  /** A call or a return, rather than a step. */
  readonly dashed: boolean;
}

export interface Diagram {
  readonly title: string;
  /** Groups with a title; nodes of none have an empty one. */
  readonly groups: readonly { readonly title: string; readonly nodes: readonly DiagramNode[] }[];
  readonly edges: readonly DiagramEdge[];
}

const SHAPES: Readonly<Record<Look, { readonly shape?: 'oval' | 'cds'; readonly color?: string; readonly fillcolor?: string }>> = {
  plain: {},
  start: { fillcolor: '#e3f0ff' },
  end: { shape: 'oval' },
  call: { shape: 'cds' },
  witness: { fillcolor: '#e2f5e2' },
  wrong: { color: '#b00020', fillcolor: '#ffe1e1' },
};
const WRONG = '#b00020';

/** As DOT. */
export function dotText({ title, groups, edges }: Diagram): string {
  const graph = digraph('fdcheck', { label: dotLabel(title), labelloc: 't', rankdir: 'TB', fontname: 'monospace' });
  graph.attributes.node.apply({ fontname: 'monospace', shape: 'box' });
  graph.attributes.edge.apply({ fontname: 'monospace' });
  groups.forEach((group, at) => {
    const home: GraphBaseModel = group.title === '' ? graph : graph.subgraph(`cluster_${at}`, { label: dotLabel(group.title) });
    for (const { id, lines, look } of group.nodes) {
      const { shape, color, fillcolor } = SHAPES[look];
      home.node(id, {
        label: lines.map(dotLine).join(''), ...(shape === undefined ? {} : { shape }),
        ...(color === undefined ? {} : { color }), ...(fillcolor === undefined ? {} : { fillcolor, style: 'filled' }),
      });
    }
  });
  for (const { from, to, label, wrong, dashed } of edges) {
    graph.edge([from, to], {
      ...(label === '' ? {} : { label: dotLabel(label) }), ...(wrong ? { color: WRONG, fontcolor: WRONG } : {}), ...(dashed ? { style: 'dashed' } : {}),
    });
  }
  return `${toDot(graph)}\n`;
}

/** A label in one line; between angle brackets it would be taken for HTML. */
function dotLabel(text: string): string {
  return literal(text).replace(/^(\s*)<(?=[^]*>\s*$)/, '$1&lt;');
}

/** A line of a label, to the left. */
function dotLine(text: string): string {
  return `${literal(text)}\\l`;
}

/** A backslash, which begins an escape in labels, and what looks like an entity, as entities; quotes are quoted by the printer. */
function literal(text: string): string {
  return text.replaceAll(/&(?=#?\w+;)/g, '&amp;').replaceAll('\\', '&#92;');
}

/** As a Mermaid flowchart. */
export function flowchartText({ title, groups, edges }: Diagram): string {
  const boxes = groups.flatMap((group, at) => {
    const nodes = group.nodes.map((node) => nodeLine(node));
    return group.title === '' ? nodes : [`  subgraph g${at} ["${mermaidText(group.title) || ' '}"]`, ...nodes.map((line) => `  ${line}`), '  end'];
  });
  const arrows = edges.map(({ from, to, label, dashed }) => `  ${from} ${dashed ? '-.->' : '-->'}${label === '' ? '' : `|"${mermaidText(label)}"|`} ${to}`);
  const wrong = edges.flatMap((edge, at) => (edge.wrong ? [at] : []));
  return [
    '---', `title: ${JSON.stringify(title)}`, '---', 'flowchart TD', ...boxes, ...arrows,
    '  classDef start fill:#e3f0ff', '  classDef witness fill:#e2f5e2', `  classDef wrong fill:#ffe1e1,stroke:${WRONG}`,
    ...(wrong.length === 0 ? [] : [`  linkStyle ${wrong.join(',')} stroke:${WRONG}`]), '',
  ].join('\n');
}

function nodeLine({ id, lines, look }: DiagramNode): string {
  // An empty label is no label to Mermaid's grammar.
  const text = `"${mermaidText(lines.join('\n')) || ' '}"`;
  const box = look === 'end' ? `([${text}])` : look === 'call' ? `[[${text}]]` : `[${text}]`;
  return `  ${id}${box}${look === 'start' || look === 'witness' || look === 'wrong' ? `:::${look}` : ''}`;
}
