/** Where the accepted result of a spec is kept, and what stands there. */
import { readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { parseAccepted, type Accepted } from '../report/accepted.js';
import { UsageError } from './failure.js';

/** Beside the folder specs/ that contains the spec: results/<name>.json; beside a spec elsewhere: <name>.result.json. */
export function resultFile(spec: string, name: string): string {
  const parts = spec.split(sep);
  const at = parts.lastIndexOf('specs');
  if (at < 0) return join(dirname(spec), `${name.split('/').at(-1)!}.result.json`);
  return join(parts.slice(0, at).join(sep) || sep, 'results', `${name}.json`);
}

/** Throws UsageError where the file holds something else. */
export function readAccepted(file: string): Accepted {
  return read(file, parseAccepted, 'is no accepted result (fdcheck accept writes one)');
}

/** What `parse` makes of a file's text; a UsageError that says `otherwise` where it makes nothing of it. */
export function read<Result>(file: string, parse: (text: string) => Result | null, otherwise: string): Result {
  try {
    const found = parse(readFileSync(file, 'utf8'));
    if (found !== null) return found;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UsageError(`${file} ${otherwise}`);
}
