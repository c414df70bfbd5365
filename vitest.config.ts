import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  /** GitHub's parser of workflows names source maps without sources, each of which would be a warning. */
  plugins: [{ name: 'no-maps', enforce: 'pre', load: (id) => (/\/@actions\/.*\.js$/.test(id) ? readFileSync(id, 'utf8').replace(/\/\/# sourceMappingURL=.*/, '') : null) }],
  test: {
    include: ['test/**/*.test.ts'],
    /** They need a browser: vitest.browser.config.ts. */
    exclude: ['test/browser/**', 'node_modules/**'],
    /** Whole state spaces are explored in tests; the slowest takes seconds on two cores. */
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    /** It imports JSON as bundlers take it, and Node.js does not. */
    server: { deps: { inline: [/@actions\//] } },
    reporters: process.env['CI'] ? ['default'] : ['default'],
  },
});
