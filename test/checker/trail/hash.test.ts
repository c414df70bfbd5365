import { describe, expect, it } from 'vitest';
import type { Program } from '../../../src/lang/ir.js';
import { behaviourHash, programHash } from '../../../src/checker/trail.js';
import { counterRace } from '../../helpers/models.js';

const program = counterRace();

describe('the hash of a program', () => {
  it('is the same for the same program made twice, whatever the order of its keys', () => {
    const reversed = Object.fromEntries(Object.entries(counterRace()).toReversed()) as unknown as Program;
    expect(programHash(reversed)).toBe(programHash(program));
    expect(programHash(program)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('does not change with a moved line, a reworded text, a site more, or another name of the spec', () => {
    const moved = program.sites.map((site) => ({ ...site, line: site.line + 7, text: `${site.text} // a comment` }));
    const access = program.accesses.map((one) => ({ ...one, site: one.site + 1 }));
    const told = { ...program, spec: 'other', variant: 'v5.11', accesses: access, sites: [moved[0]!, ...moved] };
    expect(programHash(told)).toBe(programHash(program));
  });

  it.each<[string, Partial<Program>]>([
    ['a range', { columns: [{ ...program.columns[0]!, range: { lo: 0, hi: 9 } }] }],
    ['a task', { tasks: program.tasks.slice(1) }],
    ['a constant', { columns: [{ ...program.columns[0]!, initial: 1 }] }],
    ['a memory order', { accesses: program.accesses.map((access) => ({ ...access, order: 'acquire' })) }],
    ['a property', { properties: program.properties.slice(1) }],
  ])('changes with %s', (_, change) => {
    expect(programHash({ ...program, ...change })).not.toBe(programHash(program));
  });
});

/** The program with other names for functions and locals, and reports that quote them. */
function renamed(): Program {
  return {
    ...program,
    fns: program.fns.map((fn) => ({ ...fn, name: `${fn.name}_fd`, locals: fn.locals.map((local) => ({ ...local, name: `${local.name}2` })) })),
    reports: program.reports.map((report) => ({ ...report, title: `${report.title}_fd` })),
  };
}

describe('the hash of a program up to names', () => {
  it('does not change with the name of a function or of a local, which the hash of the program does', () => {
    expect(behaviourHash(renamed())).toBe(behaviourHash(program));
    expect(programHash(renamed())).not.toBe(programHash(program));
  });

  it.each<[string, Partial<Program>]>([
    ['the name of a property', { properties: program.properties.map((property) => ({ ...property, name: `${property.name}_now` })) }],
    ['the name of a column', { columns: program.columns.map((column) => ({ ...column, name: `${column.name}_now` })) }],
    ['the name of a task', { tasks: program.tasks.map((task) => ({ ...task, name: `${task.name}_now` })) }],
    ['what a function does', { fns: program.fns.map((fn) => ({ ...fn, blocks: fn.blocks.toReversed() })) }],
    ['the range of a local', { fns: program.fns.map((fn) => ({ ...fn, locals: fn.locals.map((local) => ({ ...local, range: { lo: 0, hi: 77 } })) })) }],
  ])('changes with %s', (_, change) => {
    expect(behaviourHash({ ...program, ...change })).not.toBe(behaviourHash(program));
  });
});
