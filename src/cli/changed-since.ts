/** Which checks a change of the text can affect: `--changed-since REV`. */
import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { compileTraced, loadSpec, type TextUse } from '../lang/compile.js';
import { fileDigest, type FileDigest } from '../lang/digest.js';
import { Kept } from './cache/kept.js';
import { CODE, isCode } from './cache/tool.js';
import { Texts } from './cache/texts.js';
import { unitedUse } from './cache/use.js';
import { UsageError } from './failure.js';
import type { Job } from './job.js';
import { resultFile } from './results.js';

/**
 * The jobs whose program or accepted result can differ from those at the revision: what a check compiles is made of the functions that it looks up, and of the
 * rest of each file that it imports. Uncommitted and new files count. All of them where fdcheck's own code changed. Throws UsageError where git cannot tell.
 */
export function affectedJobs(jobs: readonly Job[], revision: string, cwd: string, kept: Kept | null): Job[] {
  const repository = new Repository(cwd, revision);
  const changed = repository.changed();
  if (changed.some(bearsOnAll)) return [...jobs];
  const ofFiles = new Set(changed);
  const texts = kept?.texts ?? new Texts(null);
  return jobs.filter((job) => ofFiles.has(real(resultFile(job.file, job.spec))) || isAffected(useOf(job, kept), { repository, ofFiles, texts }));
}

/** fdcheck's own code, or what says which packages are installed, fdcheck among them. */
function bearsOnAll(path: string): boolean {
  if (MANIFESTS.has(basename(path))) return true;
  return [CODE, join(CODE, '..', 'src'), join(CODE, '..', 'dist')].some((folder) => isCode(relative(real(folder), path)));
}

const MANIFESTS: ReadonlySet<string> = new Set(['package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml']);

interface Change {
  readonly repository: Repository;
  readonly ofFiles: ReadonlySet<string>;
  readonly texts: Texts;
}

/** Null: it does not compile, so that its check has to say so. */
function isAffected(use: TextUse | null, { repository, ofFiles, texts }: Change): boolean {
  if (use === null || use.files.some(({ path }) => !repository.knows(real(path)) && !isInstalled(path, repository))) return true;
  return use.files.filter(({ path }) => ofFiles.has(real(path))).some(({ path }) => {
    const [before, now] = [repository.digestOf(real(path)), texts.at(path)?.digest ?? null];
    if (before === null || now === null || before.rest !== now.rest) return true;
    return use.functions.some(({ file, name }) => file === path && before.functions[name] !== now.functions[name]);
  });
}

/** Part of fdcheck as it is installed, and no file of the repository: which fdcheck that is, manifests say. */
function isInstalled(path: string, { root }: Repository): boolean {
  const installed = join(CODE, '..') + sep;
  return path.startsWith(installed) && (installed.includes(`${sep}node_modules${sep}`) || !installed.startsWith(root + sep));
}

function useOf(job: Job, kept: Kept | null): TextUse | null {
  const known = kept?.use(job) ?? null;
  if (known !== null) return known;
  try {
    const spec = loadSpec(job.file);
    return unitedUse([job.on].flat().map((variant) => compileTraced(spec, variant).use));
  } catch {
    return null;
  }
}

/** A git repository, and what was in it. */
class Repository {
  readonly root: string;
  private readonly known = new Map<string, FileDigest | null>();
  private listed: ReadonlySet<string> | null = null;

  constructor(private readonly cwd: string, private readonly revision: string) {
    this.root = this.git('rev-parse', '--show-toplevel').trim();
    this.git('rev-parse', '--verify', '--quiet', `${revision}^{commit}`);
  }

  /** Whether git would tell of a change of the file: it is not ignored, and lies in this repository. */
  knows(path: string): boolean {
    this.listed ??= new Set(this.git('-C', this.root, 'ls-files', '--cached', '--others', '--exclude-standard', '-z').split('\0').map((name) => resolve(this.root, name)));
    return this.listed.has(path);
  }

  /** Absolute paths. */
  changed(): string[] {
    const names = [this.git('diff', '--name-only', '--no-relative', '--ignore-submodules=none', '-z', this.revision, '--'), this.git('-C', this.root, 'ls-files', '--others', '--exclude-standard', '-z')];
    return [...new Set(names.flatMap((text) => text.split('\0')).filter((name) => name !== '').map((name) => resolve(this.root, name)))];
  }

  /** Of a file at the revision; null where it was not there, or does not parse. */
  digestOf(path: string): FileDigest | null {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const text = this.textOf(relative(this.root, path).replaceAll(sep, '/'));
    const found = text === null ? null : fileDigest(path, text);
    this.known.set(path, found);
    return found;
  }

  private textOf(name: string): string | null {
    try {
      return this.git('show', `${this.revision}:${name}`);
    } catch {
      return null;
    }
  }

  private git(...args: readonly string[]): string {
    try {
      return execFileSync('git', [...args], { cwd: this.cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
    } catch (error) {
      throw new UsageError(`--changed-since ${this.revision}: git cannot tell (${whyOf(error)})`);
    }
  }
}

function whyOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'there is no git on the PATH';
  const told = error instanceof Error && 'stderr' in error ? String(error.stderr ?? '').trim().split('\n')[0]! : '';
  return told === '' ? 'there is no such revision, or no repository here' : told;
}

/** As git tells it, without links in it. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
