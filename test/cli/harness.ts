/** Runs command lines in this process, as a terminal would see them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../src/cli/run.js';

export interface Seen {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `fdcheck ...args` in a folder; 100 columns, no colours. */
export async function fdcheck(cwd: string, args: readonly string[], interrupt: AbortSignal = new AbortController().signal): Promise<Seen> {
  const seen = { out: '', err: '' };
  const terminal = {
    cwd, columns: 100, colour: false, live: false, cache: null, interrupt,
    out: (text: string) => void (seen.out += text),
    err: (text: string) => void (seen.err += text),
  };
  const code = await run(args, terminal);
  return { code, ...seen };
}

/** A fresh folder with these files, and how to remove it. */
export function folderWith(files: Readonly<Record<string, string>>): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'fdcheck-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, remove: () => rmSync(path, { recursive: true }) };
}
