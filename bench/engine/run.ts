/**
 * Speed of the compiled engine and its search, single-threaded; in CPU time, so that a busy machine matters less.
 *
 *     npx tsc -p bench/engine && node bench/engine/out/bench/engine/run.js [SPEC VARIANT]
 */
import { compileEngine } from '../../src/checker/codegen/compile.js';
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
  const found = await explore(engine);
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  const { words } = new StateCodec(engine.layout);
  const rate = Math.round(found.transitions / seconds).toLocaleString('en');
  process.stdout.write(
    `${name}: ${found.states} states, ${found.transitions} transitions, depth ${found.depth}, fingerprint ${found.fingerprint}\n` +
      `  ${engine.layout.size} cells in ${words} words, ${Math.round(found.bytes / 1e6)} MB; compiled in ${Math.round(ready - started)} ms; ` +
      `${seconds.toFixed(2)} s of CPU, ${rate} transitions/s\n`,
  );
}

const [spec, variant] = process.argv.slice(2);
if (spec !== undefined) await measure(`${spec} ${variant}`, compile(loadSpec(spec), variant ?? 'base', { reducePrivate: process.env['REDUCE'] !== 'none' }));
else await measure('counters', counters({ tasks: 6, cells: 6, top: 6 }));
