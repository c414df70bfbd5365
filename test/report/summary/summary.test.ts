import { beforeAll, describe, expect, test } from 'vitest';
import { nicknamesOf } from '../../../src/report/trail/nicknames.js';
import { verdictSummary } from '../../../src/report/summary/summary.js';
import { toldOfText, type Told } from '../../helpers/told.js';
import { endings } from '../fixtures/endings.js';

type Name = keyof typeof endings;

const told = new Map<Name, Told>();

beforeAll(async () => {
  for (const name of Object.keys(endings) as Name[]) told.set(name, await toldOfText(endings[name]));
});

/** The paragraphs about what is wrong in a spec. */
function summaries(name: Name): string[] {
  const { program, verdicts } = told.get(name)!;
  return verdicts.filter(({ kind }) => kind !== 'reached').map((verdict) => nicknamesOf(program).spoken(verdictSummary(program, verdict) ?? 'nothing'));
}

describe('the summary', () => {
  test('tells of a lost update who read before whom', () => {
    expect(summaries('always')).toMatchInlineSnapshot(`
      [
        "At the start counter is 0. B reads counter in increment. Before B goes on, A changes counter from 0 to 1 in increment. B goes on: it overwrites counter with what it made of the old value in increment. Now none_lost does not hold: counter is 1.",
      ]
    `);
  });

  test('tells of a hang on locks who waits for whom', () => {
    expect(summaries('lockHang')).toMatchInlineSnapshot(`
      [
        "A takes first in one. Then B takes second in other. Nothing can move any more: A waits in one for second, which B holds; B waits in other for first, which A holds.",
        "A takes second in one while it holds first. B takes first in other while it holds second.",
      ]
    `);
  });

  test('tells of a hang without locks what is waited for', () => {
    expect(summaries('forgotten')).toMatchInlineSnapshot(`
      [
        "A puts itself into queue in waiter. Then B sets ready in waker. Nothing can move any more: A waits in waiter at wait_event(queue, () => ready), and nobody is left to end that.",
      ]
    `);
  });

  test('tells of a use after free who had the pointer and who freed the object', () => {
    expect(summaries('freed')).toMatchInlineSnapshot(`
      [
        "A reads shared in user. Then B clears shared (thing) and frees thing in freer. A then writes thing.value in user; B had freed thing in freer at step 4.",
      ]
    `);
  });

  test('says of a final property that nothing moves any more', () => {
    expect(summaries('final')).toMatchInlineSnapshot(`
      [
        "At the start counter is 0. A changes counter from 0 to 1 in work. Nothing can move any more, and nothing_is_left does not hold: counter is 1.",
      ]
    `);
  });

  test('says what is false at the start already', () => {
    expect(summaries('atOnce')).toMatchInlineSnapshot(`
      [
        "At the start already is_none does not hold: counter is 3.",
      ]
    `);
  });

  test('tells of a leak who allocated the object', () => {
    expect(summaries('leaked')).toMatchInlineSnapshot(`
      [
        "A allocates thing in forget. Nothing can move any more: thing, allocated by A in forget at step 1, is not freed, and no pointer to it is left.",
      ]
    `);
  });

  test('tells of a lock that is held at the exit where it was taken', () => {
    expect(summaries('held')).toMatchInlineSnapshot(`
      [
        "A takes lock in keep. A ends in keep and still holds lock.",
      ]
    `);
  });

  test('tells of other reports where they are met', () => {
    expect(summaries('bug')).toMatchInlineSnapshot(`
      [
        "A changes counter from 0 to 1 in work. B triggers this in look, at BUG_ON(counter === 1).",
      ]
    `);
  });

  test('of what has no trail is none', () => {
    const { program } = told.get('always')!;
    expect(verdictSummary(program, { kind: 'proved', subject: { kind: 'hung' } })).toBeNull();
    expect(verdictSummary(program, { kind: 'unreached', subject: { kind: 'reachable', name: 'is_two' } })).toBeNull();
  });
});
