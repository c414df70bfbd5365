/** The text of model files as it is now: hashes and digests, each file read once. */
import { readFileSync } from 'node:fs';
import { fileDigest, textHash, type FileDigest, type TextUse } from '../../lang/digest.js';
import { isRecord, isRecordOf, isText } from '../../report/shape.js';
import type { Entries } from './entries.js';

/** A file's text. */
export interface FileText {
  readonly hash: string;
  /** Null where it does not parse. */
  readonly digest: FileDigest | null;
}

export class Texts {
  private readonly known = new Map<string, FileText | null>();

  /** @param entries where digests are kept by the hash of the text; null: nowhere
   * @param tool the fdcheck that makes them: another one may have made others */
  constructor(private readonly entries: Entries | null, private readonly tool = '') {}

  /** Null where there is no such file. */
  at(path: string): FileText | null {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const found = this.read(path);
    this.known.set(path, found);
    return found;
  }

  /** Whether all files are as they were when they were read for this. */
  areAsIn({ files }: Pick<TextUse, 'files'>): boolean {
    return files.every(({ path, hash }) => this.at(path)?.hash === hash);
  }

  private read(path: string): FileText | null {
    const text = textAt(path);
    if (text === null) return null;
    const hash = textHash(text);
    const kept = this.entries?.get(['digest', this.tool, hash]);
    if (isDigest(kept)) return { hash, digest: kept };
    const digest = fileDigest(path, text);
    if (digest !== null) this.entries?.put(['digest', this.tool, hash], digest);
    return { hash, digest };
  }
}

function textAt(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function isDigest(value: unknown): value is FileDigest {
  return isRecord(value) && isText(value['rest']) && isRecordOf(value['functions'], isText);
}
