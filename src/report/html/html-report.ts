/** The HTML report: one file that contains all it needs, for whoever opens it and wherever. docs/html-report.md. */
import { createHash } from 'node:crypto';
import { script, style } from '#html-page';
import type { CheckDocument } from '../check-document.js';
import { jsonInHtml, packed, splitDocument } from './pack.js';
import type { PageData, PageLinks } from './page-data.js';

export interface HtmlOptions {
  /** Its title; `fdcheck` if not given. */
  readonly title?: string;
  /**
   * Address of a line of the model: `{path}` is the path from the folder in which fdcheck ran, `{line}` counts from 1.
   * Not given: a path relative to the report.
   */
  readonly source?: string;
  /** Address of a line of the kernel, with `{version}` (`v5.10`), `{path}` and `{line}`. */
  readonly kernel?: string;
}

const LINKS: PageLinks = { source: '{path}#L{line}', kernel: 'https://elixir.bootlin.com/linux/{version}/source/{path}#L{line}' };

/** The whole text of the file. The same document gives the same bytes. */
export function htmlReport(document: CheckDocument, { title = 'fdcheck', source = LINKS.source, kernel = LINKS.kernel }: HtmlOptions = {}): string {
  const { check, trails } = splitDocument(document);
  const data: PageData = { check, links: { source, kernel }, title };
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<noscript>This report is drawn by the script that it contains; allow it to run, or read the text that fdcheck prints.</noscript>',
    '<div id="page"></div>',
    ...[...trails].map(([element, trail]) => `<script type="text/plain" id="${element}">${packed(trail)}</script>`),
    `<script type="application/json" id="data">${jsonInHtml(data)}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Nothing is loaded, sent or framed; only this script and this style count. */
function contentPolicy(): string {
  return `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
