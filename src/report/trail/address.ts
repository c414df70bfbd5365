/**
 * A trail on one line, for a shell, a mail or results/: `exec/lost-lock@v5.10:3fa9c2d1e0b4a6f7:s.1,0x31,1x12,0.2`.
 *
 * Spec, `@`, variant, `:`, the start of the program's hash, `:`, then the moves: `s` with the choices of the start if there are some, and
 * for each step the task's number from 0, `.` before each of its choices, `x` and how many times in a row. White space means nothing.
 */
import type { Move, Trail } from '../../checker/trail.js';

/** Digits of the program hash that an address carries: enough that two programs never share them by chance. */
const HASH_DIGITS = 16;

export function addressOf({ spec, variant, programHash, initial, steps }: Trail): string {
  const start = initial.length === 0 ? [] : [['s', ...initial].join('.')];
  return `${spec}@${variant}:${programHash.slice(0, HASH_DIGITS)}:${[...start, ...runs(steps.map(moveText))].join(',')}`;
}

/** The trail of an address, or null if it is none. Its program hash is the start of one: see `completeHash`. */
export function trailAt(address: string): Trail | null {
  const match = /^([^@]+)@([^:@]+):([0-9a-f]{8,64}):(.*)$/.exec(address.replaceAll(/\s/g, ''));
  if (match === null) return null;
  const [, spec = '', variant = '', programHash = '', text = ''] = match;
  const items = text === '' ? [] : text.split(',');
  const start = items[0]?.startsWith('s') ? items.slice(0, 1) : [];
  const moves = items.slice(start.length).map(movesOf);
  if (moves.some((move) => move === null)) return null;
  const initial = start.flatMap((item) => item.split('.').slice(1).map(Number));
  if (initial.some((choice) => !Number.isInteger(choice))) return null;
  return { spec, variant, programHash, initial, steps: moves.flatMap((move) => move ?? []) };
}

/** The trail with the whole hash of a program if it begins as the address says; else as it is, which no program has. */
export function completeHash(trail: Trail, programHash: string): Trail {
  return programHash.startsWith(trail.programHash) ? { ...trail, programHash } : trail;
}

function moveText({ task, choices }: Move): string {
  return [task, ...choices].join('.');
}

/** Equal neighbours as one: `0`, `0`, `1` become `0x2`, `1`. */
function runs(moves: readonly string[]): string[] {
  const found: { move: string; times: number }[] = [];
  for (const move of moves) {
    const last = found.at(-1);
    if (last?.move === move) last.times += 1;
    else found.push({ move, times: 1 });
  }
  return found.map(({ move, times }) => (times === 1 ? move : `${move}x${times}`));
}

function movesOf(text: string): Move[] | null {
  const match = /^(\d+)((?:\.\d+)*)(?:x(\d+))?$/.exec(text);
  if (match === null) return null;
  const [, task = '', choices = '', times = '1'] = match;
  const move: Move = { task: Number(task), choices: choices.split('.').slice(1).map(Number) };
  return Array.from({ length: Number(times) }, () => move);
}
