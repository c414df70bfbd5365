/** The story: a lane a task, a row a stretch of one task's steps, or a row a step. */
import type { VNode } from 'preact';
import { memo } from './memo.js';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TrailDocument } from '../../document.js';
import { KEYS_TEXT } from './keys.js';
import { ModelLink, type Linking } from './links.js';
import { positionText, type Position } from './position.js';
import { placeOf, rowsOf, type LaneRow, type Place } from './rows.js';

export interface LanesProps {
  readonly trail: TrailDocument;
  /** Those that move: a lane each. */
  readonly tasks: readonly string[];
  readonly position: Position;
  readonly onMove: (position: Position) => void;
  readonly linking: Linking;
  /** They stand beside the graph. */
  readonly wide: boolean;
  readonly showsSteps: boolean;
  readonly onShowsSteps: (shows: boolean) => void;
}

export function Lanes({ trail, tasks, position, onMove, linking, wide, showsSteps, onShowsSteps }: LanesProps): VNode {
  const { steps, stretches } = trail;
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const rows = useMemo(() => rowsOf(trail, showsSteps, opened), [trail, showsSteps, opened]);
  const actions = useRef<RowActions>({ go: onMove, open: () => {} });
  actions.current = { go: onMove, open: (first) => setOpened(toggled(opened, first)) };
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (wide) reveal(list.current);
  }, [position.last, showsSteps, wide]);
  return (
    <section class="lanes" aria-label="What each task did" style={{ '--tasks': tasks.length }}>
      <div class="lanes-head">
        <div class="names" aria-hidden="true">
          {tasks.map((task, lane) => <span key={task} class={`lane-name t${lane % COLOURS}`} style={{ '--lane': lane }}>{task}</span>)}
        </div>
        {stretches === undefined ? null : (
          <label class="every"><input type="checkbox" checked={showsSteps} onChange={(event) => onShowsSteps(event.currentTarget.checked)} /> every step</label>
        )}
      </div>
      <ol ref={list} class={showsSteps ? 'every-step' : ''}>
        {rows.map((row) => (
          <RowView
            key={`${row.first}-${row.last}-${row.nested ? 'in' : ''}`} row={row} lane={tasks.indexOf(row.task)} tasks={tasks.length} actions={actions} linking={linking}
            place={placeOf(row, position)} within={row.last > row.first && position.last < row.last && position.last >= row.first ? position.last : null}
            opened={opened.has(row.first)} wrong={row.last === steps.length}
          />
        ))}
      </ol>
      <p class="keys">{KEYS_TEXT}</p>
    </section>
  );
}

const COLOURS = 8;

interface RowActions {
  readonly go: (position: Position) => void;
  readonly open: (first: number) => void;
}

interface RowProps {
  readonly row: LaneRow;
  readonly lane: number;
  readonly tasks: number;
  readonly place: Place;
  /** The step inside the row at which one is; null: at its end, or elsewhere. */
  readonly within: number | null;
  readonly opened: boolean;
  readonly wrong: boolean;
  readonly linking: Linking;
  readonly actions: { readonly current: RowActions };
}

const RowView = memo(({ row, lane, tasks, place, within, opened, wrong, linking, actions }: RowProps): VNode => {
  const { first, last, task, label, changes, file, line, nested } = row;
  const colour = `t${lane % COLOURS}`;
  const position = { first, last };
  return (
    <li class={`row ${colour} ${place} ${nested ? 'nested' : ''} ${wrong ? 'wrong' : ''}`} style={{ '--lane': lane }}>
      <span class="rails" aria-hidden="true">{Array.from({ length: tasks }, (_, at) => <i key={at} class={`rail t${at % COLOURS}`} style={{ '--lane': at }} />)}</span>
      <button type="button" class="go" aria-current={place === 'here' ? 'step' : undefined} onClick={() => actions.current.go(position)}>
        <span class="number"><span class="hidden">{first === last ? 'step ' : 'steps '}</span>{positionText(position).replace('-', '–')}</span>
        <span class="story">
          <span class="dot" aria-hidden="true">{wrong ? '✗' : ''}</span>
          <span class="hidden">{task}: </span>
          <span class="label">{label}</span>
          {within === null ? null : <span class="within"> at step {within}</span>}
          {changes.slice(0, CHANGES_MAX).map((change) => <span key={change} class="change">{change}</span>)}
          {changes.length > CHANGES_MAX ? <span class="change">and {changes.length - CHANGES_MAX} more</span> : null}
        </span>
      </button>
      <span class="side">
        <ModelLink file={file} line={line} linking={linking} />
        {last === first || nested ? null : (
          <button type="button" class="open" aria-expanded={opened} onClick={() => actions.current.open(first)}>
            {last - first + 1} steps<span class="hidden">, {first} to {last}</span> <span aria-hidden="true">{opened ? '▴' : '▾'}</span>
          </button>
        )}
      </span>
    </li>
  );
});

const CHANGES_MAX = 4;

function toggled(set: ReadonlySet<number>, one: number): Set<number> {
  const next = new Set(set);
  if (!next.delete(one)) next.add(one);
  return next;
}

/** Beside the graph the row of the step comes into sight; below it the graph is to stay there. */
function reveal(list: HTMLElement | null): void {
  list?.querySelector('[aria-current="step"]')?.closest('li')?.scrollIntoView({ block: 'nearest' });
}
