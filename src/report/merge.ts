/** Documents of the parts of a command put together: what the whole command would have found. */
import { deciding } from '../checker/outcome.js';
import { checkDocument, checksOf, comparisonName, inOrder, runName, type CheckDocument, type DriftDocument, type FailureDocument } from './check-document.js';
import { counted } from './numbers.js';

/** A document, and what it is called in messages: its file. */
export interface NamedDocument {
  readonly name: string;
  readonly document: CheckDocument;
}

/** Documents that are no parts of one command. */
export class MergeError extends Error {
  override readonly name = 'MergeError';
}

/**
 * One document of several, whatever their order: all shards of a command, or whole commands about different checks. A shard or a check that is
 * missing becomes a failure. Throws MergeError where the parts do not belong together, or have a check in common.
 */
export function mergeDocuments(parts: readonly NamedDocument[]): CheckDocument {
  const [first, ...others] = parts.toSorted(byPart);
  if (first === undefined) throw new MergeError('there is nothing to merge');
  for (const other of others) refuseStranger(first, other);
  refuseTwice([first, ...others]);
  const documents = [first, ...others].map(({ document }) => document);
  const plan = [...new Set(documents.flatMap((one) => one.plan))];
  const found = {
    runs: ordered(plan, documents.flatMap(({ runs }) => runs), runName),
    pairs: ordered(plan, documents.flatMap(({ pairs }) => pairs), comparisonName),
    failures: unique(documents.flatMap(({ failures }) => failures)),
    skipped: [...new Set(documents.flatMap(({ skipped }) => skipped))],
  };
  const failures = ordered(plan, [...found.failures, ...missing(documents, plan, checksOf(found))], ({ about }) => about);
  return checkDocument({
    ...found, command: first.document.command, plan, failures, skipped: ordered(plan, found.skipped, (check) => check),
    drifts: ordered(plan, unique(documents.flatMap(({ drifts }) => drifts)), ({ about }) => about),
    outcome: deciding([...documents.map(({ outcome }) => outcome), ...failures.map(({ outcome }) => outcome)]),
  });
}

/** Shards by their number; whole commands by what they are about. */
function byPart({ document: a }: NamedDocument, { document: b }: NamedDocument): number {
  const [one, other] = [a, b].map(({ plan }) => plan.join('\n'));
  return (a.shard?.index ?? 0) - (b.shard?.index ?? 0) || (one! < other! ? -1 : one! > other! ? 1 : 0);
}

function refuseStranger(first: NamedDocument, other: NamedDocument): void {
  const [{ document: a }, { document: b }] = [first, other];
  const both = `${first.name} and ${other.name}`;
  if (a.command !== b.command) throw new MergeError(`${both} are of different commands (${a.command} and ${b.command}): merge those of one`);
  if ((a.shard === null) !== (b.shard === null)) throw new MergeError(`${both} do not belong together: one is a shard, the other a whole`);
  if (a.shard === null || b.shard === null) return;
  if (a.shard.count !== b.shard.count) throw new MergeError(`${both} are shards of different commands: one of ${a.shard.count}, one of ${b.shard.count}`);
  if (a.plan.join('\n') !== b.plan.join('\n')) throw new MergeError(`${both} are shards of different commands: they do not plan the same checks (specs, variants and options must be the same for all shards)`);
}

function refuseTwice(parts: readonly NamedDocument[]): void {
  const shards = new Map<number, string>();
  const checks = new Map<string, string>();
  for (const { name, document } of parts) {
    const { shard } = document;
    const same = shard === null ? undefined : shards.get(shard.index);
    if (shard !== null && same !== undefined) throw new MergeError(`${same} and ${name} are both shard ${shard.index} of ${shard.count}: give one of them`);
    if (shard !== null) shards.set(shard.index, name);
    for (const check of [...document.runs.map(runName), ...document.pairs.map(comparisonName)]) {
      const other = checks.get(check);
      if (other !== undefined) throw new MergeError(`${check} is in ${other}${other === name ? ' twice' : ` and in ${name}`}: a check counts once`);
      checks.set(check, name);
    }
  }
}

/** Shards that were not given, and what was planned and has no answer anywhere. */
function missing(documents: readonly CheckDocument[], plan: readonly string[], answered: readonly string[]): FailureDocument[] {
  const count = documents[0]?.shard?.count ?? 0;
  const given = new Set(documents.map(({ shard }) => shard?.index));
  const shards = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !given.has(index));
  const known = new Set(answered);
  const open = plan.filter((check) => !known.has(check));
  const failure = (about: string, message: string): FailureDocument => ({ about, path: null, outcome: 'inconclusive', message, diagnostics: [] });
  return [
    ...open.map((check) => failure(check, 'there is no answer in the reports that were merged')),
    ...shards.map((index) => failure(`shard ${index} of ${count}`, `its report is missing among ${counted(documents.length, 'report')}: it did not run to its end, or its report was not kept`)),
  ];
}

/** A spec that does not compile fails in every shard. */
function unique<Item extends DriftDocument | FailureDocument>(items: readonly Item[]): Item[] {
  const keys = items.map((item) => JSON.stringify(item));
  return items.filter((_, at) => keys.indexOf(keys[at]!) === at);
}

function ordered<Item>(plan: readonly string[], items: readonly Item[], name: (item: Item) => string): Item[] {
  return inOrder({ plan }, items.map((item) => ({ check: name(item), item }))).map(({ item }) => item);
}
