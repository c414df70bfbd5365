/** Lock-less lists: include/linux/llist.h, lib/llist.c, v5.11. Adding and taking all are one fully ordered step each (cmpxchg, xchg). */
import { access, array, count_of, NULL, opaque, pool_of } from './core.js';
import { insert_first, may_add } from './sequence.js';

export interface llist_head<T> extends opaque {
  len: count_of<T>;
  item: array<T, pool_of<T>>;
}

export function llist_empty<T>(head: llist_head<T>): boolean {
  return access('load', 'once', head, () => head.len === 0);
}

/** Puts the object first; was the list empty? */
export function llist_add<T>(object: T, head: llist_head<T>): boolean {
  return access('rmw', 'full', head, () => {
    may_add(object, head);
    const was_empty = head.len === 0;
    insert_first(object, head);
    return was_empty;
  });
}

/** Moves all objects, newest first, to `taken`, a list that only the caller uses and that is empty. */
export function llist_del_all<T>(head: llist_head<T>, taken: llist_head<T>): void {
  access('rmw', 'full', head, () => {
    for (let i = 0; i < head.len; i = i + 1) {
      taken.item[i] = head.item[i];
      head.item[i] = NULL;
    }
    taken.len = head.len;
    head.len = 0;
  });
}
