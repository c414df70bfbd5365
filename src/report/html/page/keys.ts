/** The keyboard of a trail. Keys go to whatever is typed into or slid first. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Move } from './position.js';

export interface Commands {
  readonly move: (move: Move, on: boolean) => void;
  readonly start: () => void;
  readonly end: () => void;
}

/** What each key does, with `Shift+` in front where it is held. */
const KEYS: Readonly<Record<string, (commands: Commands) => void>> = {
  'ArrowRight': ({ move }) => move('step', true),
  'j': ({ move }) => move('step', true),
  'ArrowLeft': ({ move }) => move('step', false),
  'k': ({ move }) => move('step', false),
  'ArrowDown': ({ move }) => move('row', true),
  'ArrowUp': ({ move }) => move('row', false),
  'Shift+ArrowRight': ({ move }) => move('switch', true),
  'Shift+J': ({ move }) => move('switch', true),
  'Shift+ArrowLeft': ({ move }) => move('switch', false),
  'Shift+K': ({ move }) => move('switch', false),
  'Home': ({ start }) => start(),
  'End': ({ end }) => end(),
};

export const KEYS_TEXT = '← → or k j: a step · ↑ ↓: a row · Shift and ← →: to the next switch of tasks · Home, End';

export function useKeys(commands: Commands): void {
  const latest = useRef(commands);
  latest.current = commands;
  // At once, not after the next frame: whoever sees the trail can press a key.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const command = KEYS[`${event.shiftKey ? 'Shift+' : ''}${event.key}`];
      if (command === undefined || event.ctrlKey || event.metaKey || event.altKey || ownsKeys(event.target)) return;
      event.preventDefault();
      command(latest.current);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

/** Text is typed into it, or arrows move something in it. */
function ownsKeys(target: EventTarget | null): boolean {
  return (target instanceof HTMLInputElement && target.type !== 'checkbox') || (target instanceof HTMLElement && target.closest('[data-scrolls]') !== null);
}
