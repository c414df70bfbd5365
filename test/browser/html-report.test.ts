/** The HTML report walked through in a browser. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckDocument } from '../../src/report/check-document.js';
import { checked, Pages } from './pages.js';

const LOCK = 'exec/posix-lock-survives-exec/v5.10/posix_lock_survives_exec';
const FREED = 'fdtable/foreign-caller/v5.10/use-after-free';

let pages: Pages;
let document: CheckDocument;
let address = '';

beforeAll(async () => {
  [pages, document] = await Promise.all([Pages.start(), checked(['exec/posix-lock-survives-exec', 'fdtable/foreign-caller', 'locks/ofd-locks'])]);
  address = pages.write('report.html', document);
});

afterAll(async () => pages.stop());

const text = (page: Page, selector: string): Promise<string[]> => page.locator(selector).allInnerTexts();
const where = (page: Page): Promise<string> => page.locator('.where b').innerText();
/** A field of a box of the graph: what it holds, and whether it is marked. */
const field = async (page: Page, box: string, label: string): Promise<string> => {
  const line = page.locator(`[data-box="${box}"] .field`).filter({ has: page.locator(`text=/^${label.replaceAll(/[[\].]/g, '\\$&')}$/`) }).first();
  return `${await line.locator('.value').textContent()}${(await line.getAttribute('class'))!.includes('changed') ? ' changed' : ''}`;
};

describe('the list of checks', () => {
  test('has every spec in its folder, with each variant, what was expected and found, and how many states', async () => {
    const { page, faults } = await pages.open(address);
    expect(await page.locator('h1').innerText()).toContain(`${document.runs.length} checks, all as expected`);
    expect(await text(page, '.folder > h2')).toEqual(['exec 5', 'fdtable 1', expect.stringMatching(/^locks \d+$/)]);
    expect(await page.locator('.spec').first().innerText()).toMatch(/posix-lock-survives-exec\s+Does a POSIX lock survive execve/);
    expect((await text(page, '.run')).at(0)).toMatch(/v5\.10\s+violated\(posix_lock_survives_exec\) as expected\s+8 states\s+posix_lock_survives_exec is violated 123 steps/);
    expect(faults).toEqual([]);
  });

  test('is filtered by words, and by outcome', async () => {
    const { page } = await pages.open(address);
    await page.keyboard.press('/');
    await page.keyboard.type('POSIX series/');
    expect(await text(page, '.variant')).toEqual(['series/1', 'series/2', 'series/3']);
    expect(await page.locator('.found').innerText()).toBe(`3 of ${document.runs.length} checks`);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('radio', { name: /^violated/ }).check();
    expect(await text(page, '.spec h3')).toEqual(['posix-lock-survives-exec', 'foreign-caller']);
    await page.getByRole('searchbox').fill('nothing is called this');
    expect(await text(page, '.spec')).toEqual([]);
  });

  test('unfolds verdicts, scope and counts of a check', async () => {
    const { page } = await pages.open(address);
    await page.locator('.run summary').first().click();
    const details = await page.locator('.run dl').first().innerText();
    for (const part of ['count_is_exact is proved', 'T1, T2', 'files_struct 2', document.runs[0]!.statistics.fingerprint, 'sequentially consistent']) expect(details).toContain(part);
  });

  test('shows drifts, failures, what was skipped and what is not as expected first of all', async () => {
    const [run] = document.runs;
    const wrong = pages.write('wrong.html', {
      ...document, outcome: 'drift', exit: 21, runs: [{ ...run!, asExpected: false, expected: 'proved' }],
      drifts: [{ about: 'exec/x @ v5.10', message: 'it went from proved to violated\nthis step is never taken' }],
      failures: [{ about: 'exec/<img src=x onerror=alert(1)>', outcome: 'compile', message: '</script><script>alert(1)</script>', path: null, diagnostics: [] }], skipped: ['exec/y @ v5.11'],
    });
    const { page, faults } = await pages.open(wrong);
    expect(await page.locator('h1').innerText()).toContain('2 of 2 checks not as expected, 1 drift');
    expect(await text(page, '.notes')).toEqual([
      expect.stringContaining('exec/<img src=x onerror=alert(1)>'), expect.stringContaining('this step is never taken'), expect.stringContaining('exec/y @ v5.11'),
    ]);
    expect(await page.locator('.notes pre').first().innerText()).toBe('</script><script>alert(1)</script>');
    expect(await page.locator('.run').innerText()).toContain('expected: proved');
    expect(await page.locator('img').count()).toBe(0);
    expect(faults).toEqual([]);
  });
});

