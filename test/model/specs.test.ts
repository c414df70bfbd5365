/** Specs of the kernel model have their verdicts for the reason that they give; that they have them: test/oracle/specs.test.ts and `fdcheck gate`. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../src/checker/codegen/compile.js';
import { NO_REDUCTIONS } from '../../src/checker/reductions.js';
import { explore } from '../../src/checker/search/explore.js';
import { replay, trailOf } from '../../src/checker/trail.js';
import { compile, loadSpec } from '../../src/lang/compile.js';
import { verdictOf } from './verdict.js';

const folder = fileURLToPath(new URL('../../specs/', import.meta.url));

/** The functions on the stacks of the shortest trail to a violation, in the order in which they are first entered. */
async function functionsOnTrail(spec: string, variant: string, property: string): Promise<string[]> {
  const program = compile(loadSpec(folder + spec), variant);
  const found = await explore(compileEngine(program));
  const [start, ...steps] = found.trailTo(found.violations[program.properties.findIndex((p) => p.name === property)] ?? 0);
  const { rows } = replay(program, trailOf(program, start?.choices ?? [], steps));
  return [...new Set(rows.flatMap((row) => row.frames.map((frame) => frame.name)))];
}

describe('the lost lock of v5.10', () => {
  it('is lost by the put of the table that was shared, after the other thread is gone', async () => {
    const path = ['unshare_files', 'dup_fd', 'de_thread', 'do_exit', 'exit_files', 'do_close_on_exec', 'close_files', 'filp_close', 'locks_remove_posix'];
    const entered = await functionsOnTrail('exec/posix-lock-survives-exec.ts', 'v5.10', 'posix_lock_survives_exec');
    expect(entered.filter((fn) => path.includes(fn))).toEqual(path);
    expect(entered).toContain('put_files_struct');
  });

  it('is lost to a reader of fdinfo when the process has one thread', async () => {
    const entered = await functionsOnTrail('proc/fdinfo-reader-and-exec.ts', 'v5.10', 'posix_lock_survives_exec');
    expect(entered).toEqual(expect.arrayContaining(['get_files_struct', 'unshare_files', 'dup_fd']));
    expect(entered).not.toContain('zap_other_threads');
  });
});

describe('patches 2 and 3', () => {
  it.each(['exec/posix-lock-survives-exec.ts', 'exec/exec-amid-busy-siblings.ts', 'series/02-coredump.ts'])('change nothing that %s can see', async (name) => {
    const [first, third] = [await verdictOf(folder + name, 'series/1', NO_REDUCTIONS), await verdictOf(folder + name, 'series/3', NO_REDUCTIONS)];
    expect(third).toEqual(first);
  });
});
