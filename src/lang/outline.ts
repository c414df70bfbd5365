/** The functions of a model as its text has them, whether or not a spec reaches them. */
import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Modules } from './front/modules.js';
import { position } from './front/source.js';

/** A function with a body at module level. */
export interface FunctionText {
  /** Path below the folder, with slashes. */
  readonly file: string;
  readonly name: string;
  /** Where its name stands, from 1. */
  readonly line: number;
}

/** Every function of the model files below a folder, by file and then in the order of the text. Throws CompileError. */
export function outline(folder: string): FunctionText[] {
  const modules = new Modules();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts')).toSorted();
  return files.flatMap((file) => {
    const { source, declarations } = modules.load(join(folder, file));
    return [...declarations.values()].flatMap((declaration) => {
      if (declaration.kind !== 'function' || !declaration.node.body) return [];
      const { line } = position(source, (declaration.node.id ?? declaration.node).start);
      return [{ file: file.replaceAll(sep, '/'), name: declaration.name, line }];
    });
  });
}