describe('a trail', () => {
  test('is opened from the list, at its start, with a lane a task', async () => {
    const { page, faults } = await pages.open(address);
    await page.getByRole('link', { name: /^posix_lock_survives_exec is violated/ }).click();
    await page.locator('.graph svg').waitFor();
    expect(await page.locator('h1').innerText()).toContain('posix_lock_survives_exec is violated');
    expect(await text(page, '.lane-name')).toEqual(['T1', 'T2']);
    expect(await where(page)).toBe('start of 123');
    expect(await page.title()).toBe('posix_lock_survives_exec is violated: exec/posix-lock-survives-exec @ v5.10');
    expect(await field(page, 'F0', 'count')).toBe('2');
    await page.getByRole('link', { name: 'all checks' }).click();
    await page.locator('.overview').waitFor();
    expect(faults).toEqual([]);
  });

  test('is gone through by keyboard: steps, rows, switches of tasks, and its ends', async () => {
    const { page } = await pages.open(`${address}#${LOCK}`);
    const seen: string[] = [];
    for (const key of ['ArrowRight', 'j', 'ArrowLeft', 'k', 'k', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Shift+ArrowRight', 'Shift+J', 'Shift+ArrowLeft', 'End', 'ArrowRight', 'Home']) {
      await page.keyboard.press(key);
      seen.push(await where(page));
    }
    expect(seen).toEqual([
      'step 1', 'step 2', 'step 1', 'start', 'start', 'steps 1 to 10', 'steps 11 to 22', 'steps 1 to 10', 'steps 11 to 55', 'steps 56 to 78', 'steps 1 to 55', 'step 123', 'step 123', 'start',
    ].map((place) => `${place} of 123`));
  });

  test('shows counts, and marks what a step changed in the graph, in the lanes and in words', async () => {
    const { page } = await pages.open(`${address}#${LOCK}/61`);
    await page.locator('.graph svg').waitFor();
    const step = document.runs[0]!.verdicts[0]!.trails[0]!.steps.findIndex(({ changes }) => changes.some(({ cell }) => cell === 'files_struct#1.count.counter')) + 1;
    await page.goto(`${address}#${LOCK}/${step - 1}`);
    expect(await field(page, 'F0', 'count')).toBe('2');
    await page.keyboard.press('ArrowRight');
    expect(await field(page, 'F0', 'count')).toBe('1 changed');
    expect(await page.locator('.step .changes li').allTextContents()).toContain('F0.count.counter: 2 →to 1');
    expect(await page.locator('[aria-current="step"]').innerText()).toContain('put_files_struct');
    await page.keyboard.press('ArrowRight');
    expect(await field(page, 'F0', 'count')).toBe('1');
  });

  test('draws a pointer that moved from where it was to where it is, and what was freed', async () => {
    const { page } = await pages.open(`${address}#${LOCK}/116-123`);
    await page.locator('.graph svg').waitFor();
    expect(await page.locator('[data-box="F0"]').getAttribute('class')).toContain('freed');
    expect(await page.locator('.arrow.removed').count()).toBeGreaterThan(0);
    expect(await page.locator('.arrow.address').count()).toBe(0);
    await page.keyboard.press('Home');
    expect(await page.locator('.arrow.address').count()).toBe(2);
    expect(await page.locator('[data-box="F1"]').getAttribute('class')).toContain('free');
  });

  test('keeps every box where it is from step to step', async () => {
    const { page } = await pages.open(`${address}#${LOCK}`);
    const places = (): Promise<(string | null)[]> => page.locator('.box').evaluateAll((boxes: { getAttribute(name: string): string | null }[]) => boxes.map((box) => box.getAttribute('transform')));
    await page.locator('.graph svg').waitFor();
    const start = await places();
    for (const key of ['End', 'Shift+ArrowLeft', 'ArrowLeft']) {
      await page.keyboard.press(key);
      expect(await places()).toEqual(start);
    }
  });

  test('is at the step of its address, also after a reload, and its address follows', async () => {
    const { page } = await pages.open(`${address}#${LOCK}/24-55`);
    expect(await where(page)).toBe('steps 24 to 55 of 123');
    await page.keyboard.press('ArrowRight');
    expect(page.url()).toBe(`${address}#${LOCK}/56`);
    await page.reload();
    expect(await where(page)).toBe('step 56 of 123');
    await page.goto(`${address}#exec/no-such-spec/v5.10/x/3`);
    await page.locator('.overview').waitFor();
  });

  test('ends with the report in the kernel\'s words, and points to the object that it is about', async () => {
    const { page } = await pages.open(`${address}#${FREED}`);
    await page.locator('.graph svg').waitFor();
    expect(await page.locator('.explanation').count()).toBe(0);
    await page.keyboard.press('End');
    expect(await page.locator('.explanation').innerText()).toMatch(/BUG: KASAN: use-after-free in [^]*Freed by task/);
    expect(await page.locator('.box.accused').getAttribute('data-box')).toBe('file');
    expect(await page.locator('[data-arrow="use"]').count()).toBe(1);
  });

  test('tells each step to those who listen, and how far one is by the slider', async () => {
    const { page } = await pages.open(`${address}#${LOCK}/56`);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('[aria-live="polite"]').innerText()).toBe('step 57 of 123, T2 in do_exit: tsk.exiting = true; T2.exiting from false to true');
    const slider = page.getByRole('slider');
    expect(await slider.getAttribute('aria-valuetext')).toBe('step 57 of 123');
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    expect(await where(page)).toBe('step 58 of 123');
  });

  test('unfolds a row into its steps, and all rows', async () => {
    const { page } = await pages.open(`${address}#${LOCK}`);
    const rows = await page.locator('.row').count();
    await page.getByRole('button', { name: /^10 steps/ }).first().click();
    expect(await page.locator('.row').count()).toBe(rows + 10);
    await page.locator('.row.nested .go').nth(4).click();
    expect(await where(page)).toBe('step 5 of 123');
    await page.getByRole('checkbox', { name: 'every step' }).check();
    expect(await page.locator('.row').count()).toBe(123);
  });

  test('listens to the keyboard whatever was clicked last, and shows what has the focus', async () => {
    const { page } = await pages.open(`${address}#${LOCK}`);
    await page.getByRole('checkbox', { name: 'every step' }).check();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'A step on' }).click();
    await page.keyboard.press('ArrowRight');
    expect(await where(page)).toBe('step 3 of 123');
    await page.keyboard.press('Tab');
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe('solid');
  });

  test('is found by its address whatever its spec is called, and the name stays text', async () => {
    const [run] = document.runs;
    const name = '<img src=x onerror=alert(1)>/100% #1?';
    const { page, faults } = await pages.open(pages.write('named.html', { ...document, runs: [{ ...run!, spec: name }], pairs: [] }));
    await page.getByRole('link', { name: /posix_lock_survives_exec is violated/ }).click();
    await page.locator('.toolbar').waitFor();
    await page.keyboard.press('End');
    await page.reload();
    expect(await where(page)).toBe('step 123 of 123');
    expect(await page.locator('.about code').first().innerText()).toBe(name);
    expect(await page.locator('img').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test('that ends in setup has no step, and says how it ends', async () => {
    const [run] = document.runs;
    const [verdict] = run!.verdicts;
    const trail = { address: 'exec/x@v5.10:0123456789abcdef:', start: {}, steps: [], object: null, explanation: ['BUG: KASAN: use-after-free in setup'] };
    const { page, faults } = await pages.open(`${pages.write('setup.html', { ...document, runs: [{ ...run!, verdicts: [{ ...verdict!, trails: [trail] }] }] })}#${LOCK}`);
    expect(await page.locator('.explanation').innerText()).toBe('BUG: KASAN: use-after-free in setup');
    await page.keyboard.press('ArrowRight');
    expect(await where(page)).toBe('start of 0');
    expect(faults).toEqual([]);
  });

  test('shows every field of its objects where it is asked to', async () => {
    const { page } = await pages.open(`${address}#${LOCK}`);
    await page.locator('.graph svg').waitFor();
    expect(await page.locator('[data-box="file"]').textContent()).not.toContain('f_mode');
    await page.getByRole('checkbox', { name: 'every field' }).check();
    expect(await page.locator('[data-box="file"]').textContent()).toContain('f_mode');
  });

  test('links to the line of the model, and to the kernel\'s function at its version', async () => {
    const { page } = await pages.open(`${pages.write('linked.html', document, { source: 'https://github.com/someone/fdcheck/blob/0123abc/{path}#L{line}' })}#${LOCK}/57`);
    const hrefs = (selector: string): Promise<(string | null)[]> => page.locator(selector).evaluateAll((links: { getAttribute(name: string): string | null }[]) => links.map((link) => link.getAttribute('href')));
    expect(await hrefs('.access .place')).toEqual(['https://github.com/someone/fdcheck/blob/0123abc/src/model/kernel/exit.ts#L86']);
    expect(await hrefs('.stack li:first-child .kernel')).toEqual(['https://elixir.bootlin.com/linux/v5.10/source/kernel/exit.c#L712']);
  });
});
