/**
 * Speed of the compiled engine and its search, single-threaded, each program from a cold start; wall time and CPU time.
 *
 *     npm run bench [-- SPEC VARIANT]
 */
import { spawnSync } from 'node:child_process';
import { compileEngine } from '../../src/checker/codegen/compile.js';
import { ALL_REDUCTIONS, NO_REDUCTIONS } from '../../src/checker/reductions.js';
import { StateCodec } from '../../src/checker/store/codec.js';
import { explore } from '../../src/checker/search/explore.js';
import { compile, loadSpec } from '../../src/lang/compile.js';
import type { Program } from '../../src/lang/ir.js';
import { counters } from './counters.js';

async function measure(name: string, program: Program): Promise<void> {
  const started = performance.now();
  const engine = compileEngine(program);
  const ready = performance.now();
  const before = process.cpuUsage();
  const found = await explore(engine, { reductions: process.env['REDUCE'] === 'all' ? ALL_REDUCTIONS : NO_REDUCTIONS });
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  const { words } = new StateCodec(engine.layout);
  const wall = (performance.now() - ready) / 1000;
  const rate = (time: number): string => Math.round(found.transitions / time).toLocaleString('en');
  process.stdout.write(
    `${name}: ${found.states} states, ${found.transitions} transitions, depth ${found.depth}, fingerprint ${found.fingerprint}\n` +
      `  ${engine.layout.size} cells in ${words} words, ${Math.round(found.bytes / 1e6)} MB; compiled in ${Math.round(ready - started)} ms; ` +
      `searched in ${wall.toFixed(2)} s, ${rate(wall)} transitions/s; ${seconds.toFixed(2)} s of CPU, ${rate(seconds)} transitions/CPU s\n`,
  );
}

/** Each in a process of its own, so that none profits from the other's warm code. */
const SUITE = [['counters'], ['specs/exec/exec-amid-busy-siblings.ts', 'v5.10'], ['specs/exec/exec-amid-dup2-and-open.ts', 'v5.10']];

const [spec, variant] = process.argv.slice(2);
if (spec === 'counters') await measure('counters', counters({ tasks: 6, cells: 6, top: 6 }));
else if (spec !== undefined) await measure(`${spec} ${variant}`, compile(loadSpec(spec), variant ?? 'base'));
else for (const args of SUITE) spawnSync(process.execPath, [...process.execArgv, process.argv[1]!, ...args], { stdio: 'inherit' });
