/** Where in the kernel a function of the model is: its comment cites file, line and version, as in `fs/file.c:382, v5.10`. */
import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';
import { position, sourceFile } from './front/source.js';

export interface Citation {
  /** In the kernel's tree. */
  readonly file: string;
  readonly line: number;
  /** e.g. `v5.10`. */
  readonly version: string;
}

/** By the line of their names: what the functions at the top level of a model file cite. Those that cite nothing are not there. */
export function citationsOf(file: string): ReadonlyMap<number, readonly Citation[]> {
  const source = sourceFile(file, readFileSync(file, 'utf8'), false);
  const { program, comments } = parseSync(file, source.text, { lang: 'ts', sourceType: 'module' });
  return new Map(program.body.flatMap((statement): [number, Citation[]][] => {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (node?.type !== 'FunctionDeclaration' || node.id === null) return [];
    const comment = comments.findLast(({ end }) => end <= statement.start && source.text.slice(end, statement.start).trim() === '');
    const cited = comment === undefined ? [] : citationsIn(comment.value);
    return cited.length === 0 ? [] : [[position(source, node.id.start).line, cited]];
  }));
}

const PLACE = /([\w.-]+(?:\/[\w.-]+)*\.[chS])?:(\d+)(?: to \d+)?(?:(?: \([^)]*\))?, (v\d+(?:\.\d+)+))?/g;

/** What a comment cites. A line alone is of the file named before it; a place without a version is of the version named before it, or first. */
export function citationsIn(comment: string): Citation[] {
  const places = [...comment.matchAll(PLACE)].map(([, file, line, version]) => ({ file, line: Number(line), version }));
  let file: string | undefined;
  let version = places.find((place) => place.version !== undefined)?.version;
  return places.flatMap((place) => {
    file = place.file ?? file;
    version = place.version ?? version;
    return file === undefined || version === undefined ? [] : [{ file, line: place.line, version }];
  });
}
