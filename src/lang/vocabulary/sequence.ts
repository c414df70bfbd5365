/** What lists have in common, for use inside their accesses; not words of a model. Reports as CONFIG_DEBUG_LIST and KASAN word them, v5.11. */
import { array, check, count_of, int, is_limbo, is_live, opaque, pool_of } from './core.js';

/** The shape of every list: entries from `len` on are NULL. */
export interface sequence<T> extends opaque {
  len: count_of<T>;
  item: array<T, pool_of<T>>;
}

/** The index of the object, or the length. */
export function position<T, H extends sequence<T>>(object: T, head: H): int {
  let at = 0;
  while (at < head.len && head.item[at] !== object) at = at + 1;
  return at;
}

/** Puts the object first. */
export function insert_first<T, H extends sequence<T>>(object: T, head: H): void {
  for (let i = head.len; i > 0; i = i - 1) head.item[i] = head.item[i - 1];
  head.item[0] = object;
  head.len = head.len + 1;
}

/** The object is alive, and not on the list yet. */
export function may_add<T, H extends sequence<T>>(object: T, head: H): void {
  touch(object);
  check(position(object, head) === head.len, 'bug', 'list_add double add in %fn');
}

/** The object's list member is read or written. */
export function touch<T>(object: T): void {
  check(is_live(object) || is_limbo(object), 'use-after-free', 'BUG: KASAN: use-after-free in %fn');
}
