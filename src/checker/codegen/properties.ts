import type * as es from 'estree';
import type { Block, BlockId, Fn, FnId, Instr, LocalId, Terminator } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import { regionsOf, type Regions } from '../program/regions.js';
import { test, value, type Scope } from './expr.js';
import { again, arm, array, assign, at, binary, block, call, choice, declare, forever, func, give, id, num, when } from './tree.js';

/**
 * Code of the functions that properties run: each becomes one JavaScript function of the cells and its arguments, its locals
 * variables. A false check leaves its report in `fault` (else -1), and all callers give up at once.
 */
export function emitProperties(layout: Layout): es.Statement[] {
  return [...layout.calls.ofProperties].map((fn) => new PropertyEmitter(layout, layout.program.fns[fn]!).emit());
}

export const propertyName = (fn: FnId): string => `property${fn}`;

class PropertyEmitter {
  private readonly regions: Regions;
  private readonly scope: Scope;

  constructor(layout: Layout, private readonly fn: Fn) {
    this.regions = regionsOf(fn, false);
    this.scope = { layout, self: num(0), local };
  }

  emit(): es.Statement {
    const { fn } = this;
    const params = fn.locals.slice(0, fn.params).map((_, k) => localName(k));
    const locals = fn.locals.slice(fn.params).map((_, k) => declare('let', localName(fn.params + k), num(0)));
    return func(propertyName(fn.id), ['C', ...params], [...locals, ...this.body()]);
  }

  /** Straight-line code if the whole function is one region, else a loop that dispatches on the next region. */
  private body(): es.Statement[] {
    const roots = [...this.regions.roots];
    if (roots.length === 1) return this.blockCode(this.fn.entry);
    const arms = roots.map((root) => arm(root, this.blockCode(root)));
    return [declare('let', 'next', num(this.fn.entry)), forever([choice(id('next'), arms)])];
  }

  private goTo(to: BlockId): es.Statement[] {
    return this.regions.roots.has(to) ? [assign(id('next'), num(to)), again] : this.blockCode(to);
  }

  private blockCode(at: BlockId): es.Statement[] {
    const found: Block = this.fn.blocks[at]!;
    return [...found.instrs.flatMap((instr) => this.instr(instr)), ...this.end(found.end)];
  }

  private instr(instr: Instr): es.Statement[] {
    switch (instr.kind) {
      case 'access':
        return [];
      case 'set':
        return [assign(local(instr.local), value(instr.value, this.scope))];
      case 'check':
        return [when({ type: 'UnaryExpression', operator: '!', prefix: true, argument: test(instr.condition, this.scope) }, [
          assign(id('fault'), num(instr.report)),
          give(num(0)),
        ])];
      default:
        throw new Error(`function ${this.fn.name} is run by a property and cannot have ${instr.kind}`);
    }
  }

  private end(end: Terminator): es.Statement[] {
    switch (end.kind) {
      case 'jump':
        return this.goTo(end.to);
      case 'branch':
        return [when(test(end.condition, this.scope), this.goTo(end.then), this.goTo(end.else))];
      case 'switch':
        return [choice(value(end.value, this.scope), [...end.cases.map((one) => arm(one.value, this.goTo(one.to))), arm(null, this.goTo(end.otherwise))])];
      case 'call':
        return this.call(end);
      case 'return':
        return [give(pack(end.values.map((expr) => value(expr, this.scope))))];
      case 'become':
      case 'exit':
        throw new Error(`function ${this.fn.name} is run by a property and cannot ${end.kind}`);
    }
  }

  private call(end: Extract<Terminator, { kind: 'call' }>): es.Statement[] {
    const result = call(propertyName(end.fn), id('C'), ...end.args.map((arg) => value(arg, this.scope)));
    const many = returns(this.scope.layout.program.fns[end.fn]!) > 1;
    const results = end.results.map((to, k) => assign(local(to), many ? at('result', num(k)) : id('result')));
    const faulty = when(binary('>=', id('fault'), num(0)), [give(num(0))]);
    return [block([declare('const', 'result', result), faulty, ...results, ...this.goTo(end.next)])];
  }
}

const localName = (local: LocalId): string => `x${local}`;
const local = (l: LocalId): es.Identifier => id(localName(l));

/** How many values a function returns. */
function returns(fn: Fn): number {
  return Math.max(0, ...fn.blocks.map(({ end }) => (end.kind === 'return' ? end.values.length : 0)));
}

/** One value as it is, several as an array. */
function pack(values: es.Expression[]): es.Expression {
  return values.length > 1 ? array(values) : (values[0] ?? num(0));
}
