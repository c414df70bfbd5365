/** Where the accepted result of a spec is kept, and what stands there. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { parseAccepted, type Accepted } from '../report/accepted.js';
import { UsageError } from './failure.js';

/** Beside the folder specs/ that contains the spec: results/<name>.json; beside a spec elsewhere: <name>.result.json. */
export function resultFile(spec: string, name: string): string {
  const root = rootOf(spec);
  return root === null ? join(dirname(spec), `${name.split('/').at(-1)!}.result.json`) : join(root, 'results', `${name}.json`);
}

/** The folder beside whose specs/ there are results/; null for a spec that stands elsewhere. */
export function rootOf(spec: string): string | null {
  const parts = spec.split(sep);
  const at = parts.lastIndexOf('specs');
  return at < 0 ? null : parts.slice(0, at).join(sep) || sep;
}

/** Throws UsageError where the file holds something else. */
export function readAccepted(file: string): Accepted {
  return read(file, parseAccepted, 'is no accepted result (fdcheck accept writes one)');
}

/** Accepted results, each file read once. */
export class AcceptedResults {
  private readonly known = new Map<string, Accepted | null>();

  /** Null where nothing was accepted. Throws UsageError as readAccepted. */
  at(file: string): Accepted | null {
    const known = this.known.get(file);
    if (known !== undefined) return known;
    const found = existsSync(file) ? readAccepted(file) : null;
    this.known.set(file, found);
    return found;
  }
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
