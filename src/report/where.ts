/** Places in a model as short text. */
import type { Program, SiteId } from '../lang/ir.js';

/** Folders above which a path says nothing to the reader. */
const ROOTS = ['/src/model/', '/src/lang/vocabulary/', '/specs/'];

/** `fs/exec.ts:120`: the path as the kernel has it. */
export function siteText(program: Program, site: SiteId): string {
  const { file, line } = program.sites[site]!;
  return `${shortFile(file)}:${line}`;
}

/** A model file's path below src/model or specs, else its last two parts. */
export function shortFile(file: string): string {
  const path = file.replaceAll('\\', '/');
  for (const root of ROOTS) {
    const at = path.lastIndexOf(root);
    if (at >= 0) return path.slice(at + root.length);
  }
  return path.split('/').slice(-2).join('/');
}
