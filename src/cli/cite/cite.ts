/** `fdcheck cite`: what the model cites of the kernel, looked up in a kernel tree. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { exitCode } from '../../checker/outcome.js';
import { acceptCited, acceptOthers } from '../../kernel/accept.js';
import type { Definition, KernelFile } from '../../kernel/definitions.js';
import { driftOf, originalsOf, uncitedOf, wrongOwn, type Finding } from '../../kernel/drift.js';
import { successorOf } from '../../kernel/resemblance.js';
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
  const findings = findingsOf(question, question.table, files, flags, terminal);
  const report: CiteReport = {
    tree: files.tree,
    findings: findings.map((finding) => withOldText(finding, files, since)),
    uncited: uncitedOf(question.declarations, question.table.own).filter(({ declaration }) => question.chosen.has(declaration)),
    wrongOwn: wanted.length === 0 && flags.cited === undefined ? wrongOwn(question.declarations, question.table.own) : [],
  };
  terminal.out(`${shown(report, flags, terminal)}\n`);
  return exitCode(isDrift(report) ? 'drift' : 'proved');
}

function shown(report: CiteReport, { json, markdown }: CiteFlags, { colour }: Terminal): string {
  if (json === true) return JSON.stringify(citeDocument(report), null, 2);
  return markdown === true ? citeMarkdown(report) : citeText(report, paintFor(colour));
}

function questionOf(wanted: readonly string[], { cited }: CiteFlags, { cwd }: Terminal): Question {
  const place = modelPlace(cwd);
  if (place === null) throw new UsageError(`there is no model (a folder src/model/ beside specs/) in ${cwd} or above it`);
  const all = citedDeclarations(place.model);
  const version = cited === undefined ? null : versionOf(cited.startsWith('v') ? cited : `v${cited}`);
  const declarations = version === null ? all : ofVersion(all, version);
  if (declarations.length === 0) throw new UsageError(version === null ? `${shortPath(cwd, place.model)} declares nothing` : `nothing in ${shortPath(cwd, place.model)} cites ${version}`);
  const file = join(place.model, 'citations.json');
  const table = existsSync(file) ? read(file, (text) => parseCitations(text), 'is no table of citations (fdcheck cite --accept writes it)') : EMPTY_TABLE;
  return { declarations, chosen: chosenOf(declarations, wanted, place.model, cwd), table: version === null ? table : { ...table, accepted: {} }, file };
}

/** Declarations that cite that version, and what they cite of it. */
function ofVersion(declarations: readonly CitedDeclaration[], version: string): CitedDeclaration[] {
  const cut = declarations.map((one) => ({ ...one, citations: one.citations.filter((citation) => versionOf(citation.version) === version) }));
  return cut.filter(({ citations }) => citations.length > 0);
}

async function parserFor(): Promise<CParser> {
  try {
    return await cParser();
  } catch (error) {
    if (error instanceof NoGrammar) throw new UsageError(error.message);
    throw error;
  }
}

function findingsOf({ declarations, chosen }: Question, table: CitationTable, files: TreeFiles, { quiet }: CiteFlags, terminal: Terminal): Finding[] {
  const originals = originalsOf(declarations, table).filter(({ models }) => models.some((one) => chosen.has(one)));
  const findings = driftOf(originals, table, files, (done) => {
    if (quiet !== true && terminal.live) terminal.err(`\r\u001b[2K${files.tree.name}: ${done + 1} of ${originals.length} definitions`);
  });
  if (quiet !== true && terminal.live) terminal.err('\r\u001b[2K');
  return findings;
}

/** Writes the table as the tree has it. Exit code 21 where a citation leads to nothing that can be read. */
function accept(question: Question, files: TreeFiles, flags: CiteFlags, terminal: Terminal): number {
  const { declarations, chosen, table, file } = question;
  const { table: read, problems } = acceptCited(declarations, chosen, table, files);
  const findings = findingsOf(question, read, files, flags, terminal);
  const next = acceptOthers(findings, declarations, read, files.tree.version);
  writeTogether(new Map([[file, citationsText(next)]]));
  for (const problem of problems) terminal.err(`${problem}\n`);
  const { version, release } = files.tree;
  terminal.out(`wrote ${shortPath(terminal.cwd, file)}: ${Object.keys(next.cited).length} citations, ${Object.keys(next.accepted[version] ?? {}).length} of them otherwise in ${version} (${release})\n`);
  return exitCode(problems.length > 0 ? 'drift' : 'proved');
}

/** A finding with the difference from the text in an older tree, or with what a definition may have become that is gone. */
function withOldText(finding: Finding, files: TreeFiles, since: TreeFiles | null): CiteReport['findings'][number] {
  const path = finding.citations[0]!.path;
  const before = since?.file(path) ?? null;
  const old = before === null ? undefined : oldDefinition(before, finding);
  if (since === null || before === null || old === undefined || finding.now?.hash === old.hash) return { ...finding, diff: null };
  if (finding.now === null) {
    const now = files.file(path);
    const successor = finding.status === 'gone' && now !== null ? successorOf(old, before, now) : null;
    return { ...finding, diff: null, note: successor === null ? finding.note : `perhaps ${successor.name} now: ${Math.round(successor.resemblance * 100)} % of its text is the same` };
  }
  const [from, to] = [printed(old.normal, old.name), printed(finding.now.normal, finding.now.name)];
  const [left, right] = [`${since.tree.release} ${path}:${old.line}`, `${files.tree.release} ${finding.now.path}:${finding.now.line}`];
  const patch = createTwoFilesPatch(left, right, from, to, undefined, undefined, { context: 3 });
  const note = finding.modelled !== null && old.hash !== finding.modelled.hash ? `the text of ${since.tree.name} is not the one that was modelled` : finding.note;
  return { ...finding, note, diff: patch.slice(patch.indexOf('---')) };
}

/** The text that was modelled, or else what there is of that name. */
function oldDefinition({ definitions }: KernelFile, { name, modelled }: Finding): Definition | undefined {
  const named = definitions.filter((one) => one.name === name);
  return named.find(({ hash }) => hash === modelled?.hash) ?? named[0];
}
