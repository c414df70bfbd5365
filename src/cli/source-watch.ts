/**
 * Which files have changed. The system's notices are hints only: folders are watched and not files, so that a file that an editor renames into
 * place, that comes back, or that is not there yet, is seen like any other; what counts is what the files hold then.
 */
import { existsSync, readFileSync, statSync, watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';

/** Notices come in bunches, and a save is several writes: this long after the last one (milliseconds) the files are read. */
const SETTLED_MS = 40;

/** What each file holds; null for one that is not there. */
type Contents = ReadonlyMap<string, string | null>;

interface Watched {
  readonly watcher: FSWatcher;
  /** A folder that is removed and made again has another one, and its watcher sees nothing. */
  readonly inode: number;
}

export class SourceWatch {
  private readonly folders = new Map<string, Watched>();
  private held: Contents = new Map();
  private timer: NodeJS.Timeout | null = null;
  private tell: ((changed: string[]) => void) | null = null;

  /** @param list absolute paths of the files as of now; asked again after each notice, as imports come and go */
  constructor(private readonly list: () => readonly string[]) {}

  /** Files watched. */
  get files(): number {
    return this.held.size;
  }

  /** The files that will have changed or gone, compared with now; if none has, those that are new. One call at a time. */
  change(): Promise<string[]> {
    this.follow(this.list());
    this.held = contentsOf(this.list());
    return new Promise((resolve) => {
      this.tell = resolve;
    });
  }

  /** Nothing is told any more. */
  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    for (const { watcher } of this.folders.values()) watcher.close();
    this.folders.clear();
    this.tell = null;
  }

  private readonly notice = (): void => {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.compare(), SETTLED_MS);
  };

  private compare(): void {
    const files = this.list();
    this.follow(files);
    const changed = [...this.held].flatMap(([file, before]) => (contentOf(file) === before ? [] : [file]));
    const told = changed.length > 0 ? changed : files.filter((file) => !this.held.has(file));
    if (told.length === 0) return;
    const { tell } = this;
    this.tell = null;
    tell?.(told);
  }

  /** Watches the folders of these files, and no others. */
  private follow(files: readonly string[]): void {
    const wanted = new Set(files.map((file) => nearest(dirname(file))));
    for (const [folder, { watcher, inode }] of this.folders) {
      if (wanted.has(folder) && inode === inodeOf(folder)) continue;
      watcher.close();
      this.folders.delete(folder);
    }
    for (const folder of wanted) if (!this.folders.has(folder)) this.open(folder);
  }

  /** A folder that is gone by now is looked for again. */
  private open(folder: string): void {
    try {
      const watcher = watch(folder, this.notice);
      watcher.on('error', this.notice);
      this.folders.set(folder, { watcher, inode: inodeOf(folder) });
    } catch (error) {
      if (existsSync(folder)) throw error;
      this.notice();
    }
  }
}

/** The folder, or the nearest one above it that is there. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

function inodeOf(folder: string): number {
  return statSync(folder, { throwIfNoEntry: false })?.ino ?? 0;
}

function contentsOf(files: readonly string[]): Contents {
  return new Map(files.map((file) => [file, contentOf(file)]));
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
