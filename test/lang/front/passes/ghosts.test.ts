/** Ghost state: kept only where a property needs it, and without influence on what is real. */
import { describe, expect, it } from 'vitest';
import { programOf, refusal } from '../../../helpers/front.js';
import { run } from '../../../helpers/vocabulary.js';

const text = `let real: Int<0, 3> = 0; let seen: ghost_field<Int<0, 3>> = 0; let copy: ghost_field<Int<0, 3>> = 0; let idle_one: ghost_field<Int<0, 3>> = 0;
  function one(): void { real = 1; ghost(() => { seen = seen + 1; copy = seen; idle_one = 1; }); real = 2; ghost(() => { if (real === 2) seen = 3; }); }
  function about_seen(): boolean { return seen <= 3; } function about_copy(): boolean { return copy <= 1; } function about_real(): boolean { return real <= 2; }`;

const columns = (options: string): string[] => programOf(text, `tasks: { T1: one }, ${options}`).columns.map((c) => c.name).toSorted();

describe('ghost state', () => {
  it('is left out with its code where no property reads it', () => {
    expect(columns('always: [about_real]')).toEqual(['real']);
  });

  it('is kept where a property reads it, with what it is computed from', () => {
    expect(columns('always: [about_seen]')).toEqual(['real', 'seen']);
    expect(columns('always: [about_copy]')).toEqual(['copy', 'real', 'seen']);
  });

  it('is written in the step of the access before it', async () => {
    const found = await run(`${text} function together(): boolean { return real !== 1 || seen >= 1; }`, 'tasks: { T1: one }, always: [together, about_copy]');
    expect(found).toMatchObject({ violated: [], states: 3 });
  });

  const body = (statement: string) => refusal(`// Q?\nimport { ghost, ghost_field, assume, choose, Int, proved, spec } from 'fdcheck/lang';\nlet real: Int<0, 3> = 0; let seen: ghost_field<Int<0, 3>> = 0;\nfunction one(): void { let k = 0;\n${statement}\n}\nexport default spec({ tasks: { T1: one }, expect: { base: proved } });`);

  it.each([
    ['ghost code that writes real state', 'ghost(() => { real = 1; });', "5:15 a ghost block cannot write real | declare the field as ghost_field<T>, or write it outside ghost()"],
    ['ghost code that writes a local of the model', 'ghost(() => { k = 1; });', '5:15 a ghost block cannot change a variable of the model'],
    ['ghost code that drops paths', 'ghost(() => { assume(real === 1); });', '5:15 this would influence the model | ghost code and properties only look'],
    ['ghost code that chooses', 'ghost(() => { seen = choose(2); });', '5:22 this would influence the model | ghost code and properties only look'],
    ['model code that reads ghost state', 'k = seen;', "5:5 'seen' is ghost state: the model itself cannot use it | touch it in ghost(() => { ... }) or in a property"],
    ['model code that writes ghost state', 'seen = 1;', "5:1 'seen = 1' is ghost state: the model itself cannot use it | touch it in ghost(() => { ... }) or in a property"],
  ])('%s is refused', (_, statement, said) => {
    expect(body(statement)).toBe(said);
  });
});
