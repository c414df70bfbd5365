/** What points to what: from the line of a field to the box, or the part of one, that it means. */
import type { VNode } from 'preact';
import type { Arrow, Boxes } from './boxes.js';
import { targetOf } from './cells.js';
import type { Moment } from './graph.js';
import { FOOT, HEAD, LINE, type Layout, type Placed } from './layout.js';

export interface ArrowsProps {
  readonly boxes: Boxes;
  readonly layout: Layout;
  readonly moment: Moment;
  readonly across: boolean;
}

export function Arrows({ boxes, layout, moment, across }: ArrowsProps): VNode {
  const drawn = boxes.arrows.flatMap((arrow) => drawingsOf(arrow, boxes, moment));
  return (
    <>
      <defs>
        {['plain', 'changed', 'removed', 'dangling'].map((kind) => (
          <marker key={kind} id={`tip-${kind}`} class={`tip ${kind}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M 0.5 0.8 L 7.2 4 L 0.5 7.2 z" /></marker>
        ))}
      </defs>
      {drawn.map((drawing) => <ArrowView key={drawing.key} drawing={drawing} layout={layout} across={across} />)}
    </>
  );
}

/**
 * Who uses which object in the step that ends in a report: by a local variable, which is in no box. Drawn above the boxes, as it is what the
 * trail is about.
 */
export function UseArrow({ boxes: { boxes, ends }, layout, moment: { scene }, across, task, object }: ArrowsProps & { readonly task: string | null; readonly object: string }): VNode | null {
  const from = boxes.findIndex((box) => box.task !== null && scene.tasks[box.task] === task);
  const to = ends.get(scene.objects.findIndex(({ name }) => name === object));
  if (from < 0 || to === undefined) return null;
  return <ArrowView drawing={{ key: 'use', kind: 'dangling', address: false, from: { box: from, line: -1 }, to }} layout={layout} across={across} />;
}

function ArrowView({ drawing: { key, kind, address, from, to }, layout, across }: { drawing: Drawing; layout: Layout; across: boolean }): VNode {
  const way = pathOf({ place: layout.places[from.box]!, line: from.line }, { place: layout.places[to.box]!, line: to.line }, across);
  return <path class={`arrow ${kind} ${address ? 'address' : ''}`} data-arrow={key} marker-end={`url(#tip-${kind})`} d={way} />;
}

interface Drawing {
  readonly key: string;
  /** `removed`: where it pointed before what is marked. `dangling`: to what is free. */
  readonly kind: 'plain' | 'changed' | 'removed' | 'dangling';
  readonly address: boolean;
  readonly from: Arrow['from'];
  readonly to: { readonly box: number; readonly line: number };
}

function drawingsOf({ cell, from, address }: Arrow, { boxes, ends }: Boxes, { scene, before, now }: Moment): Drawing[] {
  const box = boxes[from.box]!;
  const line = box.lines[from.line]!;
  if (line.kind === 'part' || (box.life !== null && now[box.life] === 0)) return [];
  const targetAt = (memory: readonly number[]): Drawing['to'] | undefined => ends.get(targetOf(scene, line.of.column, memory[cell]!) ?? -1);
  const [was, is] = [targetAt(before), targetAt(now)];
  const changed = before[cell] !== now[cell];
  const make = (kind: Drawing['kind'], to: Drawing['to'] | undefined): Drawing[] => (to === undefined || to.box === from.box ? [] : [{ key: `${cell}-${kind === 'removed' ? 'was' : 'is'}`, kind, address, from, to }]);
  const life = is === undefined ? null : boxes[is.box]!.life;
  const dangling = life !== null && now[life] === 0 && !address;
  return [...(changed ? make('removed', was) : []), ...make(dangling ? 'dangling' : changed ? 'changed' : 'plain', is)];
}

interface End {
  readonly place: Placed;
  /** -1: the title. */
  readonly line: number;
}

/** A curve between the sides of two boxes; around, where they stand in one column. */
function pathOf(from: End, to: End, across: boolean): string {
  const [y1, y2] = [heightOf(from), heightOf(to)];
  const [left, right] = [from.place, to.place];
  if (!across && right.y > left.y + left.height) return down(left, y1, right);
  if (left.x + left.width < right.x) return curve(left.x + left.width, y1, right.x - 1, y2, 1);
  if (right.x + right.width < left.x) return curve(left.x, y1, right.x + right.width + 1, y2, -1);
  const side = Math.max(left.x + left.width, right.x + right.width);
  const [x1, x2] = [left.x + left.width, right.x + right.width + 1];
  const out = side + 34;
  return `M ${x1} ${y1} C ${out} ${y1}, ${out} ${y2}, ${x2} ${y2}`;
}

function curve(x1: number, y1: number, x2: number, y2: number, way: 1 | -1): string {
  const reach = Math.max(24, Math.abs(x2 - x1) / 2) * way;
  return `M ${x1} ${y1} C ${x1 + reach} ${y1}, ${x2 - reach} ${y2}, ${x2} ${y2}`;
}

/** Out of the side that is nearer, and into the top. */
function down(from: Placed, y1: number, to: Placed): string {
  const x2 = to.x + Math.min(to.width / 2, 60);
  const way = x2 > from.x + from.width / 2 ? 1 : -1;
  const x1 = way === 1 ? from.x + from.width : from.x;
  return `M ${x1} ${y1} C ${x1 + 26 * way} ${y1}, ${x2} ${to.y - 46}, ${x2} ${to.y - 1}`;
}

function heightOf({ place, line }: End): number {
  return place.y + (line < 0 ? HEAD / 2 : HEAD + FOOT / 2 + line * LINE + LINE / 2);
}
