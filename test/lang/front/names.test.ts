/** What is known by its name has one. */
import { expect, it } from 'vitest';
import { refusal, refusals } from '../../helpers/front.js';
import { withImports } from '../../helpers/vocabulary.js';

const spec = (options: string): string => `export default spec({ tasks: { T1: one }, ${options} });`;

it('two structs of one name are refused: their columns would be one', () => {
  const other = "import { GFP_KERNEL, kzalloc, type Int } from 'fdcheck/lang'; export interface cell { v: Int<0, 3> } export function make(): void { const c = kzalloc<cell>(GFP_KERNEL); c.v = 3; }";
  const question = withImports(`import { make } from './other.js'; interface cell { v: Int<0, 1> } function one(): void { make(); const c = kzalloc<cell>(GFP_KERNEL); c.v = 1; } ${spec('expect: { base: proved }')}`);
  expect(refusals({ 'other.ts': other, 'question.ts': question }).map(({ message }) => message)).toEqual(["two structs are called 'cell'"]);
});

it('two properties of one name are refused: an expectation would not know which it names', () => {
  const question = (more: string): string => withImports(`import { fine as other } from './other.js'; let g: boolean = false; function one(): void { g = true; } function fine(): boolean { return g; } ${spec(`${more}, expect: { base: violated(fine) }`)}`);
  const other = 'export function fine(): boolean { return true; }';
  expect(refusals({ 'other.ts': other, 'question.ts': question('always: [fine, other]') }).map(({ message }) => message)).toEqual(["two properties are called 'fine'"]);
  expect(refusals({ 'other.ts': other, 'question.ts': question('always: [fine], final: [other]') }).map(({ message }) => message)).toEqual(["two properties are called 'fine'"]);
});

it('a property is listed once under each kind', () => {
  const text = withImports(`let g: boolean = false; function one(): void { g = true; } function fine(): boolean { return g; } ${spec('always: [fine, fine], expect: { base: violated(fine) }')}`);
  expect(refusal(text)).toContain("two properties are called 'fine' | once under always is enough");
});
