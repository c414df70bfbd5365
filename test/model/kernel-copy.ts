import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** An edit of one file below src/model: the text must be there exactly once. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A copy of the model with edits, and of one spec that imports it; gives the path of that spec to `use`. */
export async function withEditedModel<T>(edits: readonly Edit[], spec: string, use: (spec: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fdcheck-model-'));
  try {
    cpSync(join(root, 'src/model'), join(folder, 'model'), { recursive: true });
    for (const edit of edits) apply(join(folder, 'model', edit.file), edit);
    const path = join(folder, basename(spec));
    writeFileSync(path, readFileSync(join(root, 'specs', spec), 'utf8').replaceAll("'fdcheck/model'", "'./model/index.js'"));
    return await use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function apply(path: string, { file, from, to }: Edit): void {
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file} does not contain this once: ${from}`);
  writeFileSync(path, text.replace(from, to));
}
