/** A box of the object graph: an object with its fields, or a task. */
import type { VNode } from 'preact';
import type { Box, Line } from './boxes.js';
import { valueText } from './cells.js';
import type { Moment } from './graph.js';
import { FOOT, HEAD, LINE, PAD, shortValue, type Placed } from './layout.js';

export interface BoxProps {
  readonly box: Box;
  readonly place: Placed;
  readonly moment: Moment;
  /** It is the task whose step it is. */
  readonly acts: boolean;
  /** The report in which the trail ends is about it. */
  readonly accused: boolean;
  /** The function in which the task stands. */
  readonly stands: string;
}

export function BoxView({ box, place: { x, y, width, height }, moment, acts, accused, stands }: BoxProps): VNode {
  const state = stateOf(box, moment);
  const colour = box.task === null ? '' : `task t${box.task % 8}`;
  return (
    <g class={`box ${state} ${colour} ${acts ? 'acts' : ''} ${accused ? 'accused' : ''}`} transform={`translate(${x} ${y})`} data-box={box.id}>
      <title>{stands === '' ? box.title : `${box.title} in ${stands}`}</title>
      <rect class="body" width={width} height={height} rx={7} />
      <path class="head" d={headPath(width, box.lines.length > 0 ? HEAD : height)} />
      <text class="title" x={PAD} y={19}>{box.title}</text>
      {badgeOf(state, box) === '' ? null : <text class="badge" x={width - PAD} y={18.5} text-anchor="end">{badgeOf(state, box)}</text>}
      {box.lines.map((line, at) => <LineView key={at} title={box.title} line={line} at={at} width={width} moment={moment} live={state !== 'free' && state !== 'gone'} />)}
      {state === 'freed' || state === 'gone' ? <path class="cross" d={`M 4 4 L ${width - 4} ${height - 4} M ${width - 4} 4 L 4 ${height - 4}`} /> : null}
    </g>
  );
}

export type BoxState = 'live' | 'made' | 'free' | 'freed' | 'gone' | 'waiting';

/** `free`: not allocated yet; `made`, `freed`: in what is marked; `gone`: freed before; `waiting`: for a grace period. */
export function stateOf({ life }: Box, { before, now, lived }: Moment): BoxState {
  if (life === null) return 'live';
  const [was, is] = [before[life], now[life]];
  if (is === 2) return 'waiting';
  if (is === 1) return was === 1 ? 'live' : 'made';
  if (was !== 0) return 'freed';
  return lived.has(life) ? 'gone' : 'free';
}

function badgeOf(state: BoxState, { kind }: Box): string {
  switch (state) {
    case 'made': return 'allocated';
    case 'freed':
    case 'gone': return 'freed';
    case 'free': return 'free';
    case 'waiting': return 'freed, RCU';
    default: return kind;
  }
}

interface LineProps {
  /** Of its box. */
  readonly title: string;
  readonly line: Line;
  readonly at: number;
  readonly width: number;
  readonly moment: Moment;
  readonly live: boolean;
}

function LineView({ title, line, at, width, moment, live }: LineProps): VNode {
  const top = HEAD + FOOT / 2 + at * LINE;
  if (line.kind === 'part') {
    return <g class="part"><line x1={0} x2={width} y1={top + 0.5} y2={top + 0.5} /><text x={PAD} y={top + 13.5}>{line.label}</text></g>;
  }
  const { cell, column } = line.of;
  const [was, is] = [moment.before[cell]!, moment.now[cell]!];
  const value = valueText(moment.scene, column, is);
  const lock = column.role === 'owner' || column.role === 'readers';
  return (
    <g class={`field ${was !== is && live ? 'changed' : ''} ${lock && is !== 0 ? 'held' : ''} ${is === column.uninit ? 'uninit' : ''}`} data-cell={cell}>
      <title>{was === is ? `${line.of.field} = ${value}` : `${line.of.field}: ${valueText(moment.scene, column, was)} → ${value}`}</title>
      <rect x={3} y={top + 0.5} width={width - 6} height={LINE - 1} rx={4} />
      <text class="key" x={PAD} y={top + 13.5}>{line.label}</text>
      <text class="value" x={width - PAD} y={top + 13.5} text-anchor="end">{live ? fieldText({ lock, is, value, title }) : ''}</text>
    </g>
  );
}

function fieldText({ lock, is, value, title }: { lock: boolean; is: number; value: string; title: string }): string {
  return lock && is === 0 ? '–' : shortValue(value, title);
}

function headPath(width: number, height: number): string {
  const r = 7;
  const bottom = height > HEAD + 1 ? height : HEAD;
  return `M 0 ${bottom} V ${r} Q 0 0 ${r} 0 H ${width - r} Q ${width} 0 ${width} ${r} V ${bottom} Z`;
}
