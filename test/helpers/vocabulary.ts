/** The words of src/lang/vocabulary, for tests that write model text. */
import { readdirSync, readFileSync } from 'node:fs';
import { endingOf, type Ending } from './spec-text.js';

const folder = new URL('../../src/lang/vocabulary/', import.meta.url);

/** What index.ts exports, by way of the files that it re-exports. */
export function vocabularyWords(): string[] {
  const index = readFileSync(new URL('index.ts', folder), 'utf8');
  const files = readdirSync(folder).filter((f) => index.includes(`'./${f.replace('.ts', '.js')}'`));
  const declared = /^export (?:declare )?(?:function|const|let|type|interface) (\w+)/gm;
  return files.flatMap((f) => [...readFileSync(new URL(f, folder), 'utf8').matchAll(declared)].map((m) => m[1] ?? ''));
}

const words = new Set(vocabularyWords());

/** The text after an import of every word of the vocabulary that it uses and does not declare. */
export function withImports(text: string): string {
  const declared = new Set([...text.matchAll(/(?:function|const|let|interface) (\w+)/g)].map((m) => m[1]));
  const used = [...new Set(text.match(/\w+/g))].filter((word) => words.has(word) && !declared.has(word));
  return `// A question?\nimport { ${used.join(', ')} } from 'fdcheck/lang';\n${text}`;
}

/** How a spec ends whose declarations are `text` and whose options, `expect` apart, are `options`. */
export function run(text: string, options: string): Promise<Ending> {
  return endingOf(withImports(`${text}\nexport default spec({ ${options}, expect: { base: proved } });`));
}
