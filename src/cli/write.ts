/** Files that are written together, or not at all. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const NEW = '.fdcheck-new';

/** Writes each text to its absolute path. Where one cannot be written, throws, and every file is what it was; nobody finds half a file. */
export function writeTogether(texts: ReadonlyMap<string, string>): void {
  const begun: string[] = [];
  try {
    for (const [file, text] of texts) {
      mkdirSync(dirname(file), { recursive: true });
      begun.push(file + NEW);
      writeFileSync(file + NEW, text);
    }
    for (const file of texts.keys()) renameSync(file + NEW, file);
  } catch (error) {
    for (const file of begun) rmSync(file, { force: true });
    throw error;
  }
}
