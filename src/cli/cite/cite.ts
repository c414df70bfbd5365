/** `fdcheck cite`: what the model cites of the kernel, looked up in a kernel tree. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { exitCode } from '../../checker/outcome.js';
import { acceptCited, acceptOthers } from '../../kernel/accept.js';
import { driftOf, subjectsOf, uncitedOf, wrongOwn, type Row } from '../../kernel/drift.js';
import { successorOf } from '../../kernel/likeness.js';
import { printed } from '../../kernel/normal.js';
import { cParser, NoGrammar, type CParser } from '../../kernel/parser.js';
import { TreeFiles } from '../../kernel/search.js';
import { EMPTY_TABLE, versionOf, type CitationTable } from '../../kernel/table.js';
import { citedDeclarations, type CitedDeclaration } from '../../lang/citations.js';
import { citeDocument } from '../../report/cite/document.js';
import { isDrift, type CiteReport } from '../../report/cite/drift.js';
import { citationsText, parseCitations } from '../../report/cite/table.js';
import { citeMarkdown, citeText } from '../../report/cite/text.js';
import { paintFor } from '../../report/paint.js';
import { shortPath, UsageError } from '../failure.js';
import { modelPlace } from '../functions.js';
import { read } from '../results.js';
import type { Terminal } from '../terminal.js';
import { writeTogether } from '../write.js';
import { chosenOf } from './chosen.js';
import { openTree } from './trees.js';

export interface CiteFlags {
  readonly kernel: string;
  readonly since?: string;
  readonly cited?: string;
  readonly accept?: true;
  readonly json?: true;
  readonly markdown?: true;
  readonly quiet?: true;
  readonly debug?: true;
}

/** What is cited, what is kept of it, and what of it is asked about. */
interface Question {
  readonly declarations: readonly CitedDeclaration[];
  readonly chosen: ReadonlySet<CitedDeclaration>;
  readonly table: CitationTable;
  /** The table's file. */
  readonly file: string;
}

export async function cite(wanted: readonly string[], flags: CiteFlags, terminal: Terminal): Promise<number> {
  const question = questionOf(wanted, flags, terminal);
  const parser = await parserFor();
  const files = new TreeFiles(openTree(flags.kernel, terminal.cwd), parser);
  const since = flags.since === undefined ? null : new TreeFiles(openTree(flags.since, terminal.cwd), parser);
  if (flags.accept === true) return accept(question, files, flags, terminal);
  const rows = rowsOf(question, question.table, files, flags, terminal);
  const report: CiteReport = {
    tree: files.tree,
    rows: rows.map((row) => withOldText(row, files, since)),
    uncited: uncitedOf(question.declarations, question.table.own).filter(({ declaration }) => question.chosen.has(declaration)),
    wrongOwn: wanted.length === 0 && flags.cited === undefined ? wrongOwn(question.declarations, question.table.own) : [],
  };
  terminal.out(`${flags.json === true ? JSON.stringify(citeDocument(report), null, 2) : flags.markdown === true ? citeMarkdown(report) : citeText(report, paintFor(terminal.colour))}\n`);
  return exitCode(isDrift(report) ? 'drift' : 'proved');
}

function questionOf(wanted: readonly string[], { cited }: CiteFlags, { cwd }: Terminal): Question {
  const place = modelPlace(cwd);
  if (place === null) throw new UsageError(`there is no model (a folder src/model/ beside specs/) in ${cwd} or above it`);
  const all = citedDeclarations(place.model);
  const version = cited === undefined ? null : versionOf(cited.startsWith('v') ? cited : `v${cited}`);
  const declarations = version === null ? all : all.map((one) => ({ ...one, citations: one.citations.filter((citation) => versionOf(citation.version) === version) })).filter(({ citations }) => citations.length > 0);
  if (declarations.length === 0) throw new UsageError(version === null ? `${shortPath(cwd, place.model)} declares nothing` : `nothing in ${shortPath(cwd, place.model)} cites ${version}`);
  const file = join(place.model, 'citations.json');
  const table = existsSync(file) ? read(file, (text) => parseCitations(text), 'is no table of citations (fdcheck cite --accept writes it)') : EMPTY_TABLE;
  return { declarations, chosen: chosenOf(declarations, wanted, place.model, cwd), table: version === null ? table : { ...table, accepted: {} }, file };
}

async function parserFor(): Promise<CParser> {
  try {
    return await cParser();
  } catch (error) {
    if (error instanceof NoGrammar) throw new UsageError(error.message);
    throw error;
  }
}

function rowsOf({ declarations, chosen }: Question, table: CitationTable, files: TreeFiles, { quiet }: CiteFlags, terminal: Terminal): Row[] {
  const subjects = subjectsOf(declarations, table).filter(({ models }) => models.some((one) => chosen.has(one)));
  const rows = driftOf(subjects, table, files, (done) => {
    if (quiet !== true && terminal.live) terminal.err(`\r\u001b[2K${files.tree.name}: ${done + 1} of ${subjects.length} definitions`);
  });
  if (quiet !== true && terminal.live) terminal.err('\r\u001b[2K');
  return rows;
}

/** Writes the table as the tree has it. Exit code 21 where a citation leads to nothing that can be read. */
function accept(question: Question, files: TreeFiles, flags: CiteFlags, terminal: Terminal): number {
  const { declarations, chosen, table, file } = question;
  const { table: read, problems } = acceptCited(declarations, chosen, table, files);
  const rows = rowsOf(question, read, files, flags, terminal);
  const next = acceptOthers(rows, declarations, read, files.tree.version);
  writeTogether(new Map([[file, citationsText(next)]]));
  for (const problem of problems) terminal.err(`${problem}\n`);
  const { version, release } = files.tree;
  terminal.out(`wrote ${shortPath(terminal.cwd, file)}: ${Object.keys(next.cited).length} citations, ${Object.keys(next.accepted[version] ?? {}).length} of them otherwise in ${version} (${release})\n`);
  return exitCode(problems.length > 0 ? 'drift' : 'proved');
}

/** A row with the difference from the text in an older tree, or with what a definition may have become that is gone. */
function withOldText(row: Row, files: TreeFiles, since: TreeFiles | null): CiteReport['rows'][number] {
  const path = row.citations[0]?.path;
  const before = since === null || path === undefined ? null : since.file(path);
  const old = before?.definitions.find(({ hash, name }) => name === row.name && hash === row.modelled?.hash) ?? before?.definitions.find(({ name }) => name === row.name);
  if (since === null || before === null || old === undefined) return { ...row, diff: null };
  if (row.now === null) {
    const now = files.file(path!);
    const successor = row.status === 'gone' && now !== null ? successorOf(old, before, now) : null;
    return { ...row, diff: null, note: successor === null ? row.note : `perhaps ${successor.name} now: ${Math.round(successor.likeness * 100)} % of its text is the same` };
  }
  if (row.now.hash === old.hash) return { ...row, diff: null };
  const [from, to] = [printed(old.normal, old.name), printed(row.now.normal, row.now.name)];
  const patch = createTwoFilesPatch(`${since.tree.release} ${path}:${old.line}`, `${files.tree.release} ${row.now.path}:${row.now.line}`, from, to, undefined, undefined, { context: 3 });
  const note = row.modelled !== null && old.hash !== row.modelled.hash ? `the text of ${since.tree.name} is not the one that was modelled` : row.note;
  return { ...row, note, diff: patch.slice(patch.indexOf('---')) };
}
