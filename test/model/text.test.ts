/** The text of the model: licence, sources, versions. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compile, loadSpec } from '../../src/lang/compile.js';
import { withEditedModel } from './kernel-copy.js';

const folder = fileURLToPath(new URL('../../src/model/', import.meta.url));
const specs = fileURLToPath(new URL('../../specs/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const kernelFiles = files.filter((name) => /^(include|fs|kernel|drivers|arch|v5\.10)\//.test(name));

function text(name: string): string {
  return readFileSync(folder + name, 'utf8');
}

/** Functions at module level, each with the comment right before it. */
function functionsOf(source: string): { name: string; comment: string }[] {
  return [...source.matchAll(/(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\n)?(?:export )?function (\w+)/g)].map(([, comment = '', name = '']) => ({ name, comment }));
}

describe('the text of the kernel model', () => {
  it.each(files)('%s says first that it is GPL-2.0-only', (name) => {
    expect(text(name).split('\n')[0]).toBe('// SPDX-License-Identifier: GPL-2.0-only');
  });

  it.each(kernelFiles)('%s cites file, line and version for each function that is the kernel\'s', (name) => {
    const uncited = functionsOf(text(name)).filter(({ comment }) => !/\.[ch]:\d+, v5\.1[01]|:\d+, v5\.1[01]/.test(comment)).map((f) => f.name);
    const ours = [
      'user_mode', 'syscall_enter_from_user_mode', 'pause', 'read_fdinfo', 'stat_proc_fd', 'readlink_proc_fd', 'getdents_proc_fd', 'pop_delayed', 'unshare_files_after_de_thread', 'lookup', 'lookup_rcu',
      'lookup_raw', 'lookup_locked', 'reserve_fd', 'install_fd', 'take_fd', 'leave_shared_table', 'close_for_exec', 'set_capacities', 'low_bits',
      'set_close_on_exec_range', 'roundup_pow_of_two', 'write_sysctl_nr_open', 'still_in_slot', 'binder_ioctl_end', 'read_a_byte', 'raw_ptr',
      'run_for_files_of', 'read_bpf_iter',
    ];
    expect(uncited.filter((fn) => !ours.includes(fn))).toEqual([]);
  });
});

describe('the switches of the kernel model', () => {
  const survives = loadSpec(`${specs}exec/posix-lock-survives-exec.ts`);

  it.each(['v5.11', 'v5.10+9ee1206dcfb9'])('refuse %s, as a patch of it is not modelled', (variant) => {
    expect(() => compile(survives, variant)).toThrow(/not modelled/);
  });

  it.each(['v5.10', 'series/1', 'series/2', 'series/3', 'series/4', 'series/24', 'v5.10+series/12', 'v5.10+series/17', 'series/3+series/17'])('accept %s', (variant) => {
    expect(compile(survives, variant).variant).toBe(variant);
  });

  it('name all 24 patches of the series, two more commits, and a later fix', () => {
    const table = text('switches.ts');
    expect([...table.matchAll(/name: 'series\/(\d+)'/g)].map(([, k]) => Number(k))).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    expect([...table.matchAll(/hash: '([0-9a-f]{12})'/g)]).toHaveLength(27);
  });

  it('refuse a call of the v5.10 unshare_files where patch 2 has given it another signature', async () => {
    const late = { file: 'fs/exec.ts', from: "if (since('series/2')) {", to: "if (since('series/3')) {" };
    const refused = withEditedModel([late], 'exec/posix-lock-survives-exec.ts', async (path) => compile(loadSpec(path), 'series/2'));
    await expect(refused).rejects.toThrow(/unshare_files does not exist in series\/2/);
  });
});
