/** The way through a trail by mouse, and where one is in it, told to those who listen too. */
import type { RefObject, VNode } from 'preact';
import type { StepDocument, TrailDocument } from '../../document.js';
import { KEYS_TEXT } from './keys.js';
import { runsOf, START, type Move, type Position } from './position.js';

export interface ToolbarProps {
  readonly toolbar: RefObject<HTMLDivElement | null>;
  readonly trail: TrailDocument;
  /** Those that move. */
  readonly tasks: readonly string[];
  readonly position: Position;
  readonly onMove: (position: Position) => void;
  readonly onGo: (move: Move, on: boolean) => void;
}

export function Toolbar({ toolbar, trail: { steps }, tasks, position: { first, last }, onMove, onGo }: ToolbarProps): VNode {
  const end = steps.length;
  const step = steps[last - 1];
  return (
    <div ref={toolbar} class="toolbar" role="toolbar" aria-label="Steps of the trail" title={KEYS_TEXT}>
      <div class="buttons">
        <Button label="To the start" sign="start" off={last === 0} act={() => onMove(START)} />
        <Button label="Back to the switch of tasks before" sign="switch-back" off={last === 0} act={() => onGo('switch', false)} />
        <Button label="A step back" sign="back" off={last === 0} act={() => onGo('step', false)} />
        <Button label="A step on" sign="on" off={last === end} act={() => onGo('step', true)} />
        <Button label="On to the next switch of tasks" sign="switch-on" off={last === end} act={() => onGo('switch', true)} />
        <Button label="To the end" sign="end" off={last === end} act={() => onMove(at(end))} />
      </div>
      <div class="slide">
      <input
        type="range" min={0} max={end} value={last} aria-label="Step" aria-valuetext={countText(first, last, end)}
        onInput={(event) => onMove(at(Number(event.currentTarget.value)))}
      />
      <Strip steps={steps} tasks={tasks} />
      </div>
      <p class="where"><b>{countText(first, last, end)}</b> <span class="what">{step === undefined ? '' : `${step.task} in ${step.stack.at(-1) ?? ''}`}</span></p>
      <p class="hidden" role="status" aria-live="polite">{spoken(step, countText(first, last, end))}</p>
    </div>
  );
}

/** Drawn, as few fonts have them; in a square of 16. */
const SIGNS = {
  'start': 'M3 3h2v10h-2z M13 3v10l-7-5z',
  'switch-back': 'M8 3v10l-6-5z M14 3v10l-6-5z',
  'back': 'M11 3v10l-7-5z',
  'on': 'M5 3v10l7-5z',
  'switch-on': 'M2 3v10l6-5z M8 3v10l6-5z',
  'end': 'M3 3v10l7-5z M11 3h2v10h-2z',
} as const;

function Button({ label, sign, off, act }: { label: string; sign: keyof typeof SIGNS; off: boolean; act: () => void }): VNode {
  return (
    <button type="button" aria-label={label} title={label} aria-disabled={off} onClick={act}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d={SIGNS[sign]} /></svg>
    </button>
  );
}

/** Whose steps they are, all along. */
function Strip({ steps, tasks }: { steps: readonly StepDocument[]; tasks: readonly string[] }): VNode {
  return (
    <svg class="strip" viewBox={`0 0 ${Math.max(1, steps.length)} 1`} preserveAspectRatio="none" aria-hidden="true">
      {runsOf(steps).map(({ first, last }) => <rect key={first} class={`t${tasks.indexOf(steps[first - 1]!.task) % 8}`} x={first - 1} width={last - first + 1} y={0} height={1} />)}
    </svg>
  );
}

function at(step: number): Position {
  return { first: step, last: step };
}

function countText(first: number, last: number, end: number): string {
  if (last === 0) return `start of ${end}`;
  return first === last ? `step ${last} of ${end}` : `steps ${first} to ${last} of ${end}`;
}

function spoken(step: StepDocument | undefined, count: string): string {
  if (step === undefined) return `${count} steps`;
  const changes = step.changes.map(({ cell, before, after }) => `${cell} from ${before} to ${after}`);
  return [`${count}, ${step.task} in ${step.stack.at(-1) ?? ''}: ${step.text}`, ...changes, ...(step.report === null ? [] : [step.report])].join('; ');
}
