/** Verdicts with their programs, from texts of specs and from the specs of this repository, for tests of what is told of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from '../../src/checker/check.js';
import type { Verdict } from '../../src/checker/outcome.js';
import { replay, type Replay } from '../../src/checker/trail.js';
import { compile, loadSpec } from '../../src/lang/compile.js';
import type { Program } from '../../src/lang/ir.js';
import { trailsOf } from '../../src/report/verdicts.js';

export interface Told {
  readonly program: Program;
  readonly verdicts: readonly Verdict[];
}

/** The verdicts with a trail of a text's first variant. */
export async function toldOfText(text: string): Promise<Told> {
  const folder = mkdtempSync(join(tmpdir(), 'fdcheck-told-'));
  try {
    writeFileSync(join(folder, 'question.ts'), text);
    return await toldOf(join(folder, 'question.ts'), null);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same of a spec below specs/. */
export function toldOfSpec(name: string, variant: string): Promise<Told> {
  return toldOf(fileURLToPath(new URL(`../../specs/${name}.ts`, import.meta.url)), variant);
}

export function replaysOf({ program }: Told, verdict: Verdict): Replay[] {
  return trailsOf(verdict).map((trail) => replay(program, trail));
}

async function toldOf(file: string, variant: string | null): Promise<Told> {
  const spec = loadSpec(file);
  const program = compile(spec, variant ?? spec.variants[0]!);
  const { verdicts } = await check(program);
  return { program, verdicts: verdicts.filter((verdict) => trailsOf(verdict).length > 0) };
}
