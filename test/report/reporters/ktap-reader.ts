/** Reads KTAP version 1 by the grammar of Documentation/dev-tools/ktap.rst, and knows nothing of how it was written. */

export interface KtapTest {
  readonly ok: boolean;
  readonly number: number;
  readonly description: string;
  readonly directive: string | null;
  readonly data: string;
  readonly diagnostics: readonly string[];
  readonly subtests: readonly KtapTest[];
}

const DIRECTIVES = new Set(['SKIP', 'TODO', 'XFAIL', 'TIMEOUT', 'ERROR']);
const RESULT = /^(not ok|ok) (\d+)(?: ([^#]*))?(?:# ?(.*))?$/;

/** The tests of a whole output. Throws where a line, a number or a plan is not as the protocol has it. */
export function readKtap(text: string): KtapTest[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const lines = text.slice(0, -1).split('\n');
  const { tests, next } = readBlock(lines, 0, 0);
  if (next !== lines.length) throw new Error(`line ${next + 1} is behind the plan: ${lines[next]}`);
  return tests;
}

function readBlock(lines: readonly string[], from: number, depth: number): { tests: KtapTest[]; next: number } {
  const indent = '  '.repeat(depth);
  const line = (at: number): string | null => (lines[at]?.startsWith(indent) ? lines[at].slice(indent.length) : null);
  if (line(from) !== 'KTAP version 1') throw new Error(`line ${from + 1} is no version line of depth ${depth}: ${lines[from]}`);
  const plan = /^1\.\.(\d+)$/.exec(line(from + 1) ?? '');
  if (plan === null) throw new Error(`line ${from + 2} is no plan: ${lines[from + 1]}`);
  const tests: KtapTest[] = [];
  let at = from + 2;
  while (tests.length < Number(plan[1])) {
    const diagnostics: string[] = [];
    let subtests: KtapTest[] = [];
    for (;;) {
      const here = line(at);
      if (here === null) throw new Error(`line ${at + 1} is not indented by ${depth}: ${lines[at]}`);
      if (here === '  KTAP version 1') ({ tests: subtests, next: at } = readBlock(lines, at, depth + 1));
      else if (here.startsWith('#')) {
        diagnostics.push(here.slice(2));
        at += 1;
      } else break;
    }
    const match = RESULT.exec(line(at)!);
    if (match === null) throw new Error(`line ${at + 1} is no result: ${lines[at]}`);
    const [, result = '', number = '', description = '', rest = ''] = match;
    const [word = '', ...data] = rest.split(' ');
    const directive = DIRECTIVES.has(word) ? word : null;
    tests.push({ ok: result === 'ok', number: Number(number), description: description.trim(), directive, data: directive === null ? rest : data.join(' '), diagnostics, subtests });
    if (Number(number) !== tests.length) throw new Error(`line ${at + 1} has the wrong number: ${lines[at]}`);
    at += 1;
  }
  return { tests, next: at };
}
