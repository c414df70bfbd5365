/** Specs as text: compiled, and checked as `fdcheck check` does, counterexamples replayed by the interpreter. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, type CheckResult } from '../../src/checker/check.js';
import { NO_REDUCTIONS } from '../../src/checker/reductions.js';
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

/** A variant of a spec that was checked. */
interface Checked {
  readonly variant: string;
  readonly expected: Expectation;
  /** With each access a step. */
  readonly result: CheckResult;
  /** With all reductions. */
  readonly reduced: CheckResult;
}

/** Checks the text, as a file of its own, under each variant that it expects something of, without reductions and with them. */
export async function checkSpecText(text: string): Promise<Checked[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fdcheck-spec-'));
  try {
    const file = join(folder, 'question.ts');
    writeFileSync(file, text);
    const spec = loadSpec(file);
    return await Promise.all(Object.entries(spec.expect).map(async ([variant, expected]) => {
      const program = compile(spec, variant);
      return { variant, expected, result: await check(program, { reductions: NO_REDUCTIONS }), reduced: await check(program) };
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The ending of a spec that expects something of one variant, without reductions. Throws if it ends otherwise with them. */
export async function endingOf(text: string): Promise<Ending> {
  const [run] = await checkSpecText(text);
  if (!run) throw new Error('the spec expects nothing');
  const [plain, reduced] = [ending(run.result), ending(run.reduced)];
  const [one, other] = [plain, reduced].map((of) => JSON.stringify({ ...of, states: null }));
  if (one !== other) throw new Error(`reductions change verdicts: ${one} without, ${other} with them`);
  return plain;
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
