/** What the user may have meant. */

const FAR = 0.5;

/** The name nearest to what was typed, or null where none is near. */
export function closest(typed: string, names: readonly string[]): string | null {
  const ranked = names.map((name) => ({ name, distance: Math.min(editDistance(typed, name), editDistance(typed, name.split('/').at(-1)!)) }));
  const best = ranked.toSorted((a, b) => a.distance - b.distance)[0];
  return best !== undefined && best.distance <= Math.max(2, typed.length * FAR) ? best.name : null;
}

/** Insertions, deletions and replacements between two words (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
