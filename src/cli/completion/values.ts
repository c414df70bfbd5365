/** Values that depend on what is there: specs, their variants, files; and those of options that take lists. */
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join, resolve } from 'node:path';
import { ALL_REDUCTIONS, reductionNames } from '../../checker/reductions.js';
import { levelsOf, loadSpec, variantNames } from '../../lang/compile.js';
import { reporters } from '../../report/reporters/index.js';
import { findSpecs, specsFolder } from '../specs.js';
import type { Asked, Candidate } from './candidates.js';

/** Those of which nobody wants the text on a terminal go on with a file. */
const TO_FILES: readonly string[] = ['junit', 'sarif', 'html'];
const REPORTERS = Object.keys(reporters).map((name) => (TO_FILES.includes(name) ? `${name}=` : name));

/** What may stand for an option's value or an argument, in a working folder. */
export function valuesIn(cwd: string): (asked: Asked) => readonly Candidate[] {
  return ({ name, typed, given }) => {
    switch (name) {
      case 'SPEC': return specsLike(typed, cwd).filter(({ value }) => !given.includes(value));
      case 'TRAIL':
      case 'FILE': return pathsLike(typed, cwd, () => true);
      case '--cache': return pathsLike(typed, cwd, (entry) => entry.isDirectory());
      case '--variant': return variantsOf(given, cwd).map((value) => ({ value, about: '' }));
      case '--variants': return listed(typed, levelsOfSpecs(given, cwd));
      case '--reduce': return typed.includes(',') ? listed(typed, reductionNames(ALL_REDUCTIONS)) : [...['all', 'none'].map((value) => ({ value, about: '' })), ...listed(typed, reductionNames(ALL_REDUCTIONS))];
      case '--reporter': return listed(typed, REPORTERS);
      default: return [];
    }
  };
}

/** Names below specs/, a folder at a time; paths where no name begins like that. */
function specsLike(typed: string, cwd: string): Candidate[] {
  const folder = specsFolder(cwd);
  const isSpec = (entry: Dirent): boolean => entry.isDirectory() || (entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'));
  const names = folder === null ? [] : pathsLike(typed, folder, isSpec).map(({ value, about }) => ({ value: value.replace(/(\.spec)?\.ts$/, ''), about }));
  return names.some(({ value }) => value.startsWith(typed)) ? names : pathsLike(typed, cwd, isSpec);
}

/** Entries of the folder that the typed path ends in, folders with a slash; hidden ones where the name begins with a dot. */
function pathsLike(typed: string, from: string, wanted: (entry: Dirent) => boolean): Candidate[] {
  const head = typed.slice(0, typed.lastIndexOf('/') + 1);
  const tail = typed.slice(head.length);
  const folder = resolve(from, head === '' ? '.' : head);
  if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name.startsWith(tail) && (tail.startsWith('.') || !entry.name.startsWith('.')) && wanted(entry))
    .map((entry) => ({ value: `${head}${entry.name}${entry.isDirectory() ? '/' : ''}`, about: '' }))
    .toSorted((a, b) => (a.value < b.value ? -1 : 1));
}

/** The variants that the named specs expect something of. */
function variantsOf(specs: readonly string[], cwd: string): string[] {
  return [...new Set(named(specs, cwd).flatMap(variantNames))];
}

/** Every version of the first spec's model, and its variants. */
function levelsOfSpecs(specs: readonly string[], cwd: string): string[] {
  return [...new Set(named(specs, cwd).slice(0, 1).flatMap((file) => {
    const spec = loadSpec(file);
    return [...spec.variants, ...levelsOf(spec).map(({ name }) => name)];
  }))];
}

function named(specs: readonly string[], cwd: string): string[] {
  return specs.length === 0 ? [] : findSpecs(specs.map((spec) => (spec.startsWith('~/') ? join(process.env['HOME'] ?? '', spec.slice(2)) : spec)), cwd);
}

/** A list with commas between: what is not in it yet, behind what is. */
function listed(typed: string, all: readonly string[]): Candidate[] {
  const head = typed.slice(0, typed.lastIndexOf(',') + 1);
  const there = head.split(',').map((item) => item.replace(/=.*/, '='));
  return all.filter((one) => !there.includes(one)).map((one) => ({ value: `${head}${one}`, about: '' }));
}
