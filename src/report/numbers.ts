/** Numbers for people. */

/** `1,234,567`. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** `3 states`, `1 state`. */
export function counted(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A duration: `0.4 s`, `12 s`, `3 min 5 s`. */
export function duration(elapsedMs: number): string {
  const seconds = elapsedMs / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** Memory: `12 MB`. */
export function megabytes(bytes: number): string {
  return `${grouped(Math.round(bytes / 1e6))} MB`;
}
