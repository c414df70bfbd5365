/** Where the accepted result of a spec is kept. */
import { dirname, join, sep } from 'node:path';

/** Beside the folder specs/ that contains the spec: results/<name>.json; beside a spec elsewhere: <name>.result.json. */
export function resultFile(spec: string, name: string): string {
  const parts = spec.split(sep);
  const at = parts.lastIndexOf('specs');
  if (at < 0) return join(dirname(spec), `${name.split('/').at(-1)!}.result.json`);
  return join(parts.slice(0, at).join(sep) || sep, 'results', `${name}.json`);
}
