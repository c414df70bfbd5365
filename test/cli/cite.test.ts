/** `fdcheck cite`, on small kernels of a few functions. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { fdcheck } from './harness.js';
import { accepted, HEADER, MAKEFILE, MODEL, project, removeAll, statusesAfter, TABLE, TABLE_C, TABLE_H, told, write, type Told } from './kernels.js';

afterEach(removeAll);

describe('fdcheck cite', () => {
  test('finds functions, system calls, macros, structs and a definition under #else, and exits 0 while all is as accepted', async () => {
    const cwd = await accepted();
    const { code, out } = await fdcheck(cwd, ['cite', '--kernel', 'kernel']);
    expect(out).toBe('7 definitions of kernel 5.10.7: 7 unchanged\n');
    expect(code).toBe(0);
    const { definitions } = told(await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--json']));
    expect(definitions.map(({ kind, name, now }) => `${kind} ${name} ${now?.line}`)).toEqual([
      'struct table 1', 'macro table_is_full 6', 'function give_slot 9', 'function take_slot 6', 'syscall take 20', 'function table_size 33', 'function old_style 39',
    ]);
  });

  test('tells of one changed token, with both hashes, and exits 21', async () => {
    const cwd = await accepted();
    write(cwd, TABLE, TABLE_C.replace('err = 0;', 'err = 1;'));
    const { code, out } = await fdcheck(cwd, ['cite', '--kernel', 'kernel']);
    expect(code).toBe(21);
    expect(out).toMatch(/^neither as modelled nor as accepted\n  changed    take_slot  kernel\/table.c:6, v5.10 → :6\n +model: table.ts:10 take_slot\n +hash [0-9a-f]{16} in v5.10, [0-9a-f]{16} now\n\n7 definitions of kernel 5.10.7: 6 unchanged, 1 changed\n$/);
  });

  test.each<[string, (text: string) => string]>([
    ['a comment', (text) => text.replace('err = 0;', 'err = /* none */ 0; // none')],
    ['white space', (text) => text.replace('nr < t->max', 'nr<\n\tt -> max').replace('EINVAL;\n\n\tspin', 'EINVAL;\n\tspin').replaceAll('\t', '        ')],
    ['the end of lines', (text) => text.replaceAll('\n', '\r\n')],
    ['an annotation', (text) => text.replace('\t__acquires(t->lock)\n', '\t__must_hold(&t->lock)\n').replace('static int', 'static noinline __must_check int')],
    ['a hint about a branch', (text) => text.replace('likely(nr < t->max && !t->slot[nr])', 'nr < t->max && !t->slot[nr]')],
  ])('%s changes nothing', async (_, edit) => {
    expect(await statusesAfter({ [TABLE]: edit })).toMatchObject({ code: 0, statuses: {} });
  });

  test.each<[string, string, string, (text: string) => string]>([
    ['the parameters of a system call', 'take', TABLE, (text) => text.replace('int, flags)', 'long, flags)')],
    ['the arm under #else that is cited', 'table_size', TABLE, (text) => text.replace('\treturn t->max;', '\treturn t->max + 1;')],
    ['a macro', 'table_is_full', HEADER, (text) => text.replace('>=', '>')],
    ['a member of a struct', 'table', HEADER, (text) => text.replace('\tunsigned int max;', '\tunsigned long max;')],
    ['a function of the old style', 'old_style', TABLE, (text) => text.replace('\tint nr;\n{', '\tlong nr;\n{')],
    ['a static inline function', 'give_slot', HEADER, (text) => text.replace('\tspin_unlock(&t->lock);\n', '')],
  ])('a change of %s is one', async (_, name, path, edit) => {
    expect(await statusesAfter({ [path]: edit })).toMatchObject({ code: 21, statuses: { [name]: 'changed' } });
  });

  test('the arm under #ifdef that is not cited may change', async () => {
    expect(await statusesAfter({ [TABLE]: (text) => text.replace('slow_slots(t)', 'slow_slots(t) + 1') })).toMatchObject({ code: 0, statuses: {} });
  });

  test('a macro that becomes an inline function is changed, and so found', async () => {
    const { statuses } = await statusesAfter({ [HEADER]: (text) => text.replace(/#define table_is_full[^]*?max\)\n/, 'static inline bool table_is_full(struct table *t, int nr) { return nr >= t->max; }\n') });
    expect(statuses).toEqual({ table_is_full: 'changed' });
  });

  test('a function in another file has moved', async () => {
    const give = /static inline void give_slot[^]*?\n\}\n/.exec(TABLE_H)![0];
    const { code, statuses, document } = await statusesAfter({ [HEADER]: (text) => text.replace(give, ''), 'kernel/kernel/slots.c': () => `#include <x.h>\n\n${give}` });
    expect({ code, statuses }).toEqual({ code: 21, statuses: { give_slot: 'moved' } });
    expect(document.definitions.find(({ name }) => name === 'give_slot')?.now).toMatchObject({ path: 'kernel/slots.c', line: 3 });
  });

  test('a function with the same body under another name is renamed', async () => {
    const { statuses, document } = await statusesAfter({ [TABLE]: (text) => text.replaceAll('take_slot', 'slot_take') });
    expect(statuses).toEqual({ take_slot: 'renamed', take: 'changed' });
    expect(document.definitions.find(({ name }) => name === 'take_slot')?.now?.name).toBe('slot_take');
  });

  test('a function that is nowhere is gone; a call of it is no definition', async () => {
    const { code, statuses } = await statusesAfter({ [TABLE]: (text) => text.replace(/static int take_slot[^]*?\n\}\n/, 'int take_slot(struct table *t, unsigned int nr);\n') });
    expect(code).toBe(21);
    expect(statuses).toMatchObject({ take_slot: 'gone' });
  });

  test('a line that has left what it cites is stale: of the very kernel that was read, it has moved', async () => {
    const { code, statuses, document } = await statusesAfter({ [TABLE]: (text) => `${'\n'.repeat(30)}${text}` });
    expect(code).toBe(21);
    expect(statuses).toEqual({ take_slot: 'moved', take: 'moved', table_size: 'moved', old_style: 'moved' });
    expect(document.definitions.find(({ name }) => name === 'take')?.note).toBe('kernel/table.c:20, v5.10 is cited, and it has lines 50 to 55');
  });

  test('lines of a later release move without a word', async () => {
    const { code, statuses } = await statusesAfter({ [TABLE]: (text) => `${'\n'.repeat(30)}${text}`, 'kernel/Makefile': (text) => text.replace('10\nSUBLEVEL = 7', '11\nSUBLEVEL = 0') });
    expect({ code, statuses }).toEqual({ code: 0, statuses: {} });
  });
});

