/** The objects of a trail after a step: boxes, what points to what, and what the step changed. */
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { StepDocument, TrailDocument } from '../../document.js';
import { memoryAfter } from '../../memory.js';
import type { SceneDocument } from '../../scene.js';
import { Arrows, UseArrow } from './arrows.js';
import { BoxView } from './box.js';
import { boxesOf } from './boxes.js';
import { GraphText } from './graph-text.js';
import { layOut } from './layout.js';
import type { Position } from './position.js';

export interface GraphProps {
  readonly trail: TrailDocument & { readonly scene: SceneDocument };
  readonly position: Position;
}

/** Memory as it is, and as it was before what is marked. */
export interface Moment {
  readonly scene: SceneDocument;
  readonly before: readonly number[];
  readonly now: readonly number[];
  /** Cells that were not 0 at some step so far. */
  readonly lived: ReadonlySet<number>;
}

/** Below this width, in pixels, what is pointed to stands below what points. */
const NARROW = 520;
/** Smaller is not readable: then one slides. */
const SCALE_LEAST = 0.75;

export function Graph({ trail, position: { first, last } }: GraphProps): VNode {
  const { scene, steps } = trail;
  const [every, setEvery] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const across = width >= NARROW;
  const boxes = useMemo(() => boxesOf(trail, every), [trail, every]);
  const layout = useMemo(() => layOut(scene, boxes, across), [scene, boxes, across]);
  const moment = useMemo(() => momentOf(scene, first, last), [scene, first, last]);
  const stands = useMemo(() => standing(steps, last), [steps, last]);
  const scale = Math.min(1, Math.max(SCALE_LEAST, width / layout.width));
  const actor = steps[last - 1]?.task ?? null;
  const accused = last === steps.length && last > 0 ? trail.object?.name ?? null : null;
  useEffect(() => showMarked(frame.current), [last, layout, width]);
  return (
    <section class="graph" aria-label="Objects">
      <div class="graph-head">
        <h2>Objects</h2>
        <ul class="legend" aria-hidden="true"><li class="l-pointer">pointer</li><li class="l-address">address</li><li class="l-changed">changed</li><li class="l-freed">freed</li></ul>
        <label class="every"><input type="checkbox" checked={every} onChange={(event) => setEvery(event.currentTarget.checked)} /> every field</label>
      </div>
      <div ref={frame} class="frame" data-scrolls={scale * layout.width > width ? true : undefined} tabIndex={scale * layout.width > width ? 0 : undefined} role="group" aria-label="Object graph">
        {width === 0 ? null : (
          <svg width={Math.round(layout.width * scale)} height={Math.round(layout.height * scale)} viewBox={`0 0 ${layout.width} ${layout.height}`} role="img" aria-label="Objects and what points to what; the same as text below">
            <Arrows boxes={boxes} layout={layout} moment={moment} across={across} />
            {boxes.boxes.map((box, at) => (
              <BoxView key={box.id} box={box} place={layout.places[at]!} moment={moment} accused={accused !== null && (accused === box.id || accused.startsWith(`${box.id}.`))} acts={box.task !== null && scene.tasks[box.task] === actor} stands={box.task === null ? '' : stands.get(scene.tasks[box.task]!) ?? ''} />
            ))}
            {accused === null ? null : <UseArrow boxes={boxes} layout={layout} moment={moment} across={across} task={actor} object={accused} />}
          </svg>
        )}
      </div>
      <GraphText boxes={boxes} moment={moment} />
    </section>
  );
}

function momentOf(scene: SceneDocument, first: number, last: number): Moment {
  const now = memoryAfter(scene, last);
  const lived = new Set(now.flatMap((value, cell) => (value === 0 ? [] : [cell])));
  for (const writes of [scene.start, ...scene.steps.slice(0, last)]) {
    for (let at = 0; at < writes.length; at += 2) if (writes[at + 1] !== 0) lived.add(writes[at]!);
  }
  return { scene, before: memoryAfter(scene, Math.max(0, first - 1)), now, lived };
}

/** In which function each task made its last step so far. */
function standing(steps: readonly StepDocument[], last: number): Map<string, string> {
  return new Map(steps.slice(0, last).map(({ task, stack }) => [task, stack.at(-1) ?? '']));
}

/** What is to be seen first. */
const MARKS = ['.box.accused', '.field.changed', '.box.made, .box.freed', '.box.acts'];

/** Where the graph is wider than its frame, what is marked comes into sight. */
function showMarked(frame: HTMLElement | null): void {
  const marked = MARKS.map((mark) => frame?.querySelector(mark)?.closest('.box')).find((box) => box);
  if (!frame || !marked || frame.scrollWidth <= frame.clientWidth) return;
  const [outer, inner] = [frame.getBoundingClientRect(), marked.getBoundingClientRect()];
  if (inner.left < outer.left || inner.right > outer.right) frame.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
}

/** Of an element's inside, in pixels; 0 before it is known. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const measure = (): void => setWidth(element.current?.clientWidth ?? 0);
    const observer = new ResizeObserver(measure);
    observer.observe(element.current!);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return width;
}
