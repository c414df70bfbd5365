/** One trail: lanes of tasks, the objects at each step, and what the step did. */
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PackedTrail, PageLinks } from '../page-data.js';
import { unpack, type Listed } from './data.js';
import { Graph } from './graph.js';
import { Lanes } from './lanes.js';
import { tasksOf } from './rows.js';
import type { Linking } from './links.js';
import { back, forward, runsOf, START, type Move, type Position, type Span } from './position.js';
import { StepPanel } from './step.js';
import { Toolbar } from './toolbar.js';
import { useKeys } from './keys.js';

export interface TrailPageProps {
  readonly listed: Listed;
  readonly links: PageLinks;
  readonly position: Position;
  readonly onMove: (position: Position) => void;
}

export function TrailPage(props: TrailPageProps): VNode {
  const { listed } = props;
  const [packed, setPacked] = useState<PackedTrail | string>('Unpacking the trail …');
  useEffect(() => {
    let wanted = true;
    unpack(listed.trail).then((one) => wanted && setPacked(one), (error: unknown) => setPacked(`The trail cannot be unpacked (${String(error)}). A browser of 2023 or later can.`));
    return () => {
      wanted = false;
    };
  }, [listed]);
  return (
    <main class="trail-page">
      <div class="about">
        <h1 class={listed.wanted ? 'wanted' : ''}><span aria-hidden="true">{listed.wanted ? '✓' : '✗'}</span> {listed.title}</h1>
        <p><code>{listed.spec}</code> @ <code>{listed.variant}</code> <span class="question">{listed.question}</span></p>
        {listed.summary === null ? null : <p class="told">{listed.summary}</p>}
      </div>
      {typeof packed === 'string' ? <p role="status">{packed}</p> : <TrailView {...props} packed={packed} />}
    </main>
  );
}

/** The spans that one moves by, of a trail. */
export type Spans = Readonly<Record<Move, readonly Span[]>>;

function TrailView({ packed: { trail, sources }, links, position, onMove }: TrailPageProps & { packed: PackedTrail }): VNode {
  const linking = useMemo((): Linking => ({ links, sources }), [links, sources]);
  const tasks = useMemo(() => tasksOf(trail), [trail]);
  const [showsSteps, setShowsSteps] = useState(trail.stretches === undefined);
  const spans = useMemo((): Spans => {
    const step = trail.steps.map(({ number }) => ({ first: number, last: number }));
    return { step, row: showsSteps ? step : trail.stretches ?? step, switch: runsOf(trail.steps) };
  }, [trail, showsSteps]);
  const drawn = useMemo(() => (trail.scene === undefined ? null : { ...trail, scene: trail.scene }), [trail]);
  const last = trail.steps.length;
  const goes = (move: Move, on: boolean): void => {
    const next = (on ? forward : back)(position, spans[move]);
    if (next !== null) onMove(next);
  };
  useKeys({
    move: goes,
    start: () => onMove(START),
    end: () => onMove(last === 0 ? START : { first: last, last }),
  });
  const wide = useWide();
  const lanes = <Lanes key="lanes" trail={trail} tasks={tasks} position={position} onMove={onMove} linking={linking} wide={wide} showsSteps={showsSteps} onShowsSteps={setShowsSteps} />;
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => keepHeight(top.current), []);
  return (
    <>
      <Toolbar toolbar={top} trail={trail} tasks={tasks} position={position} onMove={onMove} onGo={goes} />
      <div class="views">
        {wide ? lanes : null}
        <div key="state" class="state">
          {drawn === null ? null : <Graph trail={drawn} position={position} />}
          <StepPanel trail={trail} position={position} linking={linking} />
        </div>
        {wide ? null : lanes}
      </div>
    </>
  );
}

/** There is room for lanes beside the graph: they come first then, and after it else, for the eye and for the keyboard alike. As page.css has it. */
function useWide(): boolean {
  const query = useMemo(() => matchMedia('(min-width: 70rem)'), []);
  const [wide, setWide] = useState(query.matches);
  useEffect(() => {
    const follow = (): void => setWide(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, [query]);
  return wide;
}

/** What sticks below the toolbar needs to know how high it is. */
function keepHeight(toolbar: HTMLElement | null): (() => void) | undefined {
  if (toolbar === null) return undefined;
  const watch = new ResizeObserver(() => document.documentElement.style.setProperty('--toolbar', `${toolbar.offsetHeight}px`));
  watch.observe(toolbar);
  return () => watch.disconnect();
}
