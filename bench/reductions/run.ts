/**
 * States and time of every question in specs/ under each set of reductions, as the table of docs/reductions.md.
 *
 *     npm run bench:reductions                      measures all, prints, and writes the table into the page
 *     npm run bench:reductions -- --without TEXT    the same, leaving out questions with that text in their name
 *     npm run bench:reductions -- --only TEXT       measures and prints
 *
 * Each question is measured in a process of its own. A search is cut off at a number of states; the table says so.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileEngine } from '../../src/checker/codegen/compile.js';
import { reductionNames, type Reductions } from '../../src/checker/reductions.js';
import { explore } from '../../src/checker/search/explore.js';
import { compile, loadSpec } from '../../src/lang/compile.js';

/** States after which a search is cut off. */
const STATES_MAX = 4_000_000;
const TASKS_MIN = 3;
/** Questions that are measured with none and with all only. */
const LARGE = 'heavy/';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));
const page = `${root}docs/reductions.md`;
const either = [false, true];
const subsets: readonly Reductions[] = either.flatMap((symmetry) => either.flatMap((transactions) => either.map((of) => ({ private: of, transactions, symmetry }))));

interface Cell {
  readonly states: number;
  readonly complete: boolean;
  readonly elapsedMs: number;
}

interface Line {
  readonly spec: string;
  readonly variant: string;
  readonly tasks: number;
  /** By subset; null where it was not measured. */
  readonly cells: readonly (Cell | null)[];
}

async function measure(file: string, variant: string): Promise<Line> {
  const spec = loadSpec(file);
  const program = compile(spec, variant);
  const cells: (Cell | null)[] = [];
  for (const reductions of subsets) {
    const isExtreme = [0, subsets.length - 1].includes(subsets.indexOf(reductions));
    if (!isExtreme && spec.name.startsWith(LARGE)) {
      cells.push(null);
      continue;
    }
    const started = performance.now();
    const { states, complete } = await explore(compileEngine(program), { reductions, limits: { states: STATES_MAX } });
    cells.push({ states, complete, elapsedMs: performance.now() - started });
  }
  return { spec: spec.name, variant, tasks: program.tasks.length, cells };
}

function measureAll(isWanted: (file: string) => boolean): Line[] {
  const files = readdirSync(`${root}specs`, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && isWanted(file)).toSorted();
  return files.flatMap((file) => loadSpec(`${root}specs/${file}`).variants.map((variant) => {
    const { stdout } = spawnSync(process.execPath, ['--max-old-space-size=7000', process.argv[1]!, '--one', `${root}specs/${file}`, variant], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26 });
    process.stderr.write(`${file} @ ${variant}\n`);
    return JSON.parse(stdout) as Line;
  }));
}

function table(lines: readonly Line[]): string {
  const heads = subsets.map((subset) => reductionNames(subset).map((name) => name[0]!.toUpperCase()).join('') || 'none');
  return [
    `| question | tasks | ${heads.join(' | ')} | fewer |`,
    `|---|--:|${heads.map(() => '--:|').join('')}--:|`,
    ...lines.map((line) => `| ${line.spec} @ ${line.variant} | ${line.tasks} | ${line.cells.map(cellText).join(' | ')} | ${ratioText(line)} |`),
    '',
    `States, and seconds of search with its set-up; P private, T transactions, S symmetry; > where a search was cut off at ${STATES_MAX.toLocaleString('en')} states. Median of the questions with ${TASKS_MIN} tasks or more: `
      + `${median(lines.filter(({ tasks }) => tasks >= TASKS_MIN).map(ratio)).toFixed(1)} times fewer states with all than with none.`,
  ].join('\n');
}

function cellText(cell: Cell | null): string {
  if (cell === null) return '';
  const { states, complete, elapsedMs } = cell;
  return `${complete ? '' : '>'}${states.toLocaleString('en')} (${(elapsedMs / 1000).toFixed(1)})`;
}

/** At least that many times, if the search with none was cut off. */
function ratio({ cells }: Line): number {
  return cells[0]!.states / cells.at(-1)!.states;
}

function ratioText(line: Line): string {
  return `${line.cells[0]!.complete ? '' : '>'}${ratio(line).toFixed(1)}`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
}

function write(text: string): void {
  const whole = readFileSync(page, 'utf8');
  const [start, end] = ['<!-- table: npm run bench:reductions -->', '<!-- end of table -->'];
  const [from, to] = [whole.indexOf(start), whole.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for the table`);
  writeFileSync(page, `${whole.slice(0, from + start.length)}\n\n${text}\n\n${whole.slice(to)}`);
}

const [flag, ...rest] = process.argv.slice(2);
if (flag === '--one') process.stdout.write(JSON.stringify(await measure(rest[0]!, rest[1]!)));
else {
  const [named = ''] = rest;
  const lines = measureAll((file) => (flag === '--only' ? file.includes(named) : flag !== '--without' || !file.includes(named)));
  const text = `${table(lines)}${flag === '--without' ? ` Left out here: ${named}.` : ''}`;
  process.stdout.write(`${text}\n`);
  if (flag !== '--only') write(text);
}
