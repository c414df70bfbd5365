/** The object graph as a list, for those who cannot see it, or want to copy it. */
import type { VNode } from 'preact';
import type { Boxes } from './boxes.js';
import { stateOf } from './box.js';
import { valueText } from './cells.js';
import type { Moment } from './graph.js';

const STATES = { live: '', made: ' (allocated)', free: ' (free)', freed: ' (freed)', gone: ' (freed before)', waiting: ' (freed, waits for a grace period)' } as const;

export function GraphText({ boxes: { boxes }, moment }: { boxes: Boxes; moment: Moment }): VNode {
  const { scene, before, now } = moment;
  return (
    <details class="graph-text">
      <summary>Objects as text</summary>
      <ul>
        {boxes.map((box) => (
          <li key={box.id}>
            <strong>{box.title}</strong>{STATES[stateOf(box, moment)]}
            <ul>
              {box.lines.map((line, at) => {
                if (line.kind === 'part') return <li key={at}>{line.label}:</li>;
                const { cell, column } = line.of;
                return <li key={at} class={before[cell] === now[cell] ? '' : 'changed'}><code>{line.label}</code> = <code>{valueText(scene, column, now[cell]!)}</code>{before[cell] === now[cell] ? '' : ' (changed)'}</li>;
              })}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  );
}
