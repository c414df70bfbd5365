/** A kernel of two files, a model that cites it, and what `fdcheck cite` says of them. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { fdcheck, folderWith, type Seen } from './harness.js';

export const MAKEFILE = 'VERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = 7\nEXTRAVERSION =\n';

/** Line by line, so that a citation's line can be seen. */
export const TABLE_C = `#include <linux/table.h>

static DEFINE_SPINLOCK(table_lock);

/* Takes a slot. */
static int take_slot(struct table *t, unsigned int nr)
\t__acquires(t->lock)
{
\tint err = -EINVAL;

\tspin_lock(&t->lock);
\tif (likely(nr < t->max && !t->slot[nr]))
\t\terr = 0;	/* free */
\tfor_each_waiter(w, t) {
\t\twake_waiter(w);
\t}
\treturn err;
}

SYSCALL_DEFINE2(take, unsigned int, nr, int, flags)
{
\tif (flags)
\t\treturn -EINVAL;
\treturn take_slot(current->table, nr);
}

#ifdef CONFIG_SLOW_TABLE
int table_size(struct table *t)
{
\treturn t->max + slow_slots(t);
}
#else
int table_size(struct table *t)
{
\treturn t->max;
}
#endif

void old_style(t, nr)
\tstruct table *t;
\tint nr;
{
\tt->slot[nr] = 0;
}
`;

export const TABLE_H = `struct table {
\tspinlock_t lock;
\tunsigned int max;
} __randomize_layout;

#define table_is_full(t, nr)	\\
\t((nr) >= /* all */ (t)->max)

static inline void give_slot(struct table *t, unsigned int nr)
{
\tspin_lock(&t->lock);
\tt->slot[nr] = NULL;
\twake_all(&t->waiters, nr);
\tspin_unlock(&t->lock);
}
`;

export const MODEL = `/** A table: kernel/table.c, v5.10. */
import { int } from 'fdcheck/lang';

/** include/linux/table.h:1, v5.10. */
export interface table {
  max: int;
}

/** kernel/table.c:6, v5.10: the slot, if it is free. */
function take_slot(nr: int): int {
  return nr;
}

/** SYSCALL take: kernel/table.c:20, v5.10. */
export function take(nr: int): int {
  return take_slot(nr);
}

/** kernel/table.c:33, v5.10. */
export function table_size(): int {
  return 2;
}

/** kernel/table.c:39, v5.10. */
export function old_style(nr: int): void {
}

/** include/linux/table.h:6, v5.10: a macro there. */
export function table_is_full(nr: int): boolean {
  return nr > 1;
}

/** include/linux/table.h:9, v5.10. */
export function give_slot(nr: int): void {
}

/** What no kernel has. */
function helper(): void {
}
`;

const removals: (() => void)[] = [];

/** Removes every folder made so far. */
export function removeAll(): void {
  removals.splice(0).forEach((remove) => remove());
}

export const KERNEL = { 'kernel/Makefile': MAKEFILE, 'kernel/kernel/table.c': TABLE_C, 'kernel/include/linux/table.h': TABLE_H };

export function project(more: Readonly<Record<string, string>> = {}): string {
  const folder = folderWith({ 'specs/none.md': '', 'src/model/table.ts': MODEL, ...KERNEL, ...more });
  removals.push(folder.remove);
  return folder.path;
}

export function write(cwd: string, path: string, text: string): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

/** Has `--accept` read the kernel, and the table say that `helper` is the model's own. */
export async function accepted(more: Readonly<Record<string, string>> = {}): Promise<string> {
  const cwd = project(more);
  const { code, err } = await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--accept']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const table = join(cwd, 'src/model/citations.json');
  writeFileSync(table, readFileSync(table, 'utf8').replace('"own": []', '"own": ["table.ts helper"]'));
  return cwd;
}

export interface Told {
  readonly drift: boolean;
  readonly definitions: readonly { readonly name: string; readonly kind: string; readonly status: string; readonly accepted: boolean; readonly note: string | null; readonly diff: string | null; readonly now: { readonly path: string; readonly name: string; readonly line: number } | null }[];
  readonly uncited: readonly { readonly name: string; readonly why: string }[];
}

export function told({ out }: Seen): Told {
  return JSON.parse(out) as Told;
}

/** What is not unchanged: name and status, after these edits of the kernel. */
export async function statusesAfter(edits: Readonly<Record<string, (text: string) => string>>, args: readonly string[] = []): Promise<{ code: number; statuses: Record<string, string>; document: Told }> {
  const cwd = await accepted();
  for (const [path, edit] of Object.entries(edits)) {
    const before = path in KERNEL ? KERNEL[path as keyof typeof KERNEL] : '';
    const after = edit(before);
    expect(after).not.toBe(before);
    if (after === '') rmSync(join(cwd, path));
    else write(cwd, path, after);
  }
  const seen = await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--json', ...args]);
  const document = told(seen);
  return { code: seen.code, document, statuses: Object.fromEntries(document.definitions.filter(({ status }) => status !== 'unchanged').map(({ name, status }) => [name, status])) };
}

export const TABLE = 'kernel/kernel/table.c';
export const HEADER = 'kernel/include/linux/table.h';
