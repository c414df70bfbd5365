import type { ValueType } from '../../lang/ir.js';
import { compare } from './comparisons.js';
import type { Findings } from './findings.js';
import type { Judge } from './operations.js';
import { ADDRESS, constant, members, PLAIN, SET, sortOfType, type Sort } from './sorts.js';
import type { Space } from './spaces.js';

/** Takes values for what they are used as, and finds what does not go together with renaming on the way. */
export class Conversions implements Judge {
  constructor(readonly findings: Findings) {}

  /** The value is to be a number of this space plus `want`. */
  numbers(sort: Sort, space: Space, want: number): void {
    const { findings } = this;
    for (const one of members(sort)) {
      if (one.kind === 'number' && findings.spaces.converts(one.space, one.offset, space, want)) continue;
      if (one.kind === 'const') findings.name(space, one.value - want);
      else if (one.kind === 'counter' && space === findings.spaces.tasks) this.resolve(one, want);
      else {
        findings.refuse(space, 'a computed number is taken for one of its');
        this.spoil(one, 'it is taken for another kind of number');
      }
    }
  }

  /** What is counted is tasks: with `want` added to the number of each. */
  resolve(sort: Extract<Sort, { kind: 'counter' | 'bit' }>, want: number): void {
    const { findings } = this;
    findings.roam(sort.loop, findings.spaces.tasks);
    if (!findings.counts(sort, want)) findings.refuse(findings.spaces.tasks, 'a loop counts through some tasks only');
  }

  /** Is it other than 0? */
  truth(sort: Sort): void {
    compare(this, '!=', sort, constant(0));
  }

  /** The value is used in a way in which renamed values do not come to renamed results. */
  spoil(sort: Sort, why: string): Sort {
    const { findings } = this;
    for (const one of members(sort)) {
      if (one.kind === 'number') findings.refuse(one.space, why);
      if (one.kind === 'set' || one.kind === 'address') findings.refuse(findings.spaces.tasks, why);
      if (one.kind === 'counter' || one.kind === 'bit') findings.leak(one.loop, 'what a loop counts is used as a mere number');
    }
    return PLAIN;
  }

  /** The sort that a value has in a cell or local of this type. */
  into(sort: Sort, type: ValueType): Sort {
    const { spaces } = this.findings;
    const wanted = sortOfType(type, spaces);
    switch (wanted?.kind) {
      case 'number': {
        if (sort.kind === 'const' && spaces.runOf(wanted.space, sort.value) === null) return sort;
        this.numbers(sort, wanted.space, 0);
        return wanted;
      }
      case 'set': return this.intoSet(sort);
      case 'address': return this.intoAddress(sort);
      default: return sort;
    }
  }

  private intoSet(sort: Sort): Sort {
    for (const one of members(sort)) {
      if (one.kind === 'const') this.findings.nameSet(one.value);
      else if (one.kind === 'bit') this.resolve(one, -1);
      else if (one.kind !== 'set') {
        this.findings.refuse(this.findings.spaces.tasks, 'a computed number is taken for a set of tasks');
        this.spoil(one, 'it is taken for a set of tasks');
      }
    }
    return SET;
  }

  private intoAddress(sort: Sort): Sort {
    const { findings } = this;
    for (const one of members(sort)) {
      if (one.kind === 'number' && findings.spaces.base(one.space) === one.offset) findings.remember(one.space);
      else if (one.kind === 'const') this.constantAddress(one.value);
      else if (one.kind !== 'address') {
        for (const { id } of findings.spaces.program.structs) findings.remember(id);
        findings.refuse(findings.spaces.tasks, 'a computed number is taken for an address');
        this.spoil(one, 'it is taken for an address');
      }
    }
    return ADDRESS;
  }

  private constantAddress(value: number): void {
    const { findings } = this;
    const struct = findings.spaces.structAddressed(value);
    if (struct === null) return;
    findings.remember(struct);
    findings.name(struct, value - findings.spaces.base(struct)!);
  }
}
