import { describe, expect, test } from 'vitest';
import { progressLine, progressText } from '../../src/cli/progress.js';

const figures = { depth: 31, states: 120_000, transitions: 300_000, frontier: 4000, elapsedMs: 2000 };

/** Back to the start of the line, which is emptied. */
const ERASE = '\r\u001b[2K';

function told(live: boolean, quiet: boolean): { text: () => string; line: ReturnType<typeof progressLine> } {
  let text = '';
  const terminal = { cwd: '/', columns: 100, colour: false, live, cache: null, interrupt: new AbortController().signal, out: () => {}, err: (more: string) => void (text += more) };
  return { text: () => text, line: progressLine(terminal, quiet) };
}

describe('progress', () => {
  test('tells depth, states and their rate, transitions, frontier, memory and time', () => {
    expect(progressText('exec/x @ v5.10', figures)).toMatch(/^exec\/x @ v5\.10: depth 31, 120,000 states \(60,000 a second\), 300,000 transitions, frontier 4,000, \d+ MB, 2\.0 s$/);
  });

  test('is not told at once, so that short runs stay silent', () => {
    const { text, line } = told(true, false);
    line.tell('x', figures);
    expect(text()).toBe('');
  });

  test('overwrites its line on a terminal, and removes it before results', async () => {
    const { text, line } = told(true, false);
    await new Promise((resolve) => setTimeout(resolve, 150));
    line.tell('x', figures);
    line.clear();
    expect(text()).toSatisfy((shown: string) => shown.startsWith(`${ERASE}x: depth 31, `) && shown.endsWith(ERASE));
  });

  test('is quiet when asked to be', async () => {
    const { text, line } = told(true, true);
    await new Promise((resolve) => setTimeout(resolve, 150));
    line.tell('x', figures);
    expect(text()).toBe('');
  });
});
