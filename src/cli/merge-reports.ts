/** `fdcheck merge-reports`: the JSON documents of shards as one, and reports on all. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CheckDocument } from '../report/check-document.js';
import { mergeDocuments, MergeError, type NamedDocument } from '../report/merge.js';
import { isListOf, isRecord, isText } from '../report/shape.js';
import { reporters } from '../report/reporters/index.js';
import { shortPath, UsageError } from './failure.js';
import type { Adder } from './options.js';
import { reporterOption, reportsOf, writeReports, type ReporterFlags } from './reporters.js';
import type { Terminal } from './terminal.js';

export const addMergeReports: Adder = (program, terminal, answer) => {
  program.command('merge-reports').argument('<FILE...>', 'JSON documents of check or gate (--reporter json=FILE), or folders of them')
    .description('put the reports of shards together, and report on all of it')
    .addOption(reporterOption())
    .option('--json', 'one JSON document on stdout (schema/check.json): the same as --reporter json')
    .option('--debug', 'stack traces of errors')
    .action(answer((files: string[], flags: ReporterFlags) => mergeReports(files, flags, terminal)));
};

/** The exit code is the one that the whole command would have had; what is missing makes it inconclusive at least. */
export async function mergeReports(wanted: readonly string[], flags: ReporterFlags, terminal: Terminal): Promise<number> {
  const reports = reportsOf(flags, terminal);
  const files = [...new Set(wanted.flatMap((one) => filesOf(one, terminal.cwd)))];
  const document = merged(files.map((file) => ({ name: shortPath(terminal.cwd, file), document: readDocument(file, terminal.cwd) })));
  if (reports.text) terminal.out((await reporters.default.load())(document));
  await writeReports(document, reports, terminal);
  return document.exit;
}

function merged(parts: readonly NamedDocument[]): CheckDocument {
  try {
    return mergeDocuments(parts);
  } catch (error) {
    throw error instanceof MergeError ? new UsageError(error.message) : error;
  }
}

/** A file, or every file that ends in .json in a folder and below; real paths, so that none is read twice. */
function filesOf(wanted: string, cwd: string): string[] {
  const path = resolve(cwd, wanted);
  if (!existsSync(path)) throw new UsageError(`there is no report '${wanted}': neither a file nor a folder`);
  if (!statSync(path).isDirectory()) return [realpathSync(path)];
  const found = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')).toSorted().map((name) => realpathSync(join(path, name)));
  if (found.length === 0) throw new UsageError(`there is no report in ${wanted}: a report is a file that ends in .json (fdcheck check --reporter json=FILE writes one)`);
  return found;
}

function readDocument(file: string, cwd: string): CheckDocument {
  const place = shortPath(cwd, file);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${place} is no JSON, or only the beginning of it (${error.message})`);
    throw error;
  }
  if (!isCheckDocument(value)) throw new UsageError(`${place} is no report of this version of fdcheck: fdcheck check --reporter json=FILE writes one`);
  return value;
}

/** What tells a document from another file; fdcheck wrote the rest of it, or did not. */
function isCheckDocument(value: unknown): value is CheckDocument {
  return isRecord(value) && value['format'] === 'fdcheck-check-2' && isText(value['command']) && isListOf(value['plan'], isText) && isListOf(value['skipped'], isText)
    && (value['shard'] === null || isRecord(value['shard'])) && (['runs', 'pairs', 'failures', 'drifts'] as const).every((key) => isListOf(value[key], isRecord));
}
