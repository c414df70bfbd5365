/** Bundles page/ into dist/report/html/page-bundle.js: a module of two strings, the script and the style sheet of every HTML report. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const page = fileURLToPath(new URL('page/', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));
const out = `${root}dist/report/html/page-bundle.js`;

/** The libraries that the script contains: their licences ask to be told with every copy. */
const libraries = ['preact', '@dagrejs/dagre', '@dagrejs/graphlib'];

async function licences() {
  const texts = await Promise.all(libraries.map(async (name) => `${name}\n${await readFile(`${root}node_modules/${name}/LICENSE`, 'utf8')}`));
  return `/*\nContains:\n\n${texts.join('\n').replaceAll('*/', '* /')}*/\n`;
}

async function bundled(entry, options) {
  const { outputFiles } = await build({ entryPoints: [`${page}${entry}`], bundle: true, minify: true, write: false, charset: 'utf8', logLevel: 'warning', ...options });
  return outputFiles[0].text.trim();
}

const [script, style, notice] = await Promise.all([
  bundled('main.tsx', { format: 'iife', target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' }),
  bundled('page.css', { target: ['chrome123', 'firefox120', 'safari17.5'] }),
  licences(),
]);
if (/<\/(?:script|style)|<!--/i.test(script + style + notice)) throw new Error('the page contains what would end its own element in HTML');

await mkdir(`${root}dist/report/html`, { recursive: true });
// Whole or not at all: tests may read it while it is built again.
await writeFile(`${out}.${process.pid}`, `export const script = ${JSON.stringify(notice + script)};\nexport const style = ${JSON.stringify(style)};\n`);
await rename(`${out}.${process.pid}`, out);
