/** The front end: a spec file and a variant in, a program out. */
import { resolve, relative, sep } from 'node:path';
import type { Expectation, ObservedProgram, Program } from './ir.js';
import { textHash, type TextUse } from './digest.js';
import { buildObserved, buildProgram, type BuildOptions } from './front/build.js';
import { CompileError, type Diagnostic } from './front/diagnostic.js';
import { Modules, parseAlone } from './front/modules.js';
import { expectedVariants, readSpec, type SpecFile } from './front/spec-file.js';
import { findSwitches, levels, selectVariant, type Level } from './front/variants.js';

export type { TextUse } from './digest.js';
export { CompileError, type Diagnostic } from './front/diagnostic.js';
export { REPORT_CLASSES } from './front/spec-file.js';
export type { Level } from './front/variants.js';
export type { Expectation, Program, ReportClass } from './ir.js';

/** What a spec asks. */
export interface SpecInfo {
  /** Absolute path. */
  readonly file: string;
  /** Path below specs/ (or below the current folder) without `.ts`. */
  readonly name: string;
  /** The first paragraph of its first comment. */
  readonly question: string;
  /** The rest of that comment: where the question comes from. */
  readonly source: string;
  /** In the order of `expect`. */
  readonly variants: readonly string[];
  readonly expect: Readonly<Record<string, Expectation>>;
  /** Pairs of variants that are to be equivalent; not necessarily among `variants`. */
  readonly same: readonly (readonly [string, string])[];
  readonly taskNames: readonly string[];
  readonly bounds: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** Names of what it measures. */
  readonly measures: readonly string[];
}

/** Reads a spec. Throws CompileError if it, or a file that it imports, is outside the language. */
export function loadSpec(file: string): SpecInfo {
  return loadSpecTraced(file).spec;
}

/** As `loadSpec`, with what was read for it. */
export function loadSpecTraced(file: string): { readonly spec: SpecInfo; readonly use: TextUse } {
  const path = resolve(file);
  const opened = open(path);
  return { spec: infoOf(path, opened.spec), use: useOf(opened.modules) };
}

function infoOf(path: string, read: SpecFile): SpecInfo {
  const [question = '', ...rest] = questionAndSource(read.module.firstComment);
  return {
    file: path, name: specName(path), question, source: rest.join('\n'), variants: Object.keys(read.expect), expect: read.expect, same: read.same,
    taskNames: read.tasks.map((t) => t.name), bounds: read.bounds, faults: read.faults, measures: read.measures.map(({ decl }) => decl.name),
  };
}

/** Compiles a spec under a variant. Throws CompileError. */
export function compile(spec: SpecInfo, variant: string): Program {
  return buildProgram(optionsOf(spec, variant));
}

/** As `compile`, with what was read for it. */
export function compileTraced(spec: SpecInfo, variant: string): { readonly program: Program; readonly use: TextUse } {
  const options = optionsOf(spec, variant);
  const program = buildProgram(options);
  return { program, use: useOf(options.modules) };
}

/** Why a spec cannot be compiled under a variant of that name: it is unknown, or needs a patch that is not modelled; null if it can. */
export function whyNoVariant(spec: SpecInfo, variant: string): Diagnostic | null {
  try {
    selectVariant(findSwitches(open(spec.file).modules), variant, spec.file);
    return null;
  } catch (error) {
    if (error instanceof CompileError) return error.diagnostics[0] ?? null;
    throw error;
  }
}

/** Compiles a spec under a variant for comparison with others. Throws CompileError. */
export function compileObserved(spec: SpecInfo, variant: string): ObservedProgram {
  return compileObservedTraced(spec, variant).observed;
}

/** As `compileObserved`, with what was read for it. */
export function compileObservedTraced(spec: SpecInfo, variant: string): { readonly observed: ObservedProgram; readonly use: TextUse } {
  const options = optionsOf(spec, variant);
  const observed = buildObserved(options);
  return { observed, use: useOf(options.modules) };
}

function useOf(modules: Modules): TextUse {
  return {
    files: modules.loaded().map(({ source }) => ({ path: source.path, hash: textHash(source.text) })),
    absent: [...modules.absent],
    functions: modules.functionsFound().filter(({ node }) => node.body).map(({ module, name }) => ({ file: module.source.path, name })),
  };
}

function optionsOf(spec: SpecInfo, variant: string): BuildOptions {
  const { modules, spec: file } = open(spec.file);
  return {
    modules, spec: file.module, file, name: spec.name, bounds: file.bounds, faults: file.faults,
    variant: selectVariant(findSwitches(modules), variant, spec.file),
  };
}

/** The versions that the switches of a spec's model make one after the other: the base, each patch of the series with all before it, the releases. */
export function levelsOf(spec: SpecInfo): Level[] {
  return levels(findSwitches(open(spec.file).modules));
}

/** The variants that a spec expects something of, without reading the model. Throws CompileError where its own file is outside the language. */
export function variantNames(file: string): string[] {
  return expectedVariants(parseAlone(resolve(file)));
}

/**
 * Absolute paths of the files that a spec is made of, itself first. Where one of them is not there, or is no TypeScript, that one is the last:
 * what else would be imported is not known.
 */
export function filesOf(file: string): string[] {
  const modules = new Modules();
  try {
    modules.load(resolve(file));
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
  }
  return modules.asked();
}

function open(path: string): { modules: Modules; spec: SpecFile } {
  const modules = new Modules();
  const module = modules.load(path);
  return { modules, spec: readSpec(modules, module) };
}

/** The question goes up to the first blank line, or to the line that ends in a question mark. */
function questionAndSource(comment: string): string[] {
  const lines = comment.split('\n');
  const end = lines.findIndex((line) => line === '' || line.endsWith('?'));
  const cut = end < 0 ? 1 : end + 1;
  return [lines.slice(0, cut).join(' ').trim(), ...lines.slice(cut).filter((l) => l !== '')];
}

/** Of a spec file, by its absolute path: see SpecInfo.name. */
export function specName(path: string): string {
  const parts = path.split(sep);
  const at = parts.lastIndexOf('specs');
  const below = at >= 0 ? parts.slice(at + 1).join('/') : relative(process.cwd(), path).split(sep).join('/');
  return below.replace(/(\.spec)?\.ts$/, '');
}
