/** Specs as text: compiled, and checked as `fdcheck check` does, counterexamples replayed by the interpreter. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, type CheckResult } from '../../src/checker/check.js';
import { compile, loadSpec, type Expectation } from '../../src/lang/compile.js';

/** What a test of a word looks at. Leaks are left out: little models leave their objects lying about. */
export interface Ending {
  /** Names of properties that fail, sorted. */
  readonly violated: readonly string[];
  /** Names of witnesses that do not exist, sorted. */
  readonly unreached: readonly string[];
  /** Classes of the built-in checks that report, sorted. */
  readonly classes: readonly string[];
  /** `class: title` of each report, sorted. */
  readonly reports: readonly string[];
  readonly hung: boolean;
  readonly states: number;
}

/** Checks the text, as a file of its own, under each variant that it expects something of. */
export async function checkSpecText(text: string): Promise<{ variant: string; expected: Expectation; result: CheckResult }[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fdcheck-spec-'));
  try {
    const file = join(folder, 'question.ts');
    writeFileSync(file, text);
    const spec = loadSpec(file);
    return await Promise.all(Object.entries(spec.expect).map(async ([variant, expected]) => ({ variant, expected, result: await check(compile(spec, variant)) })));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The ending of a spec that expects something of one variant. */
export async function endingOf(text: string): Promise<Ending> {
  const [run] = await checkSpecText(text);
  if (!run) throw new Error('the spec expects nothing');
  return ending(run.result);
}

function ending({ verdicts, counts }: CheckResult): Ending {
  const named = (kind: 'violated' | 'unreached'): string[] => verdicts.flatMap((v) => (v.kind === kind && 'name' in v.subject ? [v.subject.name] : [])).sort();
  const found = verdicts.flatMap((v) => ((v.kind === 'report' || v.kind === 'model') && v.reportClass !== 'memory-leak' ? [v] : []));
  return {
    violated: named('violated'),
    unreached: named('unreached'),
    classes: [...new Set(found.map((v) => v.reportClass))].sort(),
    reports: [...new Set(found.map((v) => `${v.reportClass}: ${v.title}`))].sort(),
    hung: verdicts.some((v) => v.kind === 'hung'),
    states: counts.states,
  };
}
