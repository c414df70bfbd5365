/** What independent readers make of drawings: Graphviz itself, and Mermaid's own parser, which needs a document to look at. */
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { Window } from 'happy-dom';

/** Nodes by name with their label, edges by names with their label, and the titles of clusters. */
export interface Drawn {
  readonly nodes: ReadonlyMap<string, string>;
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string }[];
  readonly clusters: readonly string[];
}

interface DotJson {
  readonly objects?: readonly { readonly name: string; readonly label?: string; readonly nodes?: readonly number[]; readonly _gvid: number }[];
  readonly edges?: readonly { readonly tail: number; readonly head: number; readonly label?: string }[];
}

/** What Graphviz reads. Throws where it cannot. An instance that has drawn before may fail, so each drawing has its own. */
export async function readDot(text: string): Promise<Drawn> {
  const graphviz = await Graphviz.load();
  const json = graphviz.layout(text, 'dot_json', 'dot');
  Graphviz.unload();
  const { objects = [], edges = [] } = JSON.parse(json) as DotJson;
  const clusters = objects.filter(({ name }) => name.startsWith('cluster_'));
  const nodes = objects.filter(({ name }) => !name.startsWith('cluster_'));
  const names = new Map(nodes.map(({ _gvid, name }) => [_gvid, name]));
  return {
    nodes: new Map(nodes.map(({ name, label = '' }) => [name, label])),
    edges: edges.map(({ tail, head, label = '' }) => ({ from: names.get(tail)!, to: names.get(head)!, label })),
    clusters: clusters.map(({ label = '' }) => label),
  };
}

/** What kind of diagram Mermaid reads. Throws where it cannot. */
export async function readMermaid(text: string): Promise<string> {
  Object.assign(globalThis, { window: new Window() });
  const { default: mermaid } = await import('mermaid');
  const { diagramType } = await mermaid.parse(text);
  return diagramType;
}
