/** HTML reports in a browser: made of real checks, opened from a file, watched for whatever leaves the page. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { CheckDocument } from '../../src/report/check-document.js';
import { htmlReport, type HtmlOptions } from '../../src/report/html/html-report.js';
import { fdcheck } from '../cli/harness.js';
import { openBrowser } from '../helpers/browser.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What `fdcheck check --json` says of these questions of the repository, on one variant or on all. */
export async function checked(specs: readonly string[], variant?: string): Promise<CheckDocument> {
  const on = variant === undefined ? [] : ['--variant', variant];
  return JSON.parse((await fdcheck(root, ['check', ...specs, ...on, '--json', '--workers', '1'])).out) as CheckDocument;
}

/** A page, and all that it should not have: messages on its console, errors, requests for anything but itself. */
export interface Opened {
  readonly page: Page;
  readonly faults: readonly string[];
}

export class Pages {
  private constructor(private readonly browser: Browser, private readonly folder: string) {}

  static async start(): Promise<Pages> {
    return new Pages(await openBrowser(), mkdtempSync(join(tmpdir(), 'fdcheck-html-')));
  }

  /** Writes a report; its address. */
  write(name: string, document: CheckDocument, options: HtmlOptions = {}): string {
    const file = join(this.folder, name);
    writeFileSync(file, htmlReport(document, options));
    return pathToFileURL(file).href;
  }

  /** Opens an address in a window of its own, 1280 by 800 if nothing else is said. */
  async open(address: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('console', (message) => void faults.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => void faults.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (request.url() !== address.replace(/#.*/, '')) faults.push(`request: ${request.url()}`);
    });
    await page.goto(address);
    await page.locator('.overview, .toolbar').waitFor();
    return { page, faults };
  }

  async stop(): Promise<void> {
    await this.browser.close();
    rmSync(this.folder, { recursive: true });
  }
}

/** What axe-core has against a page: rule, and the first element of each. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource());
  const found = await page.evaluate<{ id: string; nodes: { html: string; failureSummary?: string }[] }[]>('axe.run().then((result) => result.violations)');
  return found.map(({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0]?.html} ${nodes[0]?.failureSummary ?? ''}`);
}

function axeSource(): string {
  const { source } = createRequire(import.meta.url)('axe-core') as { readonly source: string };
  return source;
}
