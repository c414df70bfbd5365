/** What the object graph shows of a trail: a box an object with the fields that matter on the way, the same boxes at each step. */
import { sizeOf } from '../../memory.js';
import type { StepDocument } from '../../document.js';
import type { SceneDocument } from '../../scene.js';
import type { StretchDocument } from '../../trail/story.js';
import { cellsOf, containersOf, targetOf, type Cell } from './cells.js';

export interface Box {
  readonly id: string;
  readonly title: string;
  /** Of which struct it is; empty for globals, and where the title says it. */
  readonly kind: string;
  readonly task: number | null;
  /** The cell that tells whether the object lives; null for what always does. */
  readonly life: number | null;
  readonly lines: readonly Line[];
}

export type Line =
  /** An object embedded in the box: pointers to it end here. */
  | { readonly kind: 'part'; readonly label: string; readonly object: number }
  | { readonly kind: 'field'; readonly label: string; readonly of: Cell };

export interface Arrow {
  readonly cell: number;
  readonly from: { readonly box: number; readonly line: number };
  readonly address: boolean;
}

export interface Boxes {
  readonly boxes: readonly Box[];
  /** Fields that point somewhere at some step. */
  readonly arrows: readonly Arrow[];
  /** For each object the box, and the line in it (-1: the title), at which a pointer to it ends; absent for what is not shown. */
  readonly ends: ReadonlyMap<number, { readonly box: number; readonly line: number }>;
}

/** The id of the box of all that is in no object. */
export const GLOBALS = 'globals';

/** What becomes of a cell on a trail. */
interface Career {
  /** Values that it has, the first one at the start. */
  readonly values: number[];
  /** It changes in a step that is no lock operation and no RCU section. */
  loud: boolean;
}

const QUIET = new Set(['lock', 'lock_interruptible', 'trylock', 'unlock', 'rcu']);
/** Numbers that are told even where they stay as they are. */
const COUNT = /(?:^|[._])(?:count|refs?|refcount|users|usage|len)(?:\.(?:counter|refs))?$/;

/** `every`: all fields that are set at some step, those of the model's ghosts and of locks themselves too. */
export function boxesOf(trail: { readonly scene: SceneDocument; readonly steps: readonly StepDocument[]; readonly stretches?: readonly StretchDocument[] }, every: boolean): Boxes {
  const { scene, steps } = trail;
  const told = new Set((trail.stretches ?? []).flatMap(({ changes }) => changes.map((change) => change.replace(/: .*/, ''))));
  const cells = cellsOf(scene);
  const careers = careersOf(scene, steps, cells.length);
  const shown = cells.filter((cell) => (every ? isSet(cell, careers[cell.cell]!) : matters(cell, careers[cell.cell]!) || isTold(scene, cell, told)));
  const boxes = [...objectBoxes(scene, { cells, shown, careers }), ...plainTasks(scene), ...globalsBox(scene, shown)];
  return { boxes, arrows: arrowsOf(scene, boxes, careers), ends: endsOf(scene, boxes) };
}

function careersOf({ columns, start, steps: writes }: SceneDocument, steps: readonly StepDocument[], cells: number): Career[] {
  const initial = columns.flatMap((column) => Array.from({ length: sizeOf(column) }, () => column.initial));
  for (let at = 0; at < start.length; at += 2) initial[start[at]!] = start[at + 1]!;
  const careers = Array.from({ length: cells }, (_, cell): Career => ({ values: [initial[cell]!], loud: false }));
  writes.forEach((changed, step) => {
    for (let at = 0; at < changed.length; at += 2) {
      const career = careers[changed[at]!]!;
      career.values.push(changed[at + 1]!);
      career.loud ||= !QUIET.has(steps[step]?.op ?? '');
    }
  });
  return careers;
}

/** It holds something at some step. */
function isSet({ column }: Cell, { values }: Career): boolean {
  return column.role !== 'life' && values.some((value) => value !== column.initial && value !== column.uninit);
}

function matters(cell: Cell, career: Career): boolean {
  const { ghost, role, kind, uninit } = cell.column;
  if (ghost || role === 'life' || role === 'grace' || role === 'nesting' || cell.field.includes('$')) return false;
  if (role === 'owner' || role === 'readers') return isSet(cell, career);
  const known = career.values.filter((value) => value !== uninit);
  if (kind === 'int' || kind === 'bool') return (career.loud && new Set(known).size > 1) || (cell.object !== null && COUNT.test(cell.field) && known.length > 0);
  return known.some((value) => value !== 0);
}

