/** One compilation: a spec under a variant. Holds what its passes share. */
import type { FnId } from '../ir.js';
import { Constants } from './constants.js';
import type { Declaration, Module, Modules } from './modules.js';
import { Pools } from './pools.js';
import { vocabularyFolder } from './modules.js';
import { join } from 'node:path';
import type { Variant } from './variants.js';

export interface UnitOptions {
  readonly modules: Modules;
  readonly spec: Module;
  readonly variant: Variant;
  readonly bounds: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** Names of the tasks that the spec lists. */
  readonly taskNames: readonly string[];
  /** Structs whose pools are type-safe by RCU, as an earlier pass over the text found. */
  readonly typesafe: ReadonlySet<string>;
  /** Keep what the spec's programs get from the model: see lower/observe.ts. */
  readonly observed: boolean;
}

const corePath = join(vocabularyFolder, 'core.ts');

export class Unit {
  readonly modules: Modules;
  readonly spec: Module;
  readonly variant: Variant;
  readonly bounds: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly taskNames: readonly string[];
  readonly typesafe: ReadonlySet<string>;
  readonly observed: boolean;
  readonly constants: Constants;
  readonly pools: Pools;
  /** Number of task slots. */
  readonly tasks: number;
  /** The interface of `current`, where a module declares it. */
  readonly taskStruct: (Declaration & { kind: 'interface' }) | null;
  /** Functions that are used as values: value k is functionValues[k - 1]. */
  readonly functionValues: FnId[] = [];
  /** Type aliases whose meaning is being found: one among them is made of itself. */
  readonly resolving = new Set<object>();
  /** Of calls of the spec's text that are observed, by where they begin. */
  readonly observedCalls = new Map<number, { readonly name: string; readonly results: number }>();
  private readonly globals = new Map<Declaration, string>();

  constructor(options: UnitOptions) {
    this.modules = options.modules;
    this.spec = options.spec;
    this.variant = options.variant;
    this.bounds = options.bounds;
    this.faults = options.faults;
    this.taskNames = options.taskNames;
    this.typesafe = options.typesafe;
    this.observed = options.observed;
    this.constants = new Constants(this);
    this.taskStruct = findTaskStruct(this);
    this.tasks = Math.max(this.taskNames.length, this.taskStruct ? this.bounds[this.taskStruct.name] ?? 0 : 0, this.bounds['tasks'] ?? 0);
    this.pools = new Pools(this);
  }

  /** The column name of a global: its own name, with a number behind it where files declare the same one. */
  globalName(declaration: Declaration): string {
    const known = this.globals.get(declaration);
    if (known) return known;
    const same = [...this.globals.keys()].filter((d) => d.name === declaration.name).length;
    const name = same === 0 ? declaration.name : `${declaration.name}#${same + 1}`;
    this.globals.set(declaration, name);
    return name;
  }

  /** Is it the column of a global of the vocabulary, or of a member of one? */
  isVocabularyGlobal(column: string): boolean {
    const root = column.split('.')[0]!;
    return [...this.globals].some(([declaration, name]) => name === root && declaration.module.source.vocabulary);
  }

  /** Is it one of the core words (src/lang/vocabulary/core.ts)? */
  isCore(declaration: Declaration): boolean {
    return declaration.module.source.path === corePath;
  }
}

/** The T of `const current: T = get_current()`. */
function findTaskStruct(unit: Unit): (Declaration & { kind: 'interface' }) | null {
  for (const module of unit.modules.loaded()) {
    for (const declaration of module.declarations.values()) {
      if (declaration.kind !== 'variable' || declaration.node.init?.type !== 'CallExpression') continue;
      const callee = declaration.node.init.callee;
      if (callee.type !== 'Identifier' || callee.name !== 'get_current') continue;
      const annotation = declaration.node.id.typeAnnotation?.typeAnnotation;
      if (annotation?.type !== 'TSTypeReference' || annotation.typeName.type !== 'Identifier') continue;
      const struct = unit.modules.lookup(module, annotation.typeName.name, 'type');
      if (struct?.kind === 'interface') return struct;
    }
  }
  return null;
}
