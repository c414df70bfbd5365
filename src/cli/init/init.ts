/** `fdcheck init`: the skeleton of a patch in a clone of the model (`--patch`), or a starter in a folder of one's own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { shortPath, UsageError } from '../failure.js';
import { closest } from '../suggest.js';
import type { Terminal } from '../terminal.js';
import { writeTogether } from '../write.js';
import { functionsIn, withArms } from './arms.js';
import { parsed } from './edit.js';
import { questionText } from './question.js';
import { starter } from './starter.js';
import { readSwitches, type NewSwitch } from './switches.js';

export interface InitFlags {
  readonly patch?: string;
  readonly title?: string;
  readonly function?: readonly string[];
  /** Of a starter: write over what is there. */
  readonly force?: true;
  readonly debug?: true;
}

const TABLE = join('src', 'model', 'switches.ts');
/** What may be a variant, a file's name, and part of a trail's address. `x.d.ts` is no spec: it holds declarations. */
const PATCH_NAME = /^(?!.*\.d$)[A-Za-z0-9][\w.-]*$/;
const COMMIT = /^[0-9a-f]{7,40}$/;

/** A function that a patch changes. */
interface Changed {
  readonly file: string;
  readonly fn: string;
}

/** Writes the switch, the two arms of each function, and the question, or the files of a starter; nothing at all where one of them is refused. */
export function init(flags: InitFlags, terminal: Terminal): number {
  const { patch, title = 'what the patch is called', function: functions = [] } = flags;
  if (patch === undefined && flags.title === undefined && functions.length === 0 && cloneAbove(terminal.cwd) === null) return starter(flags, terminal);
  if (flags.force === true) throw new UsageError('--force is for a starter: the skeleton of a patch writes over nothing');
  if (patch === undefined) throw new UsageError('init needs the name of a patch: fdcheck init --patch 054aa8d439b9 --title "fget: ..." --function __fget_files (docs/model-your-patch.md)');
  if (functions.length === 0) throw new UsageError(`init needs the function that the patch changes: fdcheck init --patch ${patch} --function __fget_files`);
  const root = cloneAt(terminal.cwd);
  const changed = functions.map((wanted) => find(root, wanted)).filter(({ file, fn }, at, all) => all.findIndex((one) => one.file === file && one.fn === fn) === at);
  const entry: NewSwitch = { name: patch, title: title.replaceAll(/\s+/g, ' '), hash: COMMIT.test(patch) ? patch : null, functions: changed.map(({ fn }) => fn) };
  const written = skeleton(root, entry, changed);
  writeTogether(written);
  terminal.out(`${[...[...written.keys()].map((file) => `wrote ${shortPath(terminal.cwd, file)}`), '', ...nextSteps(entry)].join('\n')}\n`);
  return 0;
}

/** The nearest folder at or above the working folder that holds a table of switches, or null. */
function cloneAbove(cwd: string): string | null {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, TABLE))) return folder;
    if (dirname(folder) === folder) return null;
  }
}

function cloneAt(cwd: string): string {
  const found = cloneAbove(cwd);
  if (found !== null) return found;
  throw new UsageError(`this is no clone of fdcheck: there is no ${TABLE} in ${cwd} or above it. A patch changes the model: clone the repository, and run init in it`);
}

/** New text by absolute path. Throws UsageError for a patch that there is already. */
function skeleton(root: string, entry: NewSwitch, changed: readonly Changed[]): Map<string, string> {
  const table = join(root, TABLE);
  const switches = readSwitches(table, readFileSync(table, 'utf8'));
  const question = join(root, 'specs', 'patches', `${entry.name}.ts`);
  if (!PATCH_NAME.test(entry.name)) throw new UsageError(`'${entry.name}' cannot name a patch: a variant and a file are called like it, so it is made of letters, digits, '_', '-' and '.', and does not end in '.d'`);
  if (switches.names.includes(entry.name)) throw new UsageError(`there is a patch or a version '${entry.name}' already, in ${TABLE}: choose another name, or edit what is there`);
  if (existsSync(question)) throw new UsageError(`${shortPath(root, question)} exists already: choose another name, or move it away`);
  const texts = new Map([[table, switches.with(entry)]]);
  for (const { file, fn } of changed) texts.set(file, withArms(file, texts.get(file) ?? readFileSync(file, 'utf8'), fn, entry.name));
  texts.set(question, questionText(entry, switches.base));
  for (const [file, text] of texts) parsed(file, text);
  return texts;
}

/** The function of that name; `path:name` where several files have one. */
function find(root: string, wanted: string): Changed {
  const model = join(root, 'src', 'model');
  const at = wanted.lastIndexOf(':');
  const [path, name] = [wanted.slice(0, Math.max(at, 0)), wanted.slice(at + 1)];
  const files = readdirSync(model, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).toSorted().map((file) => join(model, file));
  const all = files.flatMap((file) => functionsIn(file, readFileSync(file, 'utf8')).map((fn): Changed => ({ file, fn })));
  const found = all.filter(({ file, fn }) => fn === name && file.endsWith(path === '' ? '' : `${sep}${path}`));
  if (found.length === 1) return found[0]!;
  if (found.length === 0) throw new UsageError(unknownFunction(wanted, all));
  throw new UsageError(`${found.length} files have a function '${name}': say which, --function ${found.map(({ file }) => `${shortPath(model, file)}:${name}`).join(' or --function ')}`);
}

function unknownFunction(wanted: string, all: readonly Changed[]): string {
  const near = closest(wanted, all.map(({ fn }) => fn));
  const hint = near === null ? 'a function that is not modelled yet is written first, beside its neighbours in the kernel' : `did you mean ${near}?`;
  return `the model has no function '${wanted}'; ${hint}`;
}

function nextSteps({ name, functions }: NewSwitch): string[] {
  return [
    'Next:',
    `  1. ${functions.join(', ')}: edit the arm since('${name}'); the other arm stays as it is`,
    `  2. specs/patches/${name}.ts: write the question, its tasks, and the property that the patch makes true`,
    `  3. fdcheck check patches/${name}: fails while nothing flips, with the reason`,
    `  4. ${TABLE}: say in a sentence what is different; npm run types; fdcheck gate: every other result is what it was`,
  ];
}
