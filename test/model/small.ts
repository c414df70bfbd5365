import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../specs/', import.meta.url));

/** The specs that `npm test` explores, below specs/: those of heavy/ take a minute or more each, and are left to `npm run test:heavy`. */
export function small(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.startsWith('heavy')).toSorted();
}

/** States that a variant of any of them has at most, with each access a step; those of heavy/ have up to 25 million. */
export const WHOLE_MAX = 400_000;
