/** A trail whose objects are called as its text calls them: `F0` for `files_struct#1`, so that boxes, lanes and reports say the same. */
import type { TrailDocument } from '../document.js';

const NUMBERED = /\b[A-Za-z_]\w*#\d+(?!\d)/g;

/** A sentence about a trail, with the same names. */
export function sentenceAsInText(text: string | null, [trail]: readonly TrailDocument[]): string | null {
  return text === null ? null : renamed(text, trail?.nicknames ?? {});
}

function renamed(text: string, nicknames: Readonly<Record<string, string>>): string {
  return text.replaceAll(NUMBERED, (name) => (Object.hasOwn(nicknames, name) ? nicknames[name]! : name));
}

export function calledAsInText(trail: TrailDocument): TrailDocument {
  const { nicknames = {}, scene, stretches, object, steps } = trail;
  const called = (text: string): string => renamed(text, nicknames);
  return {
    ...trail,
    ...(scene === undefined ? {} : { scene: { ...scene, objects: scene.objects.map((one) => ({ ...one, name: called(one.name) })) } }),
    ...(stretches === undefined ? {} : { stretches: stretches.map((one) => ({ ...one, label: called(one.label), changes: one.changes.map(called) })) }),
    object: object && { ...object, name: called(object.name) },
    start: Object.fromEntries(Object.entries(trail.start).map(([cell, value]) => [called(cell), called(value)])),
    steps: steps.map((step) => ({
      ...step, changes: step.changes.map(({ cell, before, after }) => ({ cell: called(cell), before: called(before), after: called(after) })),
      returns: step.returns.map((one) => ({ ...one, values: one.values.map(called) })),
    })),
  };
}
