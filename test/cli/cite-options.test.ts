/** The command line of `fdcheck cite`: what is asked, of which trees, and how it is shown. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, test } from 'vitest';
import { fdcheck } from './harness.js';
import { accepted, HEADER, KERNEL, MAKEFILE, MODEL, removeAll, TABLE, TABLE_C, TABLE_H, told, write } from './kernels.js';

afterEach(removeAll);

describe('the command line of fdcheck cite', () => {
  test('takes paths of kernel and model, and names', async () => {
    const cwd = await accepted();
    const names = async (word: string): Promise<string[]> => told(await fdcheck(cwd, ['cite', word, '--kernel', 'kernel', '--json'])).definitions.map(({ name }) => name);
    expect(await names('include/linux')).toEqual(['table', 'table_is_full', 'give_slot']);
    expect(await names('take')).toEqual(['take']);
    expect(await names('src/model/table.ts')).toHaveLength(7);
    expect(await fdcheck(cwd, ['cite', 'nothing', '--kernel', 'kernel'])).toMatchObject({ code: 64, err: expect.stringContaining("no citation of the model is about 'nothing'") as string });
  });

  test('takes a spec: what it compiles', async () => {
    const cwd = await accepted({ 'specs/full.spec.ts': `// Is it full?
import { proved, spec } from 'fdcheck/lang';
import { table_is_full } from '../src/model/table.js';

let seen: boolean = false;

function look(): void {
  seen = table_is_full(2);
}

function it_is(): boolean {
  return true;
}

export default spec({ tasks: { A: look }, always: [it_is], expect: { base: proved } });
` });
    const { code, out, err } = await fdcheck(cwd, ['cite', 'full', '--kernel', 'kernel', '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(told({ code, out, err }).definitions.map(({ name }) => name)).toEqual(['table_is_full']);
  });

  test('shows the difference from an older tree, and what a function may have become', async () => {
    const cwd = await accepted();
    for (const [path, text] of Object.entries(KERNEL)) write(cwd, path.replace('kernel/', 'old/'), text);
    write(cwd, TABLE, TABLE_C.replace('err = 0;', 'err = 1;'));
    write(cwd, HEADER, TABLE_H.replace('give_slot(struct table *t, unsigned int nr)', 'put_slot(struct table *t, unsigned int nr, int flags)'));
    const { out } = await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--since', 'old']);
    expect(out).toContain('--- 5.10.7 kernel/table.c:6\n');
    expect(out).toMatch(/^ +-\s+if \(nr < t->max && !t->slot\[nr\]\) err = 0;\n +\+\s+if \(nr < t->max && !t->slot\[nr\]\) err = 1;$/m);
    expect(out).toMatch(/gone +give_slot[^]*perhaps put_slot now: \d\d % of its text is the same/);
  });

  test('reads a revision of a git repository, without checking it out', async () => {
    const cwd = await accepted();
    const git = (...args: string[]): void => expect(spawnSync('git', ['-C', join(cwd, 'kernel'), '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]).status).toBe(0);
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'x');
    git('tag', 'v5.10');
    write(cwd, TABLE, TABLE_C.replace('err = 0;', 'err = 1;'));
    expect((await fdcheck(cwd, ['cite', '--kernel', 'kernel@v5.10'])).code).toBe(0);
    expect((await fdcheck(cwd, ['cite', '--kernel', 'kernel'])).code).toBe(21);
    write(cwd, HEADER, '/* */\n');
    write(cwd, 'kernel/kernel/slots.c', /static inline void give_slot[^]*?\n\}\n/.exec(TABLE_H)![0]);
    git('add', '-A');
    git('commit', '-qm', 'y');
    const { definitions } = told(await fdcheck(cwd, ['cite', 'give_slot', '--kernel', 'kernel@HEAD', '--json']));
    expect(definitions[0]).toMatchObject({ status: 'moved', now: { path: 'kernel/slots.c' } });
    expect(await fdcheck(cwd, ['cite', '--kernel', 'kernel@v4.0'])).toMatchObject({ code: 64, err: expect.stringContaining('kernel has no revision v4.0') as string });
  });

  test.each<[string, string, string]>([
    ['nowhere', 'nowhere', 'there is no folder nowhere'],
    ['a folder without a kernel', 'src', 'src is no kernel tree: it has no Makefile with a VERSION'],
    ['a file', 'kernel/Makefile', 'kernel/Makefile is a file: unpack it'],
    ['a revision of what is no repository', 'src@v5.10', 'src is no git repository'],
  ])('exits 64 for a tree that is none: %s', async (_, tree, message) => {
    const { code, err } = await fdcheck(await accepted(), ['cite', '--kernel', tree]);
    expect(code).toBe(64);
    expect(err).toContain(message);
  });

  test('exits 64 without a tree, without a model, with a broken table, and for options that exclude each other', async () => {
    const cwd = await accepted();
    expect((await fdcheck(cwd, ['cite'])).code).toBe(64);
    expect((await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--accept', '--json'])).code).toBe(64);
    expect((await fdcheck(join(cwd, '..'), ['cite', '--kernel', 'kernel'])).code).toBe(64);
    write(cwd, 'src/model/citations.json', '{}');
    expect(await fdcheck(cwd, ['cite', '--kernel', 'kernel'])).toMatchObject({ code: 64, err: expect.stringContaining('is no table of citations') as string });
  });

  test('--cited asks about one version, whatever was accepted of others', async () => {
    const cwd = await accepted();
    write(cwd, 'kernel/Makefile', MAKEFILE.replace('10\n', '11\n'));
    write(cwd, TABLE, TABLE_C.replace('err = 0;', 'err = 1;'));
    await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--accept']);
    expect((await fdcheck(cwd, ['cite', '--kernel', 'kernel'])).code).toBe(0);
    expect((await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--cited', 'v5.10'])).code).toBe(21);
    expect(await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--cited', 'v4.0'])).toMatchObject({ code: 64, err: expect.stringContaining('nothing in src/model cites v4.0') as string });
  });

  test('--markdown gives a table', async () => {
    const cwd = await accepted();
    write(cwd, TABLE, TABLE_C.replace('err = 0;', 'err = 1;'));
    const { out } = await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--markdown']);
    expect(out.trimEnd().split('\n').at(-1)).toBe('| changed | `take_slot` | kernel/table.c:6, v5.10 | :6 | `table.ts` take_slot |');
  });

  test('--json is as schema/cite.json says, with every kind of finding', async () => {
    const cwd = await accepted();
    for (const [path, text] of Object.entries(KERNEL)) write(cwd, path.replace('kernel/', 'old/'), text);
    write(cwd, TABLE, `\n\n\n\n${TABLE_C.replace('err = 0;', 'err = 1;').replace('\tt->slot[nr] = 0;', '\tif (t) {')}`);
    write(cwd, HEADER, TABLE_H.replaceAll('give_slot', 'put_slot').replace('table_is_full', 'is_full'));
    write(cwd, 'src/model/table.ts', MODEL.replace('table.c:33', 'table.c:34').replace('What no kernel has', 'kernel/table.c:6'));
    const seen = await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--since', 'old', '--json']);
    const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(new URL('../../schema/cite.json', import.meta.url), 'utf8')) as object);
    expect(validate(JSON.parse(seen.out)) === true ? [] : validate.errors).toEqual([]);
    const { definitions } = told(seen);
    expect(Object.fromEntries(definitions.map(({ name, status }) => [name, status]))).toEqual({
      table_size: 'unaccepted', old_style: 'unreadable', table_is_full: 'gone', take_slot: 'changed', give_slot: 'renamed', take: 'moved', table: 'unchanged',
    });
  });
});
