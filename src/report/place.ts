/** Places in a text, for programs: as reports of a repository name them, without the folders of the machine. */
import type { Program, Site, SiteId } from '../lang/ir.js';
import type { StackFrame } from '../checker/trail.js';
import { shortFile } from './where.js';

/** `place` in schema/trail.json; `line` and `column` count from 1. */
export interface PlaceDocument {
  /** As people know it: below src/model or specs where it lies there. */
  readonly file: string;
  /** From the root of the repository, with `/`; null for a file that lies outside of it. */
  readonly path: string | null;
  readonly line: number;
  readonly column: number;
}

/** `frame` in schema/trail.json: a function on a task's stack, and where it stands. */
export interface FrameDocument extends PlaceDocument {
  readonly function: string;
}

/** A file's path from a folder, with `/`; null where it does not lie below it. Both are absolute. */
export function pathFrom(root: string, file: string): string | null {
  const [top, path] = [root, file].map((one) => one.replaceAll('\\', '/').replace(/\/$/, ''));
  return path!.startsWith(`${top}/`) ? path!.slice(top!.length + 1) : null;
}

/** `root` is the repository's, absolute. */
export function placeDocument({ file, line, column }: Pick<Site, 'file' | 'line' | 'column'>, root: string): PlaceDocument {
  return { file: shortFile(file), path: pathFrom(root, file), line, column };
}

export function sitePlace(program: Program, site: SiteId, root: string): PlaceDocument {
  return placeDocument(program.sites[site]!, root);
}

/** Outermost first, as they come. */
export function frameDocuments(program: Program, frames: readonly StackFrame[], root: string): FrameDocument[] {
  return frames.map(({ name, site }) => ({ function: name, ...sitePlace(program, site, root) }));
}