/** The story of the trail speaks of it. */
function isTold(scene: SceneDocument, cell: Cell, told: ReadonlySet<string>): boolean {
  const owner = cell.object === null ? '' : `${scene.objects[cell.object]!.name}.`;
  return cell.column.role === 'data' && !cell.field.includes('$') && cell.column.ghost && (told.has(owner + cell.field) || told.has(owner + shortField(scene, cell)));
}

interface Found {
  readonly cells: readonly Cell[];
  readonly shown: readonly Cell[];
  readonly careers: readonly Career[];
}

function objectBoxes(scene: SceneDocument, { cells, shown, careers }: Found): Box[] {
  const lives = new Map(cells.filter(({ column }) => column.role === 'life').map(({ object, cell }) => [object!, cell]));
  return scene.objects.flatMap(({ name, struct, within, task }, object): Box[] => {
    const life = lives.get(object) ?? null;
    const lived = life === null || careers[life]!.values.some((value) => value !== 0);
    if (within !== null || !lived) return [];
    const kind = scene.structs[struct]!.name;
    return [{ id: name, title: name, kind: name.startsWith(kind) ? '' : kind, task, life, lines: linesOf(scene, object, shown) }];
  });
}

/** Fields of an object, then each object embedded in it with its own. */
function linesOf(scene: SceneDocument, object: number, shown: readonly Cell[]): Line[] {
  const own = shown.filter((cell) => cell.object === object).map((of): Line => ({ kind: 'field', label: shortField(scene, of), of }));
  const parts = scene.objects.flatMap(({ within }, part): Line[] => {
    if (within?.object !== object) return [];
    const lines = linesOf(scene, part, shown);
    const pointed = shown.some(({ column }) => column.to === scene.objects[part]!.struct && column.kind === 'pointer');
    return lines.length === 0 && !pointed ? [] : [{ kind: 'part', label: within.field, object: part }, ...lines];
  });
  return [...own.toSorted((a, b) => rank(a) - rank(b)), ...parts];
}

/** Counts first, then locks, then what is pointed to. */
function rank(line: Line): number {
  if (line.kind === 'part') return 3;
  if (COUNT.test(line.label)) return 0;
  return line.of.column.role === 'owner' || line.of.column.role === 'readers' ? 1 : 2;
}

/** A field without a last part that tells nothing: `count` for the `count.counter` of an atomic, `file_lock` for its owner. */
function shortField({ columns }: SceneDocument, { column, field }: Cell): string {
  const whole = column.name.slice(0, column.name.lastIndexOf('.') + 1);
  const parts = column.name.split('.').length;
  const alone = !field.includes('$') && parts > (column.struct === null ? 1 : 2) && columns.filter(({ name }) => name.startsWith(whole)).length === 1;
  return alone ? field.replace(/\.[^.[\]]+(?=(?:\[\d+\])*$)/, '') : field;
}

/** Where tasks have no task_struct, they are boxes all the same. */
function plainTasks({ tasks, objects }: SceneDocument): Box[] {
  const known = new Set(objects.map(({ task }) => task));
  return tasks.flatMap((title, task): Box[] => (known.has(task) ? [] : [{ id: `task ${title}`, title, kind: 'task', task, life: null, lines: [] }]));
}

function globalsBox(scene: SceneDocument, shown: readonly Cell[]): Box[] {
  const lines = shown.filter(({ object }) => object === null).map((of): Line => ({ kind: 'field', label: shortField(scene, of), of }));
  return lines.length === 0 ? [] : [{ id: GLOBALS, title: 'globals', kind: '', task: null, life: null, lines }];
}

function endsOf(scene: SceneDocument, boxes: readonly Box[]): Boxes['ends'] {
  const ends = new Map<number, { box: number; line: number }>();
  boxes.forEach((box, at) => {
    const object = scene.objects.findIndex(({ name }) => name === box.id);
    if (object >= 0) ends.set(object, { box: at, line: -1 });
    box.lines.forEach((line, index) => {
      if (line.kind === 'part') ends.set(line.object, { box: at, line: index });
    });
  });
  scene.objects.forEach((_, object) => {
    const home = containersOf(scene, object).find((one) => ends.has(one));
    if (home !== undefined && !ends.has(object)) ends.set(object, ends.get(home)!);
  });
  return ends;
}

function arrowsOf(scene: SceneDocument, boxes: readonly Box[], careers: readonly Career[]): Arrow[] {
  return boxes.flatMap(({ lines }, box) => lines.flatMap((line, at): Arrow[] => {
    if (line.kind === 'part') return [];
    const { cell, column } = line.of;
    const points = careers[cell]!.values.some((value) => targetOf(scene, column, value) !== null);
    return points ? [{ cell, from: { box, line: at }, address: column.kind === 'address' }] : [];
  }));
}
