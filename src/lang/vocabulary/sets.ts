/** Sets of tasks as bits. For use inside an access: a read of a set elsewhere is a shared access of its own. */
import { int, self, task_set } from './core.js';

/** The set of one task; `task` is an index from 0. */
export function set_of(task: int): task_set {
  return 1 << task;
}

export function set_has(set: task_set, task: int): boolean {
  return (set & (1 << task)) !== 0;
}

export function set_with(set: task_set, task: int): task_set {
  return set | (1 << task);
}

export function set_without(set: task_set, task: int): task_set {
  return set & ~(1 << task);
}

export function set_has_self(set: task_set): boolean {
  return set_has(set, self());
}
