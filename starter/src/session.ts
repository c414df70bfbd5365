/**
 * The session of a device: whoever uses it holds a reference, and the last one to let go frees it.
 * fdcheck parses this file and never runs it; each access to shared memory is a step, and every interleaving of steps is explored.
 */
import {
  GFP_KERNEL, kfree, kmalloc, NULL, refcount_dec_and_test, refcount_inc, refcount_set, refcount_t, since, spin_is_locked, spin_lock, spin_unlock, spinlock_t,
  switches, zeroed,
} from 'fdcheck/lang';

switches({
  base: 'v1',
  series: [{ name: 'fix', title: 'session: Drop the last reference under the lock', modelled: true }],
});

export interface session {
  refs: refcount_t;
}

/** Guards `current_session`. */
const session_lock: spinlock_t = zeroed();

/** What session_get() finds. */
let current_session: session = NULL;

/** Makes the session; the caller holds the first reference. */
export function session_open(): session {
  const s = kmalloc<session>(GFP_KERNEL);
  refcount_set(s.refs, 1);
  current_session = s;
  return s;
}

/** The session with one reference more, or NULL if there is none. */
export function session_get(): session {
  spin_lock(session_lock);
  const s = current_session;
  if (s) refcount_inc(s.refs);
  spin_unlock(session_lock);
  return s;
}

/** Lets go of a reference. */
export function session_put(s: session): void {
  if (since('fix')) {
    put_under_lock(s);
    return;
  }
  if (!refcount_dec_and_test(s.refs)) return;
  spin_lock(session_lock);
  current_session = NULL;
  spin_unlock(session_lock);
  kfree(s);
}

function put_under_lock(s: session): void {
  spin_lock(session_lock);
  const last = refcount_dec_and_test(s.refs);
  if (last) current_session = NULL;
  spin_unlock(session_lock);
  if (last) kfree(s);
}

/** Whoever takes the lock finds a session that somebody holds, or none. */
export function session_is_alive(): boolean {
  return spin_is_locked(session_lock) || !current_session || current_session.refs.refs > 0;
}
