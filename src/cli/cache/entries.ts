/**
 * Values kept in files, by key. A file is gzip over JSON: what was cut short, or damaged, does not unpack, and counts as not there. It is
 * written under another name and then renamed, so that processes may share a folder, and be killed.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { isRecord } from '../../report/shape.js';

export class Entries {
  /** @param folder absolute path; made when something is kept */
  constructor(readonly folder: string) {}

  /** What was kept under the key; null if nothing that can be read. */
  get(key: readonly string[]): unknown {
    try {
      const entry: unknown = JSON.parse(gunzipSync(readFileSync(this.pathOf(key))).toString('utf8'));
      return isRecord(entry) && entry['key'] === textOf(key) ? entry['value'] ?? null : null;
    } catch {
      return null;
    }
  }

  /** Keeps a value under the key, in the place of what was there. A folder that cannot be written keeps nothing: it costs time only. */
  put(key: readonly string[], value: unknown): void {
    const path = this.pathOf(key);
    const fresh = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(fresh, gzipSync(JSON.stringify({ key: textOf(key), value }), { level: 1 }));
      renameSync(fresh, path);
    } catch {
      removed(fresh);
    }
  }

  private pathOf(key: readonly string[]): string {
    const name = createHash('sha256').update(textOf(key)).digest('hex');
    return join(this.folder, name.slice(0, 2), `${name.slice(2)}.gz`);
  }
}

function textOf(key: readonly string[]): string {
  return JSON.stringify(key);
}

/** Where there is no such folder there is no such file. */
function removed(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    return;
  }
}
