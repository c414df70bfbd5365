/** `npm run test:browser`: what is tested in Chromium, which `npm test` does without. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/browser/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000, pool: 'forks', maxWorkers: 2, reporters: ['default'] },
});
