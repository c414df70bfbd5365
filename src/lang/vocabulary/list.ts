/**
 * Lists: include/linux/list.h, lib/list_debug.c (CONFIG_DEBUG_LIST), v5.11. A list is a sequence of pointers to objects of one struct,
 * without the kernel's list_head member in them; beyond its length the entries are NULL. Each word is one plain access, for which the
 * model holds the lock that the kernel holds. Like KASAN, it reports an operation that touches an entry or its neighbour when freed.
 */
import { access, array, check, count_of, NULL, opaque, pool_of, pool_size } from './core.js';
import { insert_first, may_add, position, touch } from './sequence.js';

export interface list_head<T> extends opaque {
  len: count_of<T>;
  item: array<T, pool_of<T>>;
}

/** Makes it empty, whatever it was. */
export function INIT_LIST_HEAD<T>(head: list_head<T>): void {
  access('store', 'plain', head, () => {
    for (let i = 0; i < pool_size<T>(); i = i + 1) head.item[i] = NULL;
    head.len = 0;
  });
}

export function list_empty<T>(head: list_head<T>): boolean {
  return access('load', 'once', head, () => head.len === 0);
}

/** Puts the object first. */
export function list_add<T>(object: T, head: list_head<T>): void {
  access('rmw', 'plain', head, () => {
    may_add(object, head);
    if (head.len > 0) touch(head.item[0]);
    insert_first(object, head);
  });
}

/** Puts the object last. */
export function list_add_tail<T>(object: T, head: list_head<T>): void {
  access('rmw', 'plain', head, () => {
    may_add(object, head);
    if (head.len > 0) touch(head.item[head.len - 1]);
    head.item[head.len] = object;
    head.len = head.len + 1;
  });
}

/** Takes the object out. */
export function list_del<T>(object: T, head: list_head<T>): void {
  access('rmw', 'plain', head, () => {
    const at = position(object, head);
    check(at < head.len, 'bug', 'list_del corruption in %fn');
    touch(object);
    if (at > 0) touch(head.item[at - 1]);
    if (at + 1 < head.len) touch(head.item[at + 1]);
    for (let i = at; i < head.len - 1; i = i + 1) head.item[i] = head.item[i + 1];
    head.item[head.len - 1] = NULL;
    head.len = head.len - 1;
  });
}

/** The first object, or NULL. */
export function list_first_entry_or_null<T>(head: list_head<T>): T {
  return access('load', 'plain', head, () => (head.len === 0 ? NULL : head.item[0]));
}

/** The object after this one, or NULL after the last. The object must be on the list. */
export function list_next<T>(object: T, head: list_head<T>): T {
  return access('load', 'plain', head, () => {
    const at = position(object, head);
    check(at < head.len, 'bug', 'list_next of an entry that is not on the list in %fn');
    touch(object);
    return at + 1 < head.len ? head.item[at + 1] : NULL;
  });
}

/** Is the object on the list? Not a word of the kernel, whose objects know it themselves. */
export function list_contains<T>(object: T, head: list_head<T>): boolean {
  return access('load', 'plain', head, () => position(object, head) < head.len);
}

/** Runs the body for each object, in order; the body may not take its object out. */
export function list_for_each_entry<T>(head: list_head<T>, body: (object: T) => void): void {
  let object = list_first_entry_or_null(head);
  while (object) {
    body(object);
    object = list_next(object, head);
  }
}

/** Runs the body for each object, in order; the body may take its object out, and no other one. */
export function list_for_each_entry_safe<T>(head: list_head<T>, body: (object: T) => void): void {
  let object = list_first_entry_or_null(head);
  while (object) {
    const next = list_next(object, head);
    body(object);
    object = next;
  }
}