describe('what cannot be read', () => {
  test.each<[string, (text: string) => string]>([
    ['a brace that is missing in it', (text) => text.replace('\t\twake_waiter(w);\n\t}\n', '\t\twake_waiter(w);\n')],
    ['a brace that is missing in the function before it', (text) => text.replace('static DEFINE_SPINLOCK(table_lock);', 'void first(void)\n{\n\tif (x) {\n}\n')],
    ['braces that open under both arms of a condition', (text) => text.replace('\tfor_each_waiter(w, t) {\n', '#ifdef CONFIG_A\n\tfor_each_waiter(w, t) {\n#else\n\tfor_each_sleeper(w, t) {\n#endif\n')],
  ])('is said to be so, not changed or gone: %s', async (_, edit) => {
    const { code, document } = await statusesAfter({ [TABLE]: edit });
    expect(code).toBe(21);
    const { status, note } = document.definitions.find(({ name }) => name === 'take_slot')!;
    expect(status).toBe('unreadable');
    expect(note).toMatch(/^(kernel\/table.c:\d+: its braces do not close|the parser cannot read kernel\/table.c, lines \d+ to \d+)/);
  });

  test('is a tree without the folder', async () => {
    const cwd = await accepted();
    rmSync(join(cwd, 'kernel/kernel'), { recursive: true });
    const { definitions } = told(await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--json']));
    expect(definitions.find(({ name }) => name === 'take')).toMatchObject({ status: 'unreadable', note: 'kernel has no folder kernel: is it a whole kernel?' });
  });
});

describe('fdcheck cite --accept', () => {
  test('keeps a hash and a name for each citation, and nothing of the text', async () => {
    const cwd = await accepted();
    const text = readFileSync(join(cwd, 'src/model/citations.json'), 'utf8');
    expect(text).toMatch(/^ {4}"kernel\/table.c:20, v5.10": \{"kind":"syscall","name":"take","hash":"[0-9a-f]{16}"\},$/m);
    expect(text).not.toContain('spin_lock');
  });

  test('with another version accepts what differs there, until it changes again', async () => {
    const cwd = await accepted();
    write(cwd, 'kernel/Makefile', MAKEFILE.replace('10\n', '11\n'));
    write(cwd, TABLE, TABLE_C.replace('err = 0;', 'err = 1;').replace(/void old_style[^]*\}\n/, ''));
    expect((await fdcheck(cwd, ['cite', '--kernel', 'kernel'])).code).toBe(21);
    const { code, out } = await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--accept']);
    expect({ code, out }).toEqual({ code: 0, out: 'wrote src/model/citations.json: 7 citations, 2 of them otherwise in v5.11 (5.11.7)\n' });
    const seen = await fdcheck(cwd, ['cite', '--kernel', 'kernel']);
    expect(seen.code).toBe(0);
    expect(seen.out).toContain('7 definitions of kernel 5.11.7: 5 unchanged, 1 changed (1 as accepted), 1 gone (1 as accepted)');
    write(cwd, TABLE, TABLE_C.replace('err = 0;', 'err = 2;').replace(/void old_style[^]*\}\n/, ''));
    const again = await fdcheck(cwd, ['cite', '--kernel', 'kernel']);
    expect(again.code).toBe(21);
    expect(again.out).toMatch(/^neither as modelled nor as accepted\n  changed    take_slot/);
    write(cwd, 'kernel/Makefile', MAKEFILE);
    write(cwd, TABLE, TABLE_C);
    expect((await fdcheck(cwd, ['cite', '--kernel', 'kernel'])).code).toBe(0);
  });

  test('changes nothing when it is repeated', async () => {
    const cwd = await accepted();
    const file = join(cwd, 'src/model/citations.json');
    const before = readFileSync(file, 'utf8');
    await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--accept']);
    expect(readFileSync(file, 'utf8').replaceAll(/\s/g, '')).toBe(before.replaceAll(/\s/g, ''));
  });

  test('tells of a line at which nothing is defined, and exits 21', async () => {
    const cwd = project({ 'src/model/table.ts': MODEL.replace('kernel/table.c:20', 'kernel/table.c:1') });
    const { code, err } = await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--accept']);
    expect({ code, err }).toEqual({ code: 21, err: 'table.ts:15 take: nothing is defined at kernel/table.c:1\n' });
  });
});

describe('citations', () => {
  test('a function that cites nothing and is not said to be the model\'s own is told, as is a citation without a version', async () => {
    const cwd = await accepted();
    write(cwd, 'src/model/table.ts', MODEL.replace('/** What no kernel has. */', '/** kernel/table.c:6. */').replace('/** include/linux/table.h:9, v5.10. */', '/** Gives it back. */'));
    const { code, out } = await fdcheck(cwd, ['cite', '--kernel', 'kernel', '--json']);
    expect(code).toBe(21);
    expect((JSON.parse(out) as Told).uncited.map(({ name, why }) => `${name}: ${why}`)).toEqual([
      'give_slot: its comment cites no file and line, and the table does not have it as the model\'s own', 'helper: "kernel/table.c:6" has no version',
    ]);
  });

  test('one that was edited since is not accepted, until its line is read', async () => {
    const cwd = await accepted();
    write(cwd, 'src/model/table.ts', MODEL.replace('kernel/table.c:20', 'kernel/table.c:21'));
    const { code, out } = await fdcheck(cwd, ['cite', '--kernel', 'kernel']);
    expect(code).toBe(21);
    expect(out).toContain('fdcheck cite --accept with a tree of v5.10 has yet to read kernel/table.c:21, v5.10');
  });
});
