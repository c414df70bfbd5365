import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { replay } from '../../../src/checker/trail.js';
import { compile, loadSpec } from '../../../src/lang/compile.js';
import { trailDocument, type TrailDocument } from '../../../src/report/document.js';
import { boxesOf, type Boxes } from '../../../src/report/html/page/boxes.js';
import { netChanges } from '../../../src/report/html/page/changes.js';
import { layOut } from '../../../src/report/html/page/layout.js';
import type { SceneDocument } from '../../../src/report/scene.js';
import { counterRace, useAfterFree } from '../../helpers/models.js';
import { walk } from '../../helpers/walk.js';

type Drawn = TrailDocument & { readonly scene: SceneDocument };

function drawn(program: Parameters<typeof walk>[0], picks: readonly number[]): Drawn {
  const trail = walk(program, picks)!;
  return trailDocument(program, trail, replay(program, trail), { root: '/' }) as Drawn;
}

const texts = (boxes: Boxes, title: string): string[] => boxes.boxes.find((box) => box.title === title)!.lines.map(({ label }) => label);

let kernel: Drawn;

beforeAll(() => {
  const spec = loadSpec(fileURLToPath(new URL('../../../specs/exec/posix-lock-survives-exec.ts', import.meta.url)));
  kernel = drawn(compile(spec, 'v5.10'), Array.from({ length: 120 }, () => 0));
});

describe('the object graph', () => {
  test('has a box a task and an object that lives on the trail, with counts, locks and pointers, and parts below', () => {
    const boxes = boxesOf(kernel, false);
    expect(boxes.boxes.map(({ title }) => title)).toEqual(expect.arrayContaining(['T1', 'T2', 'files_struct#1', 'files_struct#2', 'inode', 'file_lock', 'file']));
    expect(texts(boxes, 'files_struct#1')).toEqual(expect.arrayContaining(['count', 'file_lock', 'fdt', 'fdtab', 'fd[0]']));
    expect(texts(boxes, 'inode')).toEqual(expect.arrayContaining(['i_flctx', 'flc_posix.len', 'flc_posix.item[0]']));
  });

  test('shows every field that is set when it is asked to, ghosts too', () => {
    const [few, all] = [false, true].map((every) => boxesOf(kernel, every));
    expect(texts(few!, 'file')).not.toContain('f_mode');
    expect(texts(all!, 'file')).toContain('f_mode');
    expect(texts(all!, 'files_struct#1')).toContain('built');
  });

  test('has boxes for plain tasks, and one for globals', () => {
    const boxes = boxesOf(drawn(counterRace(), [0, 0, 0, 0, 0]), false);
    expect(boxes.boxes.map(({ title }) => title)).toEqual(['T1', 'T2', 'globals']);
    expect(texts(boxes, 'globals')).toEqual(['counter']);
  });

  test('leads a pointer to a part of an object to that part', () => {
    const boxes = boxesOf(kernel, false);
    const part = kernel.scene.objects.findIndex(({ name }) => name === 'files_struct#2.fdtab');
    const { box, line } = boxes.ends.get(part)!;
    expect([boxes.boxes[box]!.title, boxes.boxes[box]!.lines[line]!.label]).toEqual(['files_struct#2', 'fdtab']);
  });

  test.each([['to the right', true], ['down', false]])('laid out %s is the same each time, without boxes that overlap, inside its size', (_, across) => {
    const boxes = boxesOf(kernel, true);
    const layout = layOut(kernel.scene, boxes, across);
    expect(layOut(kernel.scene, boxesOf(kernel, true), across)).toEqual(layout);
    const { places, width, height } = layout;
    const apart = places.flatMap((a, at) => places.slice(at + 1).map((b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y));
    expect(apart.every(Boolean)).toBe(true);
    expect(places.every(({ x, y, width: w, height: h }) => x >= 0 && y >= 0 && x + w <= width && y + h <= height)).toBe(true);
  });

  test('has tasks that share nothing in one column', () => {
    const file = fileURLToPath(new URL('../../../specs/fdtable/foreign-caller.ts', import.meta.url));
    const trail = drawn(compile(loadSpec(file), 'v5.10'), Array.from({ length: 20 }, () => 0));
    const boxes = boxesOf(trail, false);
    const { places } = layOut(trail.scene, boxes, true);
    const middles = boxes.boxes.flatMap(({ task }, at) => (task === null ? [] : [places[at]!.x + places[at]!.width / 2]));
    expect(middles.every((middle) => Math.abs(middle - middles[0]!) <= 1)).toBe(true);
  });

  test('has the first task above the second, and what they point to on the right', () => {
    const { boxes } = boxesOf(kernel, false);
    const { places } = layOut(kernel.scene, boxesOf(kernel, false), true);
    const at = (title: string) => places[boxes.findIndex((box) => box.title === title)]!;
    expect(at('T1').y).toBeLessThan(at('T2').y);
    expect(['T1', 'files_struct#1', 'file', 'inode'].map((title) => at(title).x).every((x, k, all) => k === 0 || x > all[k - 1]!)).toBe(true);
  });
});

describe('the changes of steps in words', () => {
  test('are net, and leave out what an allocation or a free resets', () => {
    const { steps } = drawn(useAfterFree(), [0, 0, 0]);
    expect(netChanges(steps.slice(0, 1)).map(({ cell, after }) => [cell, after])).toEqual([['file#1.count', '1'], ['file#1.$life', 'live'], ['slot', 'file#1']]);
    expect(netChanges(steps.slice(1, 2)).map(({ cell, after }) => [cell, after])).toEqual([['file#1.$life', 'free']]);
    expect(netChanges(steps)).not.toContainEqual(expect.objectContaining({ cell: 'file#1.$life' }));
  });
});
