import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadSpec, type Expectation } from '../../src/lang/compile.js';

const folder = fileURLToPath(new URL('../../specs/', import.meta.url));

/** `FDCHECK_HEAVY=1` (npm run test:heavy): every variant of every spec. */
export const isHeavy = process.env['FDCHECK_HEAVY'] === '1';

export interface Question {
  readonly name: string;
  readonly variant: string;
  readonly file: string;
  readonly expected: Expectation;
}

/** The specs that tests explore, below specs/: those of heavy/ take a minute or more each, and are left to `npm run test:heavy`. */
export function small(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.startsWith('heavy')).toSorted();
}

/** What `npm test` explores of them: one variant a spec, another one from spec to spec, so that every version has its turn. All in the heavy run. */
export function questions(): Question[] {
  return small().flatMap((name, k) => {
    const file = folder + name;
    const { expect, variants } = loadSpec(file);
    const chosen = isHeavy ? variants : variants.slice(k % variants.length, (k % variants.length) + 1);
    return chosen.map((variant) => ({ name, variant, file, expected: expect[variant]! }));
  });
}

/** How many states of a question, with each access a step, are explored here: nearly all have fewer, and all in the heavy run. */
export const WHOLE_MAX = isHeavy ? 2_000_000 : 60_000;
