#!/usr/bin/env node
/** The process: signals, streams and the exit code. Everything else is in `run.ts`, where tests can reach it. */
import { processTerminal } from './terminal.js';
import { run } from './run.js';

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());
// A reader that has seen enough (head, less) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), processTerminal(interrupt.signal));
