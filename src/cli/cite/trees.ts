/** Kernel trees: an unpacked folder, or a revision of a git repository, which is read without being checked out. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { releaseOf, type KernelTree } from '../../kernel/tree.js';
import { UsageError } from '../failure.js';

/** Folders in which no definition is looked for that has moved: large, and not what a model of the core follows. */
const NOT_SEARCHED: readonly string[] = ['Documentation', 'arch', 'drivers', 'samples', 'scripts', 'sound', 'tools', 'usr', 'virt'];
const LARGEST_FILE = 256 * 1024 * 1024;

type Files = Pick<KernelTree, 'read' | 'hasFolder' | 'filesWith'>;

/** DIR, or REPOSITORY@REVISION. Throws UsageError where it is no kernel. */
export function openTree(wanted: string, cwd: string): KernelTree {
  const { files, what } = filesOf(wanted, cwd);
  const makefile = files.read('Makefile');
  const release = makefile === null ? null : releaseOf(makefile);
  if (release === null || !files.hasFolder('include')) {
    throw new UsageError(`${what} is no kernel tree: it has no Makefile with a VERSION and a folder include; give the folder that an archive was unpacked to, or REPOSITORY@REVISION`);
  }
  return { name: wanted, ...release, ...files };
}

function filesOf(wanted: string, cwd: string): { readonly files: Files; readonly what: string } {
  const folder = resolve(cwd, wanted);
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw new UsageError(`${wanted} is a file: unpack it (tar xf), and give the folder`);
    if (existsSync(join(folder, 'Makefile')) || !isRepository(folder)) return { files: folderFiles(folder), what: wanted };
    return { files: gitFiles(folder, 'HEAD'), what: `${wanted}@HEAD` };
  }
  const at = wanted.lastIndexOf('@');
  const repository = resolve(cwd, wanted.slice(0, Math.max(at, 0)));
  if (at <= 0 || !existsSync(repository)) throw new UsageError(`there is no folder ${at > 0 ? wanted.slice(0, at) : wanted}`);
  if (!isRepository(repository)) throw new UsageError(`${wanted.slice(0, at)} is no git repository: without one there is no revision`);
  const revision = wanted.slice(at + 1);
  const { status, stdout } = git(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (status !== 0) throw new UsageError(`${wanted.slice(0, at)} has no revision ${revision}; a clone without tags may have to fetch it`);
  return { files: gitFiles(repository, stdout.trim()), what: wanted };
}

function isRepository(folder: string): boolean {
  return git(folder, ['rev-parse', '--git-dir']).status === 0;
}

function folderFiles(folder: string): Files {
  const read = (path: string): string | null => (statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() === true ? readFileSync(join(folder, path), 'utf8') : null);
  return {
    read,
    hasFolder: (path) => statSync(join(folder, path), { throwIfNoEntry: false })?.isDirectory() === true,
    filesWith(words) {
      if (words.length === 0) return [];
      const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !NOT_SEARCHED.includes(entry.name) && !entry.name.startsWith('.'));
      const below = ({ name }: { readonly name: string }): string[] => readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).map((file) => `${name}/${file}`);
      const paths = folders.flatMap(below).filter((path) => /\.[ch]$/.test(path));
      return paths.toSorted().filter((path) => {
        const text = read(path);
        return text !== null && words.some((word) => text.includes(word));
      });
    },
  };
}

function gitFiles(repository: string, revision: string): Files {
  return {
    read(path) {
      const { status, stdout } = git(repository, ['cat-file', 'blob', `${revision}:${path}`]);
      return status === 0 ? stdout : null;
    },
    hasFolder: (path) => git(repository, ['cat-file', '-e', `${revision}:${path}/`]).status === 0,
    filesWith(words) {
      if (words.length === 0) return [];
      const without = NOT_SEARCHED.map((name) => `:(exclude)${name}`);
      const { status, stdout } = git(repository, ['grep', '-l', '-w', '-F', '--full-name', ...words.flatMap((word) => ['-e', word]), revision, '--', '*.c', '*.h', ...without]);
      return status === 0 ? stdout.trimEnd().split('\n').map((line) => line.slice(line.indexOf(':') + 1)).toSorted() : [];
    },
  };
}

/** Throws UsageError where there is no git. */
function git(repository: string, args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  const { status, stdout, error } = spawnSync('git', ['-C', repository, ...args], { encoding: 'utf8', maxBuffer: LARGEST_FILE });
  if (error !== undefined) throw 'code' in error && error.code === 'ENOENT' ? new UsageError('git is not installed: give an unpacked kernel tree') : error;
  return { status, stdout };
}
