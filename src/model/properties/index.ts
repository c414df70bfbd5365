// SPDX-License-Identifier: GPL-2.0-only
/** Every property, for `import { ... } from 'fdcheck/model'`. */
export * from './coredump.js';
export * from './count.js';
export * from './exec.js';
export * from './locks.js';
export * from './notices.js';
export * from './readers.js';
export * from './table.js';
