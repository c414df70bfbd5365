/** What waits for a grace period: include/linux/rcupdate.h, kernel/rcu/tree.c, v5.11. */
import {
  access, array, check, choose, free_object_rcu, grace_set, is_live, NULL, opaque, pool_of, pool_size, rcu_readers, self, when, zeroed,
} from './core.js';
import { might_sleep_here } from './preempt.js';
import { rcu_depth } from './rcu.js';

/** For each task in synchronize_rcu(): the readers that it still waits for. */
const grace_period: array<grace_set, 'tasks'> = zeroed();

/**
 * Waits until every task that was inside a read section when it started has left it. Fully ordered on both sides; may sleep. A
 * report inside a read section, for which it would wait for ever.
 */
export function synchronize_rcu(): void {
  access('rcu', 'full', NULL, () => {
    check(rcu_depth[self()] === 0, 'rcu-usage', 'WARNING: suspicious RCU usage in %fn');
    might_sleep_here();
    grace_period[self()] = rcu_readers();
  });
  access('wait', 'full', grace_period[self()], () => when(grace_period[self()] === 0));
}

/** Frees the object after a grace period. Never sleeps. */
export function kfree_rcu<T>(object: T): void {
  access('rcu', 'release', NULL, () => {
    check(is_live(object), 'double-free', 'BUG: KASAN: double-free or invalid-free in %fn');
    free_object_rcu(object);
  });
}

/**
 * The objects that call_rcu() has queued for one callback, where the callback does more than free; the kernel's rcu_head is a member
 * of the object. Free slots are NULL.
 */
export interface rcu_callbacks<T> extends opaque {
  object: array<T, pool_of<T>>;
  readers: array<grace_set, pool_of<T>>;
}

/** Queues the object for the callback of this queue, which runs after a grace period in rcu_core(). Never sleeps. */
export function call_rcu<T>(callbacks: rcu_callbacks<T>, object: T): void {
  access('rcu', 'release', callbacks, () => {
    let slot = -1;
    for (let i = pool_size<T>() - 1; i >= 0; i = i - 1) {
      check(callbacks.object[i] !== object, 'double-free', 'ODEBUG: activate active rcu_head in %fn');
      if (!callbacks.object[i]) slot = i;
    }
    callbacks.object[slot] = object;
    callbacks.readers[slot] = rcu_readers();
  });
}

/** Body of the implicit task that runs the callbacks of one queue, in any order, each after its grace period. */
export function rcu_core<T>(callbacks: rcu_callbacks<T>, callback: (object: T) => void): void {
  for (;;) {
    const object = access('idle', 'acquire', callbacks, () => {
      const slot = choose(pool_size<T>());
      when(callbacks.object[slot] !== NULL && callbacks.readers[slot] === 0);
      const ready = callbacks.object[slot];
      callbacks.object[slot] = NULL;
      return ready;
    });
    callback(object);
  }
}
