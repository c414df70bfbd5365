/** Compile-time constants: literals, module-level consts, bounds, and arithmetic on them. */
import type { Expression } from '@oxc-project/types';
import { refuse } from './diagnostic.js';
import type { Module } from './modules.js';
import type { Span } from './source.js';
import type { Unit } from './unit.js';

export type Constant = number | boolean | string;

export class Constants {
  /** Bounds that the text asked for. */
  readonly asked = new Set<string>();
  private readonly known = new Map<object, Constant | null>();

  constructor(private readonly unit: Unit) {}

  /** The value of a constant expression, or null if it is not one. */
  evaluate(module: Module, node: Expression): Constant | null {
    switch (node.type) {
      case 'Literal':
        return typeof node.value === 'number' || typeof node.value === 'boolean' || typeof node.value === 'string' ? node.value : null;
      case 'TemplateLiteral': return node.quasis.length === 1 ? node.quasis[0]?.value.cooked ?? null : null;
      case 'Identifier': return this.identifier(module, node.name, node);
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression': return this.evaluate(module, node.expression);
      case 'UnaryExpression': return unary(node.operator, this.evaluate(module, node.argument));
      case 'BinaryExpression': return binary(node.operator, this.evaluate(module, node.left as Expression), this.evaluate(module, node.right));
      case 'LogicalExpression': return this.logical(module, node.operator, node.left, node.right);
      case 'ConditionalExpression': {
        const test = this.evaluate(module, node.test);
        return test === null ? null : this.evaluate(module, test ? node.consequent : node.alternate);
      }
      case 'CallExpression': return this.call(module, node);
      default: return null;
    }
  }

  private logical(module: Module, operator: string, left: Expression, right: Expression): Constant | null {
    const value = this.evaluate(module, left);
    if (value === null) return null;
    if (operator === '&&') return value ? this.evaluate(module, right) : value;
    return value ? value : this.evaluate(module, right);
  }

  /** The value of a named constant. Refuses what is none. */
  named(module: Module, name: string, span: Span): Constant {
    return this.identifier(module, name, span) ?? refuse(module.source, span, `'${name}' is no constant`, 'declare it as `const NAME = <number>` at module level');
  }

  bound(module: Module, name: string, span: Span): number {
    this.asked.add(name);
    const value = given(this.unit.bounds, name);
    if (value !== undefined) return value;
    return refuse(module.source, span, `the spec gives no bound '${name}'`, `add it to the spec: bounds: { ${name}: 2 }`);
  }

  private identifier(module: Module, name: string, _span: Span): Constant | null {
    const declaration = this.unit.modules.lookup(module, name, 'value');
    if (declaration?.kind !== 'variable' || !declaration.constant || !declaration.node.init) return null;
    const seen = this.known.get(declaration.node);
    if (seen !== undefined) return seen;
    this.known.set(declaration.node, null);
    const value = this.evaluate(declaration.module, declaration.node.init);
    this.known.set(declaration.node, value);
    return value;
  }

  private call(module: Module, node: Expression & { type: 'CallExpression' }): Constant | null {
    if (node.callee.type !== 'Identifier') return null;
    const declaration = this.unit.modules.lookup(module, node.callee.name, 'value');
    if (!declaration || !this.unit.isCore(declaration)) return null;
    const [first, second] = node.arguments;
    if (declaration.name === 'task_count') return this.unit.tasks;
    const name = first && first.type !== 'SpreadElement' ? this.evaluate(module, first) : null;
    if (typeof name !== 'string') return null;
    if (declaration.name === 'bound') {
      this.asked.add(name);
      if (second && second.type !== 'SpreadElement' && given(this.unit.bounds, name) === undefined) return this.evaluate(module, second);
      return this.bound(module, name, node);
    }
    if (declaration.name === 'since') return this.unit.variant.has(module, name, node);
    if (declaration.name === 'inject' && !((given(this.unit.faults, name) ?? 0) > 0)) return false;
    return null;
  }
}

/** What the spec gives under that name, `constructor` and the like included. */
function given(table: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function unary(operator: string, value: Constant | null): Constant | null {
  if (value === null) return null;
  if (operator === '!') return !value;
  if (typeof value !== 'number') return null;
  if (operator === '-') return -value;
  return operator === '~' ? ~value : null;
}

function binary(operator: string, left: Constant | null, right: Constant | null): Constant | null {
  if (operator === '===') return left === null || right === null ? null : left === right;
  if (operator === '!==') return left === null || right === null ? null : left !== right;
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  const operation = arithmetic[operator];
  return operation ? operation(left, right) : null;
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => Constant | null>> = {
  '+': (a, b) => (a + b) | 0,
  '-': (a, b) => (a - b) | 0,
  '*': (a, b) => Math.imul(a, b),
  '**': (a, b) => a ** b,
  '/': (a, b) => (b === 0 ? null : (a / b) | 0),
  '%': (a, b) => (b === 0 ? null : a % b),
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
