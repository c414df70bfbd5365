/** A state graph as a diagram: where each task stands, what the properties read, and what is wrong. */
import type { Program } from '../../lang/ir.js';
import type { DrawableGraph, GraphEdge, GraphState } from '../../checker/state-graph.js';
import type { State } from '../../checker/state.js';
import { cellName, cellValue, isLife, taskName } from '../../checker/trail.js';
import { isCapacity, shortPath } from '../trail/changes.js';
import { columnsRead } from '../trail/interest.js';
import { nicknamesOf } from '../trail/nicknames.js';
import type { Diagram, DiagramEdge, DiagramNode } from './diagram.js';

/** Characters of a model's text in a label, and cells in a node. */
const TEXT_MAX = 40;
const CELLS_MAX = 8;

export function stateDiagram(program: Program, { states, edges, setupReports }: DrawableGraph): Diagram {
  const reports = [...new Set([...setupReports, ...edges.flatMap(({ report }) => (report === null ? [] : [report]))])].toSorted((a, b) => a - b);
  const read = new Set(program.properties.flatMap(({ fn }) => [...columnsRead(program, fn)]));
  const nodes = [
    ...states.map((state, at) => stateNode(program, state, { at, read })),
    ...reports.map((report): DiagramNode => ({ id: `r${report}`, lines: [program.reports[report]!.title], look: 'wrong' })),
  ];
  return { title: `${program.spec} @ ${program.variant}: ${states.length} states, ${edges.length} transitions`, groups: [{ title: '', nodes }], edges: edges.map((edge) => stateEdge(program, edge)) };
}

function stateNode(program: Program, { state, initial, wrong }: GraphState, { at, read }: { at: number; read: ReadonlySet<number> }): DiagramNode {
  const marks = [...(initial ? ['initial'] : []), ...(wrong.hung ? ['hung'] : []), ...wrong.violated.map((name) => `✗ ${name}`), ...wrong.reached.map((name) => `${name} reached`)];
  const isWrong = wrong.hung || wrong.violated.length > 0;
  return {
    id: `s${at}`,
    lines: [[`${at}`, ...marks].join(': '), ...program.tasks.map((_, task) => standsText(program, state, task)), ...cellLines(program, state, read)],
    look: isWrong ? 'wrong' : wrong.reached.length > 0 ? 'witness' : initial ? 'start' : 'plain',
  };
}

/** Where a task stands: the innermost function and the access in front of it. */
function standsText(program: Program, { stacks }: State, task: number): string {
  const top = stacks[task]!.at(-1);
  if (top === undefined) return `${taskName(program, task)}: -`;
  const fn = program.fns[top.fn]!;
  const first = fn.blocks[top.block]!.instrs[0];
  const text = first?.kind === 'access' ? program.sites[program.accesses[first.access]!.site]!.text : '';
  return `${taskName(program, task)}: ${fn.name}: ${cut(text)}`;
}

/** What the properties read and is not as at the beginning of time. */
function cellLines(program: Program, state: State, read: ReadonlySet<number>): string[] {
  const named = nicknamesOf(program).of;
  const lines = program.columns.filter((column) => read.has(column.id) && !isLife(program, column) && !isCapacity(program, column.id)).flatMap((column) => state.mem[column.name]!.flatMap((value, cell) => (
    value === column.initial || value === column.uninit ? [] : [named(`${shortPath(program, { column: column.id, path: cellName(program, column.id, cell) })} = ${cellValue(program, column.id, value)}`)])));
  return lines.length > CELLS_MAX ? [...lines.slice(0, CELLS_MAX - 1), `(+${lines.length - CELLS_MAX + 1})`] : lines;
}

/** Task, function and access of the first move; more of them where states between were passed. */
function stateEdge(program: Program, { from, to, report, moves, access, violated }: GraphEdge): DiagramEdge {
  const [first] = moves;
  const { fn, text } = program.sites[program.accesses[access]!.site]!;
  const chosen = first!.choices.length === 0 ? '' : ` (chose ${first!.choices.join(' ')})`;
  const more = moves.length === 1 ? '' : ` and ${moves.length - 1} more`;
  const wrong = violated.map((name) => `, ✗ ${name} on the way`).join('');
  return { from: `s${from}`, to: to === null ? `r${report}` : `s${to}`, label: `${taskName(program, first!.task)} ${fn}: ${cut(text)}${chosen}${more}${wrong}`, wrong: violated.length > 0 || to === null, dashed: false };
}

function cut(text: string): string {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`;
}
