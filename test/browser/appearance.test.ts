/** The HTML report as people see it, or do not: colours, narrow windows, long trails, assistive technology, print. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckDocument } from '../../src/report/check-document.js';
import type { TrailDocument } from '../../src/report/document.js';
import { checked, Pages, violations } from './pages.js';

const LOCK = 'exec/posix-lock-survives-exec/v5.10/posix_lock_survives_exec';

let pages: Pages;
let document: CheckDocument;
let address = '';

beforeAll(async () => {
  const [kept, beyond] = [await checked(['exec/posix-lock-survives-exec'], 'v5.10'), await checked(['close_range/marks-beyond-the-copy'], 'v5.11')];
  document = { ...kept, runs: [...kept.runs, ...beyond.runs] };
  pages = await Pages.start();
  address = pages.write('report.html', document);
});

afterAll(async () => pages.stop());

/** As computed of the page's ground. */
const ground = (page: Awaited<ReturnType<Pages['open']>>['page']): Promise<string> => page.evaluate("getComputedStyle(document.body).backgroundColor");

describe('the colours of the HTML report', () => {
  test('are those of the system, until one chooses others, which stay', async () => {
    const light = await pages.open(address, { colorScheme: 'light' });
    const { page } = await pages.open(address, { colorScheme: 'dark' });
    const [bright, dark] = [await ground(light.page), await ground(page)];
    expect(bright).toBe('rgb(255, 255, 255)');
    expect(dark).not.toBe(bright);
    await page.getByRole('radio', { name: 'light' }).check();
    expect(await ground(page)).toBe(bright);
    await page.reload();
    expect(await ground(page)).toBe(bright);
    await page.getByRole('radio', { name: 'auto' }).check();
    expect(await ground(page)).toBe(dark);
  });

  test.each(['', `#${LOCK}/57`, `#${LOCK}/116-123`, '#close_range/marks-beyond-the-copy/v5.11/slab-out-of-bounds/42'])(
    'and all else at %j have nothing that axe-core objects to, light and dark', async (hash) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, faults } = await pages.open(address + hash, { colorScheme });
        if (hash !== '') await page.locator('.graph svg').waitFor();
        expect(await violations(page)).toEqual([]);
        expect(faults).toEqual([]);
      }
    });
});

describe('the HTML report in a window of 320 pixels', () => {
  test.each(['', `#${LOCK}/57`, `#${LOCK}/123`, '#close_range/marks-beyond-the-copy/v5.11/slab-out-of-bounds/42'])('at %j is not wider than the window, and nothing in it scrolls up and down but the page', async (hash) => {
    const { page, faults } = await pages.open(address + hash, { viewport: { width: 320, height: 640 } });
    if (hash !== '') await page.locator('.graph svg').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    const traps = await page.evaluate("[...document.querySelectorAll('main, main *')].filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight + 1).map((one) => one.outerHTML.slice(0, 80))");
    expect(traps).toEqual([]);
    if (hash.includes('/57')) expect(await violations(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  test.each([23, 62, 117])('shows what changed in step %i without sliding', async (step) => {
    const { page } = await pages.open(`${address}#${LOCK}/${step}`, { viewport: { width: 320, height: 640 } });
    const box = await page.locator('.box:has(.field.changed)').first().boundingBox();
    expect(box!.x).toBeGreaterThanOrEqual(0);
    expect(box!.x + box!.width).toBeLessThanOrEqual(320);
  });

  test('is gone through by touch', async () => {
    const { page } = await pages.open(`${address}#${LOCK}`, { viewport: { width: 320, height: 640 }, hasTouch: true });
    await page.getByRole('button', { name: 'A step on' }).tap();
    await page.getByRole('button', { name: 'On to the next switch of tasks' }).tap();
    expect(await page.locator('.where b').innerText()).toBe('steps 2 to 55 of 123');
  });
});

/** The trail over and over, with its steps numbered on. */
function long(trail: TrailDocument, steps: number): TrailDocument {
  const many = Array.from({ length: steps }, (_, at) => ({ ...trail.steps[at % trail.steps.length]!, number: at + 1 }));
  const { stretches: _, ...rest } = trail;
  return { ...rest, steps: many, scene: { ...trail.scene!, steps: many.map((__, at) => trail.scene!.steps[at % trail.steps.length]!) } };
}

describe('a trail of 2000 steps', () => {
  test('touches few rows when one goes on, wherever one is', async () => {
    const [run] = document.runs;
    const verdict = run!.verdicts.find(({ trails }) => trails.length > 0)!;
    const big = { ...document, runs: [{ ...run!, verdicts: [{ ...verdict, trails: [long(verdict.trails[0]!, 2000)] }] }] };
    const { page, faults } = await pages.open(`${pages.write('long.html', big)}#${LOCK}/1000`);
    await page.locator('.graph svg').waitFor();
    expect(await page.locator('.row').count()).toBe(2000);
    await page.evaluate("globalThis.touched = new Set(); new MutationObserver((all) => all.forEach(({ target }) => { const row = target.parentElement?.closest('.row') ?? target.closest?.('.row'); if (row) touched.add(row); })).observe(document.querySelector('.lanes ol'), { subtree: true, childList: true, attributes: true, characterData: true })");
    for (let at = 0; at < 20; at += 1) await page.keyboard.press('ArrowRight');
    expect(await page.locator('.where b').innerText()).toBe('step 1020 of 2000');
    expect(await page.evaluate('touched.size')).toBeLessThanOrEqual(21);
    await page.keyboard.press('End');
    expect(await page.locator('[aria-current="step"]').innerText()).toContain('2000');
    expect(await page.locator('[aria-current="step"]').evaluate((row: { getBoundingClientRect(): { top: number; bottom: number } }) => row.getBoundingClientRect().top > 0 && row.getBoundingClientRect().bottom <= 800)).toBe(true);
    expect(faults).toEqual([]);
  });
});

describe('the HTML report on paper', () => {
  test('has the rows and the graph, and no controls', async () => {
    const { page } = await pages.open(`${address}#${LOCK}/57`, { colorScheme: 'dark' });
    await page.locator('.graph svg').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await ground(page)).toBe('rgb(255, 255, 255)');
    expect(await page.getByRole('button', { name: 'A step on' }).isVisible()).toBe(false);
    expect(await page.locator('.row').last().isVisible()).toBe(true);
    expect(await page.locator('.graph svg').isVisible()).toBe(true);
  });
});
