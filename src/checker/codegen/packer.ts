import type * as es from 'estree';
import type { Layout } from '../layout/layout.js';
import { outside, type Field, type Packer, type Packing } from '../layout/packing.js';
import { assign, at, binary, call, declare, evaluate, func, give, id, num, plus, record } from './tree.js';

/** Words that one generated function packs: V8 optimises functions of moderate size only. */
const WORDS_PER_FUNCTION = 24;

interface Generated {
  pack(cells: Int32Array, words: Int32Array): number;
  unpack(words: Int32Array, from: number, cells: Int32Array): void;
}

/** Straight-line code for a packing of a layout's cells. */
export function compilePacker(layout: Layout, packing: Packing): Packer {
  const chunks = Array.from({ length: Math.ceil(packing.words / WORDS_PER_FUNCTION) }, (_, chunk) => chunk);
  const body: es.Statement[] = [
    checkConstants(packing),
    ...chunks.flatMap((chunk) => [packChunk(packing, chunk), unpackChunk(packing, chunk)]),
    func('pack', ['C', 'W'], [declare('let', 'bad', call('moved', id('C'))), ...chunks.map((n) => assign(id('bad'), call(`pack${n}`, id('C'), id('W')), '|=')), give(id('bad'))]),
    func('unpack', ['W', 'n', 'C'], [
      ...packing.constants.map(({ cell, value }) => assign(at('C', num(cell)), num(value))),
      ...chunks.map((n): es.Statement => ({ type: 'ExpressionStatement', expression: call(`unpack${n}`, id('W'), id('n'), id('C')) })),
    ]),
    give(record(['pack', 'unpack'])),
  ];
  const { pack, unpack } = evaluate<Generated>(body, {});
  return {
    words: packing.words,
    pack(cells, words) {
      if (pack(cells, words) !== 0) throw outside(layout, cells);
    },
    unpack,
  };
}

function fieldsOf(packing: Packing, chunk: number): Map<number, Field[]> {
  const words = new Map<number, Field[]>();
  const end = Math.min(packing.words, (chunk + 1) * WORDS_PER_FUNCTION);
  for (let word = chunk * WORDS_PER_FUNCTION; word < end; word++) words.set(word, []);
  for (const field of packing.fields) words.get(field.word)?.push(field);
  return words;
}

/** Makes `bad` negative for a cell outside its range, instead of branching: then x or max - x is. */
function packChunk(packing: Packing, chunk: number): es.Statement {
  const body: es.Statement[] = [declare('let', 'bad', num(0)), declare('let', 'x', num(0)), declare('let', 'w', num(0))];
  for (const [word, fields] of fieldsOf(packing, chunk)) {
    body.push(assign(id('w'), num(0)));
    for (const { cell, shift, width, lo, hi } of fields) {
      const value = at('C', num(cell));
      body.push(assign(id('x'), lo === 0 ? value : binary('|', binary('-', value, num(lo)), num(0))));
      if (width < 32) body.push(assign(id('bad'), binary('|', id('x'), binary('-', num(hi - lo), id('x'))), '|='));
      body.push(assign(id('w'), shift === 0 ? id('x') : binary('<<', id('x'), num(shift)), '|='));
    }
    body.push(assign(at('W', num(word)), id('w')));
  }
  return func(`pack${chunk}`, ['C', 'W'], [...body, give(binary('>>>', id('bad'), num(31)))]);
}

function unpackChunk(packing: Packing, chunk: number): es.Statement {
  const body: es.Statement[] = [declare('let', 'w', num(0))];
  for (const [word, fields] of fieldsOf(packing, chunk)) {
    if (fields.length > 0) body.push(assign(id('w'), at('W', plus(id('n'), num(word)))));
    for (const { cell, shift, width, lo } of fields) {
      const raw = shift === 0 ? id('w') : binary('>>>', id('w'), num(shift));
      const value = width === 32 ? raw : binary('&', raw, width === 31 ? num(0x7fffffff) : num(2 ** width - 1));
      body.push(assign(at('C', num(cell)), plus(value, num(lo))));
    }
  }
  return func(`unpack${chunk}`, ['W', 'n', 'C'], body);
}

/** Gives nonzero if a cell that has only one value has another. */
function checkConstants(packing: Packing): es.Statement {
  const checks = packing.constants.map(({ cell, value }) => {
    const found = at('C', num(cell));
    return assign(id('bad'), value === 0 ? found : binary('^', found, num(value)), '|=');
  });
  return func('moved', ['C'], [declare('let', 'bad', num(0)), ...checks, give(id('bad'))]);
}
