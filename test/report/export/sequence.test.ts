import { beforeAll, describe, expect, test } from 'vitest';
import { sequenceDiagram } from '../../../src/report/export/sequence.js';
import { subjectOf, titleOf } from '../../../src/report/verdicts.js';
import { readMermaid } from '../../helpers/drawn.js';
import { replaysOf, toldOfSpec, toldOfText, type Told } from '../../helpers/told.js';
import { endings } from '../fixtures/endings.js';

let told: Told[] = [];

beforeAll(async () => {
  told = [...await Promise.all(Object.values(endings).map(toldOfText)), await toldOfSpec('fdtable/foreign-caller', 'v5.10')];
}, 30_000);

function diagrams(one: Told): string[] {
  return one.verdicts.flatMap((verdict) => replaysOf(one, verdict).map((replayed) => (
    sequenceDiagram(one.program, { subject: subjectOf(one.program, verdict), replayed, verdict: [titleOf(verdict)] }))));
}

describe('a sequence diagram', () => {
  test('is one to Mermaid, for every way to end', async () => {
    for (const text of told.flatMap(diagrams)) expect(await readMermaid(text)).toBe('sequence');
  });

  test('has the tasks that move, the objects that they change, and what is wrong at its end', () => {
    const [text] = diagrams(told[2]!);
    expect(text!.replaceAll(/fdcheck-told-\w+\//g, '')).toMatchInlineSnapshot(`
      "sequenceDiagram
        participant t0 as A
        participant t1 as B
        participant o0 as thing
        participant m as memory
        Note over t0: step 1: user (shared)<br/>question.ts:11
        Note over t1: steps 2-4: freer<br/>question.ts:17
        t1->>m: shared: thing → NULL
        t1-xo0: freed
        Note over t1: B ends
        rect rgb(255, 225, 225)
          Note over t0: step 5: user (mine.value = 1)<br/>question.ts:12
          Note over t0: ✗ BUG: KASAN: use-after-free in user
        end
      "
    `);
  });

  test('has no participant that is not used, and no more lines than a page', () => {
    for (const text of told.flatMap(diagrams)) {
      const ids = [...text.matchAll(/participant (\w+)/g)].map(([, id]) => id!);
      expect(ids.filter((id) => !new RegExp(`(?:over |->>|-x|  )${id}\\b`).test(text.replaceAll(/participant.*/g, '')))).toEqual([]);
      expect(text.split('\n').length).toBeLessThan(140);
    }
  });
});
