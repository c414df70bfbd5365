/** The conditions of a function as its text has them: those that lowering makes branches of, as far as it is told without compiling. */
import type { Node } from '@oxc-project/types';
import { visitorKeys } from 'oxc-parser';
import { oneLine, position, type SourceFile, type Span } from './source.js';

/** Words of the vocabulary whose arguments are asserted: how these come to their value is no way that the code goes. */
export const ASSERTIONS: ReadonlySet<string> = new Set([
  'assert', 'BUG_ON', 'WARN_ON', 'WARN_ON_ONCE', 'RCU_LOCKDEP_WARN', 'rcu_dereference_check', 'rcu_dereference_protected', 'rcu_replace_pointer',
]);

/** A condition that can go both ways. */
export interface Condition {
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
  /** A case of a switch. */
  readonly isCase: boolean;
}

/** The conditions in the text of a function, in its order; of ghost blocks and of what is asserted none. */
export function conditionsIn(source: SourceFile, fn: Node): Condition[] {
  const found: (Span & { isCase: boolean })[] = [];
  visit(fn, (span, isCase) => found.push({ ...span, isCase }));
  return found.toSorted((a, b) => a.start - b.start).map(({ isCase, ...span }) => ({ text: oneLine(source, span), line: position(source, span.start).line, isCase }));
}

type Found = (span: Span, isCase: boolean) => void;

function visit(node: Node, found: Found): void {
  if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && (node.callee.name === 'ghost' || ASSERTIONS.has(node.callee.name))) return;
  if (node.type === 'LogicalExpression') return decide(node, found);
  const test = testOf(node);
  if (node.type === 'SwitchCase' && node.test) found({ start: node.start, end: node.test.end }, true);
  for (const child of childrenOf(node)) {
    if (child === test) decide(child, found);
    else visit(child, found);
  }
}

/** A condition, down to the operands that decide. */
function decide(node: Node, found: Found): void {
  if (node.type === 'LogicalExpression') {
    decide(node.left, found);
    decide(node.right, found);
  } else if (node.type === 'UnaryExpression' && node.operator === '!') decide(node.argument, found);
  else {
    found(node, false);
    visit(node, found);
  }
}

function testOf(node: Node): Node | null {
  switch (node.type) {
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ConditionalExpression':
    case 'ForStatement':
      return node.test;
    default:
      return null;
  }
}

function childrenOf(node: Node): Node[] {
  const fields: Readonly<Record<string, unknown>> = { ...node };
  return (visitorKeys[node.type] ?? []).flatMap((key) => fields[key]).filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
