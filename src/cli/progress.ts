/** How far a search is: one line that is overwritten on a terminal, a plain line every few seconds elsewhere. */
import { counted, duration, grouped, megabytes } from '../report/numbers.js';
import type { Terminal } from './terminal.js';

/** A search in figures, cumulative. */
export interface Figures {
  /** Breadth-first levels finished or under way; initial states are level 1. */
  readonly depth: number;
  readonly states: number;
  readonly transitions: number;
  /** States still to expand. */
  readonly frontier: number;
  /** Since this search began. */
  readonly elapsedMs: number;
}

const LIVE_EVERY_MS = 120;
const PLAIN_EVERY_MS = 5_000;

export interface ProgressLine {
  /** Tells the figures of a run, if enough time has passed. `label` names the run. */
  tell(label: string, figures: Figures): void;
  /** Removes the live line, so that results stand alone. */
  clear(): void;
}

/** Progress to stderr; `quiet` shows none. */
export function progressLine(terminal: Terminal, quiet: boolean): ProgressLine {
  let last = Date.now();
  let shown = false;
  return {
    tell(label, figures) {
      const now = Date.now();
      if (quiet || now - last < (terminal.live ? LIVE_EVERY_MS : PLAIN_EVERY_MS)) return;
      last = now;
      const text = progressText(label, figures);
      terminal.err(terminal.live ? `\r\u001b[2K${text.slice(0, terminal.columns - 1)}` : `${text}\n`);
      shown = terminal.live;
    },
    clear() {
      if (shown) terminal.err('\r\u001b[2K');
      shown = false;
    },
  };
}

/** e.g. `exec/x @ v5.10: depth 31, 120,000 states (60,000 a second), 300,000 transitions, frontier 4,000, 150 MB`. */
export function progressText(label: string, { depth, states, transitions, frontier, elapsedMs }: Figures): string {
  const rate = grouped(Math.round(states / Math.max(elapsedMs / 1000, 0.001)));
  return `${label}: depth ${depth}, ${counted(states, 'state')} (${rate} a second), ${counted(transitions, 'transition')}, `
    + `frontier ${grouped(frontier)}, ${megabytes(process.memoryUsage.rss())}, ${duration(elapsedMs)}`;
}
