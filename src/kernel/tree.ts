/** A kernel tree, wherever it is. */
export interface KernelTree {
  /** As the user names it. */
  readonly name: string;
  /** v5.10: as citations name it. */
  readonly version: string;
  /** 5.10.7: as its Makefile has it. */
  readonly release: string;
  /** The text of a file; null if there is none. */
  readonly read: (path: string) => string | null;
  /** Whether it has a folder: one that was unpacked in part has not all. */
  readonly hasFolder: (path: string) => boolean;
  /** C files in which one of the words occurs, by path. Files that nobody cites from (drivers, say) may be left out. */
  readonly filesWith: (words: readonly string[]) => readonly string[];
}

/** The version that a kernel's Makefile gives, or null: it is no kernel's. */
export function releaseOf(makefile: string): { readonly version: string; readonly release: string } | null {
  const [major, minor, patch] = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map((name) => new RegExp(`^${name} *= *(\\d+)$`, 'm').exec(makefile)?.[1]);
  return major === undefined || minor === undefined ? null : { version: `v${major}.${minor}`, release: `${major}.${minor}.${patch ?? '0'}` };
}
