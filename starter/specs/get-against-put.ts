// Can a session be found when its last reference is gone?
import { proved, reports, spec, violated } from 'fdcheck/lang';
import { session_get, session_is_alive, session_open, session_put } from '../src/session.js';

function owner(): void {
  session_put(session_open());
}

function user(): void {
  const s = session_get();
  if (s) session_put(s);
}

export default spec({
  tasks: { owner, user },
  always: [session_is_alive],
  expect: { v1: [violated(session_is_alive), reports('refcount')], fix: proved },
});
