/** Where to read on: the files of a model that trails mention, and where in the kernel their functions are. */
import { relative } from 'node:path';
import type { Fn, Program } from '../lang/ir.js';
import { citationsOf } from '../lang/citations.js';
import type { TrailDocument } from './document.js';
import { shortFile } from './where.js';

/** schema/check.json, sources of a run */
export interface SourcesDocument {
  /** By the short name that steps have: its path from the folder in which fdcheck ran. */
  readonly files: Readonly<Record<string, string>>;
  /** By name: the functions that are on a stack in a step. */
  readonly functions: Readonly<Record<string, FunctionSource>>;
}

export interface FunctionSource {
  /** Short name. */
  readonly file: string;
  readonly line: number;
  /** Empty where the function is none of the kernel's. */
  readonly kernel: readonly KernelPlace[];
}

/** A place in the kernel's tree, of a version such as `v5.10`. */
export interface KernelPlace {
  readonly file: string;
  readonly line: number;
  readonly version: string;
}

/** Of the trails of one program; `folder` is where fdcheck runs. */
export function sourcesDocument(program: Program, trails: readonly TrailDocument[], folder: string): SourcesDocument {
  const steps = trails.flatMap((trail) => trail.steps);
  const named = new Set(steps.flatMap(({ stack }) => stack));
  const fns = program.fns.filter(({ name }) => named.has(name));
  const mentioned = new Set([...steps.map(({ file }) => file), ...fns.map((fn) => shortFile(program.sites[fn.site]!.file))]);
  const paths = new Set(program.sites.map(({ file }) => file));
  const files = [...paths].filter((file) => mentioned.has(shortFile(file))).map((file) => [shortFile(file), relative(folder, file).replaceAll('\\', '/')]);
  return { files: Object.fromEntries(files), functions: Object.fromEntries(functionEntries(program, fns)) };
}

function functionEntries(program: Program, fns: readonly Fn[]): [string, FunctionSource][] {
  const cited = new Map<string, ReturnType<typeof citationsOf>>();
  return fns.map(({ name, site }) => {
    const { file, line } = program.sites[site]!;
    if (!cited.has(file)) cited.set(file, citationsOf(file));
    return [name, { file: shortFile(file), line, kernel: (cited.get(file)!.get(line) ?? []).map((one) => ({ file: one.path, line: one.line, version: one.version })) }];
  });
}
