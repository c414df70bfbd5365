// SPDX-License-Identifier: GPL-2.0-only
/** Writing a core file: fs/coredump.c, v5.10; patch 2. In specs with the bound 'core_dumps'. */
import {
  atomic_set, EAGAIN, EBUSY, EINTR, down_write_killable, init_completion, int, NULL, send_sigkill, signal_pending, since, smp_mb, spin_lock,
  spin_unlock, task_index, up_write, wait_for_completion, wake_up_process,
} from 'fdcheck/lang';
import { elf_coredump_extra_notes } from '../arch/powerpc/platforms/cell/spufs/coredump.js';
import { B } from '../include/linux/fs.js';
import { core_state, current, mm_struct, SIGNAL_GROUP_COREDUMP, SIGNAL_GROUP_EXIT, task_struct } from '../include/linux/sched.js';
import { unshare_files } from '../kernel/fork.js';
import { next_thread, signal_group_exit } from '../kernel/signal.js';
import { unshare_files as unshare_files_displaced } from '../v5.10/kernel/fork.js';
import { put_files_struct } from './file.js';
import { do_filp_open, filp_close } from './open.js';

/** The name of the core file: /proc/sys/kernel/core_pattern. */
const CORE = B;

/** fs/coredump.c:350, v5.10: kills the other threads of the group, but for those that have left the address space; how many. */
function zap_process(start: task_struct): int {
  const sig = start.signal;
  sig.flags = SIGNAL_GROUP_COREDUMP;
  let nr = 0;
  for (let t = next_thread(sig, -1); t; t = next_thread(sig, task_index(t))) {
    if (t !== current && t.mm) {
      send_sigkill(task_index(t));
      nr++;
    }
  }
  return nr;
}

/** fs/coredump.c:372, v5.10: how many threads will come to exit_mm, or -EAGAIN: the group is on its way out, or execs. */
function zap_threads(tsk: task_struct, mm: mm_struct, core_state: core_state): int {
  const sig = tsk.signal;
  let nr = -EAGAIN;
  spin_lock(sig.siglock);
  if (!signal_group_exit(sig)) {
    // coredump_wait does this before it takes any lock: its core_state is its own.
    init_completion(core_state.startup);
    core_state.dumper_next = NULL;
    mm.core_state = core_state;
    sig.group_exit_task = tsk;
    nr = zap_process(tsk);
  }
  spin_unlock(sig.siglock);
  if (nr >= 0) atomic_set(core_state.nr_threads, nr);
  return nr;
}

/** fs/coredump.c:448, v5.10: waits until no other thread runs any more. They have their descriptors still. */
function coredump_wait(core_state: core_state): int {
  const tsk = current;
  const mm = tsk.mm;
  let core_waiters = -EBUSY;
  if (down_write_killable(mm.mmap_lock)) return -EINTR;
  if (!mm.core_state) core_waiters = zap_threads(tsk, mm, core_state);
  up_write(mm.mmap_lock);
  if (core_waiters > 0) wait_for_completion(core_state.startup);
  return core_waiters;
}

/** fs/coredump.c:486, v5.10: lets the other threads go on to exit_files. */
function coredump_finish(mm: mm_struct): void {
  const sig = current.signal;
  spin_lock(sig.siglock);
  sig.group_exit_task = NULL;
  sig.flags = SIGNAL_GROUP_EXIT;
  spin_unlock(sig.siglock);
  let curr = mm.core_state.dumper_next;
  while (curr) {
    const next = curr.core_next;
    // The thread must not go on, and be gone, before its core_next is read.
    smp_mb();
    curr.core_task = NULL;
    wake_up_process(task_index(curr));
    curr = next;
  }
  mm.core_state = NULL;
}

/** fs/coredump.c:795, v5.10: whoever writes notes of descriptors has the table for itself. */
function unshare_files_for_dump(): int {
  if (since('mutant/coredump-keeps-shared-table')) {
    return 0;
  } else if (since('series/2')) {
    return unshare_files();
  } else {
    const [displaced, retval] = unshare_files_displaced();
    if (displaced) put_files_struct(displaced);
    return retval;
  }
}

/** fs/coredump.c:577, v5.10. */
export function do_coredump(): void {
  const mm = current.mm;
  // On the stack in the kernel; only the dumper that coredump_wait lets in uses it.
  if (coredump_wait(mm.dump) < 0) return;
  const core = do_filp_open(CORE, 0);
  if (core) {
    const retval = unshare_files_for_dump();
    // dump_interrupted: fs/coredump.c:514
    if (!retval && !signal_pending()) elf_coredump_extra_notes();
    filp_close(core, 0);
  }
  coredump_finish(mm);
}
