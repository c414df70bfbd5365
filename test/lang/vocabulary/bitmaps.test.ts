import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/vocabulary.js';

describe.each([1, 2, 3, 4])('bitmaps of words of %i bits', (bits) => {
  const words = Math.ceil(6 / bits);
  const map = `const map: bitmap<${words}> = zeroed(); const copy: bitmap<${words}> = zeroed();`;
  const options = `tasks: { T1: one }, bounds: { BITS_PER_LONG: ${bits} }`;

  it('sets, tests and clears single bits', async () => {
    const found = await run(`${map} function one(): void { for (let i = 0; i < 6; i++) { assert(!test_bit(i, map)); __set_bit(i, map); assert(test_bit(i, map)); } __clear_bit(3, map); assert(!test_bit(3, map)); assert(test_bit(2, map)); assert(test_bit(4, map)); }`, options);
    expect(found).toMatchObject({ reports: [], hung: false });
  });

  it('finds set and clear bits across words, and the size where there is none', async () => {
    const found = await run(`${map} function one(): void {
      assert(find_first_bit(map, 6) === 6); assert(find_first_zero_bit(map, 6) === 0);
      set_bit(1, map); set_bit(4, map);
      assert(find_first_bit(map, 6) === 1); assert(find_next_bit(map, 6, 2) === 4); assert(find_next_bit(map, 4, 2) === 4); assert(find_next_bit(map, 6, 5) === 6);
      assert(find_next_zero_bit(map, 6, 1) === 2); assert(find_next_zero_bit(map, 6, 4) === 5);
      set_bit(5, map); assert(find_next_zero_bit(map, 6, 4) === 6); clear_bit(4, map); assert(find_next_zero_bit(map, 6, 4) === 4);
    }`, options);
    expect(found).toMatchObject({ reports: [], hung: false });
  });

  it('fills, copies and clears', async () => {
    const found = await run(`${map} function one(): void { bitmap_fill(map, 6); assert(find_first_zero_bit(map, 6) === 6); bitmap_copy(copy, map, 6); bitmap_zero(map, 6); assert(find_first_bit(map, 6) === 6); assert(find_first_zero_bit(copy, 6) === 6); }`, options);
    expect(found).toMatchObject({ reports: [], hung: false });
  });

  it('test_and_set_bit and test_and_clear_bit tell the old bit', async () => {
    const found = await run(`${map} function one(): void { assert(!test_and_set_bit(5, map)); assert(test_and_set_bit(5, map)); assert(test_and_clear_bit(5, map)); assert(!test_and_clear_bit(5, map)); }`, options);
    expect(found).toMatchObject({ reports: [], hung: false });
  });
});

describe('bits and steps', () => {
  const two = (set: string): string => `const map: bitmap<1> = zeroed(); function zero(): void { ${set}(0, map); } function one(): void { ${set}(1, map); } function both(): boolean { return map[0] === 3; }`;

  it('__set_bit is a load and a store: a neighbour can be lost', async () => {
    expect(await run(two('__set_bit'), 'tasks: { T1: zero, T2: one }, final: [both]')).toMatchObject({ violated: ['both'] });
  });

  it('set_bit is one step: none is lost', async () => {
    expect(await run(two('set_bit'), 'tasks: { T1: zero, T2: one }, final: [both]')).toMatchObject({ violated: [], states: 4 });
  });

  it('one of two tasks wins test_and_set_bit', async () => {
    const found = await run('const map: bitmap<1> = zeroed(); const winners: atomic_t = zeroed(); function one(): void { if (!test_and_set_bit(0, map)) atomic_inc(winners); } function single(): boolean { return winners.counter === 1; }', 'tasks: { T1: one, T2: one }, final: [single]');
    expect(found.violated).toEqual([]);
  });

  it('a search is a load a word', async () => {
    const found = await run('const map: bitmap<3> = zeroed(); function one(): void { const at = find_first_bit(map, 6); assert(at === 6); }', 'tasks: { T1: one }');
    expect(found).toMatchObject({ reports: [], states: 4 });
  });

  it('a bit beyond the map is out of bounds, and beyond the capacity of a dynamic one too', async () => {
    expect(await run('const map: bitmap<1> = zeroed(); function one(): void { __set_bit(2, map); }', 'tasks: { T1: one }')).toMatchObject({ classes: ['slab-out-of-bounds'] });
    const found = await run("interface table { map: array<unsigned_long, 2, 'dynamic'>; } let shared: table = NULL; function one(): void { const t = kzalloc<table>(GFP_KERNEL); shared = t; set_capacity(t.map, 1); __set_bit(1, t.map); __set_bit(2, t.map); }", 'tasks: { T1: one }');
    expect(found).toMatchObject({ classes: ['slab-out-of-bounds'], states: 5 });
  });
});
