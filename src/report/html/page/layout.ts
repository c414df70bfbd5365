/** Where boxes stand. One layout for a whole trail, so that nothing moves from step to step. */
import { Graph, layout } from '@dagrejs/dagre';
import { memoryAfter } from '../../memory.js';
import type { SceneDocument } from '../../scene.js';
import { GLOBALS, type Boxes } from './boxes.js';
import { targetOf, valueText } from './cells.js';

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  /** In the order of the boxes; x and y of the corner at the top left. */
  readonly places: readonly Placed[];
  readonly width: number;
  readonly height: number;
}

/** Units of the drawing: pixels where it is not scaled. */
export const HEAD = 28;
export const LINE = 19;
export const FOOT = 6;
export const PAD = 9;
/** Of a monospace character. */
const TEXT = 6.65;
const TITLE = 7.3;
const SMALL = 6.05;
export const VALUE_MAX = 22;
const WIDTH_LEAST = 96;
const GAP_RANKS = 44;
const GAP_NODES = 18;
const MARGIN = 14;

/** `across`: what is pointed to stands to the right of what points; else below. */
export function layOut(scene: SceneDocument, boxes: Boxes, across: boolean): Layout {
  const graph = new Graph();
  graph.setGraph({ rankdir: across ? 'LR' : 'TB', ranksep: GAP_RANKS, nodesep: GAP_NODES, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  const values = valuesOf(scene);
  boxes.boxes.forEach((box, at) => graph.setNode(String(at), { width: widthOf(scene, box, values), height: HEAD + box.lines.length * LINE + (box.lines.length > 0 ? FOOT : 0) }));
  for (const [from, to] of pairsOf(scene, boxes, values)) graph.setEdge(String(from), String(to), { weight: 2 });
  graph.setNode(ROOT, { width: 0, height: 0 });
  boxes.boxes.forEach(({ task, id }, at) => {
    if (task !== null || id === GLOBALS) graph.setEdge(ROOT, String(at), { weight: HOLD });
  });
  layout(graph, { constraints: tasksInOrder(boxes) });
  const corners = boxes.boxes.map((_, at): Placed => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(String(at));
    return { x: Math.round(x - width / 2), y: Math.round(y - height / 2), width, height };
  });
  const [left, top] = [least(corners.map(({ x }) => x)), least(corners.map(({ y }) => y))];
  const places = corners.map((place) => ({ ...place, x: place.x - left + MARGIN, y: place.y - top + MARGIN }));
  return { places, width: extent(places.map(({ x, width }) => x + width)), height: extent(places.map(({ y, height }) => y + height)) };
}

/** A node in front of all tasks, drawn nowhere, that holds them in one rank. */
const ROOT = 'root';
const HOLD = 50;

function least(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.min(...values);
}

/** The first task at the top. */
function tasksInOrder({ boxes }: Boxes): { left: string; right: string }[] {
  const tasks = boxes.flatMap(({ task }, at) => (task === null ? [] : [String(at)]));
  return tasks.slice(1).map((right, at) => ({ left: tasks[at]!, right }));
}

function extent(ends: readonly number[]): number {
  return Math.max(0, ...ends) + MARGIN;
}

/** All values that each cell has on the trail. */
function valuesOf(scene: SceneDocument): number[][] {
  const values = memoryAfter(scene, 0).map((value) => [value]);
  for (const writes of scene.steps) for (let at = 0; at < writes.length; at += 2) values[writes[at]!]!.push(writes[at + 1]!);
  return values;
}

/**
 * Boxes of which one points to the other at some step. What points back counts for nothing, so that tasks come first: addresses (of owners),
 * and whatever points to a task. Nor do globals, which point everywhere.
 */
function pairsOf(scene: SceneDocument, { boxes, arrows, ends }: Boxes, values: readonly number[][]): [number, number][] {
  const pairs = arrows.filter(({ address }) => !address).flatMap(({ cell, from }) => {
    const line = boxes[from.box]!.lines[from.line]!;
    if (line.kind === 'part' || line.of.object === null) return [];
    const targets = values[cell]!.flatMap((value) => ends.get(targetOf(scene, line.of.column, value) ?? -1)?.box ?? []);
    return targets.filter((box) => box !== from.box && boxes[box]!.task === null).map((box): [number, number] => [from.box, box]);
  });
  return [...new Map(pairs.map((pair) => [pair.join(), pair])).values()];
}

/** Behind a title: what became of the object. */
const BADGE = 'allocated'.length;

function widthOf(scene: SceneDocument, { title, kind, life, lines }: Boxes['boxes'][number], values: readonly number[][]): number {
  const texts = lines.map((line) => {
    if (line.kind === 'part') return line.label.length * TEXT;
    const widest = Math.max(...values[line.of.cell]!.map((value) => shortValue(valueText(scene, line.of.column, value), title).length));
    return (line.label.length + widest + 2) * TEXT;
  });
  const badge = Math.max(kind.length, life !== null && new Set(values[life]!).size > 1 ? BADGE : 0);
  return Math.ceil(Math.max(WIDTH_LEAST, title.length * TITLE + (badge === 0 ? 0 : (badge + 1.5) * SMALL), ...texts) + 2 * PAD);
}

/** As it stands in a box of that title. */
export function shortValue(text: string, box: string): string {
  const own = text.startsWith(`${box}.`) ? text.slice(box.length + 1) : text;
  const shown = own === 'uninitialised' ? '?' : own;
  return shown.length > VALUE_MAX ? `${shown.slice(0, VALUE_MAX - 1)}…` : shown;
}
