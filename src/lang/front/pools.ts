/** Pools: how many objects each struct has, which are embedded in which, and the columns of their fields. */
import type { TSPropertySignature } from '@oxc-project/types';
import type { Column, ColumnId, Range, Struct, ValueType } from '../ir.js';
import { refuse } from './diagnostic.js';
import { isOpaque, rangeOf, resolveType, valueType, type InterfaceDeclaration, type Type, type TypeEnv } from './types.js';
import type { Unit } from './unit.js';

interface Embedding { readonly container: InterfaceDeclaration; readonly field: string; readonly first: number }

/** A column while the program is being made: `used` decides whether it stays. */
export interface DraftColumn {
  readonly id: ColumnId;
  readonly name: string;
  readonly struct: InterfaceDeclaration | null;
  readonly dims: readonly number[];
  readonly type: ValueType;
  readonly range: Range;
  readonly initial: number;
  readonly ghost: boolean;
  readonly graceSet: boolean;
  /** Depth of RCU read sections, a cell a task. */
  readonly nesting: boolean;
}

export interface DraftStruct {
  readonly id: number;
  readonly decl: InterfaceDeclaration;
  readonly columns: DraftColumn[];
  readonly life: DraftColumn;
  grace: DraftColumn | null;
  typesafeByRcu: boolean;
  uninit: boolean;
}

export interface ColumnSpec {
  readonly name: string;
  readonly struct: InterfaceDeclaration | null;
  readonly dims: readonly number[];
  readonly type: Type;
  readonly ghost: boolean;
  /** Value before time zero, of a global that is declared with one. */
  readonly initial?: number;
}

export class Pools {
  private readonly embeddings = new Map<InterfaceDeclaration, Embedding[]>();
  private readonly sizes = new Map<InterfaceDeclaration, number>();
  private readonly structs = new Map<InterfaceDeclaration, DraftStruct>();
  private readonly bases = new Map<InterfaceDeclaration, number>();
  private readonly columns = new Map<string, DraftColumn>();
  private readonly all: InterfaceDeclaration[];
  private readonly made: DraftColumn[] = [];
  /** Structs whose objects were counted, or are being counted. */
  private readonly counting = new Set<InterfaceDeclaration>();

  constructor(private readonly unit: Unit) {
    this.all = interfaces(unit);
    for (const decl of this.all) this.noteEmbeddings(decl);
  }

  /** Objects that are handed out: the bound of the spec, 1 without one. */
  heap(decl: InterfaceDeclaration): number {
    if (decl === this.unit.taskStruct) return this.unit.tasks;
    return Object.hasOwn(this.unit.bounds, decl.name) ? this.unit.bounds[decl.name] ?? 1 : 1;
  }

  /** Heap objects and embedded ones. */
  objects(decl: InterfaceDeclaration): number {
    const known = this.sizes.get(decl);
    if (known !== undefined) return known;
    if (this.counting.has(decl)) refuse(decl.module.source, decl.node.id, `${decl.name} is embedded in itself`, 'one of the structs on the way is a pointer');
    this.counting.add(decl);
    let count = this.heap(decl);
    const raw = this.embeddings.get(decl) ?? [];
    this.embeddings.set(decl, raw.map((e) => {
      const first = count + 1;
      count += this.objects(e.container);
      return { ...e, first };
    }));
    this.sizes.set(decl, count);
    return count;
  }

  /** Object number of `container.field` is first - 1 + the container's number. */
  embeddedFirst(struct: InterfaceDeclaration, container: InterfaceDeclaration, field: string): number {
    this.objects(struct);
    const found = this.embeddings.get(struct)?.find((e) => e.container === container && e.field === field);
    return found?.first ?? 1;
  }

  /** How many addresses there are, NULL not counted. */
  addresses(): number {
    return this.all.reduce((sum, decl) => sum + this.objects(decl), 0);
  }

  addressBase(decl: InterfaceDeclaration): number {
    const known = this.bases.get(decl);
    if (known !== undefined) return known;
    let base = 0;
    for (const other of this.all) {
      this.bases.set(other, base);
      base += this.objects(other);
    }
    return this.bases.get(decl) ?? 0;
  }

  struct(decl: InterfaceDeclaration): DraftStruct {
    const known = this.structs.get(decl);
    if (known) return known;
    this.refuseNamesake(decl);
    const id = this.structs.size;
    const life = this.internal(decl, '$life', { lo: 0, hi: 2 });
    const struct: DraftStruct = { id, decl, columns: [], life, grace: null, typesafeByRcu: this.unit.typesafe.has(decl.name), uninit: false };
    this.structs.set(decl, struct);
    for (const e of this.embeddings.get(decl) ?? []) this.struct(e.container);
    return struct;
  }

  /** Columns, bounds and reports know a struct by its name. */
  private refuseNamesake(decl: InterfaceDeclaration): void {
    const other = [...this.structs.keys()].find(({ name }) => name === decl.name);
    if (!other) return;
    const { source } = decl.module;
    refuse(source, decl.node.id, `two structs are called '${decl.name}'`, `the other is in ${other.module.source.path}: rename one, or import it`);
  }

  /** The column of readers that freed objects of this struct wait for. */
  grace(decl: InterfaceDeclaration): DraftColumn {
    const struct = this.struct(decl);
    struct.grace ??= this.internal(decl, '$grace', { lo: 0, hi: 2 ** this.unit.tasks - 1 }, { kind: 'taskSet' });
    return struct.grace;
  }

  private internal(decl: InterfaceDeclaration, name: string, range: Range, type: ValueType = { kind: 'int' }): DraftColumn {
    const dims = [this.objects(decl)];
    return this.make({ name: `${decl.name}.${name}`, struct: decl, dims, type, range, initial: 0, ghost: false, graceSet: false, nesting: false });
  }

  /** The column of a field or global, made when it is first touched: a field that nothing touches costs no bits. */
  column(spec: ColumnSpec): DraftColumn {
    // A global and a struct may have one name: `lock.owner` of both.
    const namesake = this.columns.get(spec.name);
    const name = namesake && namesake.struct !== spec.struct ? `${spec.name}#2` : spec.name;
    const known = this.columns.get(name);
    if (known) return known;
    const range = rangeOf(spec.type, this.unit) ?? (spec.type.kind === 'function' ? { lo: 0, hi: 0 } : { lo: -4096, hi: 4095 });
    const initial = spec.initial ?? (range.lo > 0 || range.hi < 0 ? range.lo : 0);
    const column = this.make({
      name, struct: spec.struct, dims: spec.dims, type: valueType(spec.type, this.unit), range, initial,
      ghost: spec.ghost, graceSet: spec.type.kind === 'taskSet' && spec.type.grace, nesting: spec.type.kind === 'nesting',
    });
    this.columns.set(name, column);
    if (spec.struct) this.struct(spec.struct).columns.push(column);
    return column;
  }

  private make(column: Omit<DraftColumn, 'id'>): DraftColumn {
    const made = { ...column, id: this.made.length };
    this.made.push(made);
    return made;
  }

  /** Every column made so far; a draft's id is its index here. */
  drafts(): readonly DraftColumn[] {
    return this.made;
  }

  /** The column of read-section depths; null while no code has touched one. */
  nesting(): DraftColumn | null {
    return this.made.find((c) => c.nesting) ?? null;
  }

  /** Is there a struct of that name? */
  has(name: string): boolean {
    return this.all.some((decl) => decl.name === name);
  }

  /** Names of the structs whose pools are type-safe by RCU. */
  typesafe(): string[] {
    return [...this.structs.values()].filter((s) => s.typesafeByRcu).map((s) => s.decl.name);
  }

  /** Structs that the program uses. */
  used(): InterfaceDeclaration[] {
    return [...this.structs.keys()];
  }

  /** The structs of the program; `idOf` gives a draft's final id, null for one that was dropped. */
  finish(idOf: (draft: DraftColumn) => ColumnId | null): Struct[] {
    return [...this.structs.values()].map((s) => ({
      id: s.id,
      name: s.decl.name,
      heap: this.heap(s.decl),
      objects: this.objects(s.decl),
      embeddedIn: (this.embeddings.get(s.decl) ?? []).map((e) => ({ container: this.struct(e.container).id, field: e.field, first: e.first })),
      life: idOf(s.life) ?? 0,
      grace: s.grace ? idOf(s.grace) : null,
      columns: s.columns.map(idOf).filter((id) => id !== null),
      addressBase: this.addressBase(s.decl),
      typesafeByRcu: s.typesafeByRcu,
      bound: s.decl.name,
    }));
  }

  /** Columns of structs that are allocated uninitialised have a value that says so. */
  toColumn(draft: DraftColumn, id: ColumnId): Column {
    const struct = draft.struct ? this.structs.get(draft.struct) : undefined;
    const internal = struct !== undefined && (struct.life === draft || struct.grace === draft);
    const uninit = struct && !internal && !draft.ghost && this.isUninit(struct) ? draft.range.lo - 1 : null;
    return {
      id, name: draft.name, struct: struct ? struct.id : null, dims: draft.dims, type: draft.type, range: draft.range,
      uninit, initial: draft.initial, ghost: draft.ghost, graceSet: draft.graceSet,
    };
  }

  /** Is some object of the struct, or of a container of it, allocated without zeroing? */
  isUninit(struct: DraftStruct): boolean {
    return struct.uninit || (this.embeddings.get(struct.decl) ?? []).some((e) => this.isUninit(this.struct(e.container)));
  }

  private noteEmbeddings(container: InterfaceDeclaration): void {
    for (const field of fieldsOf(container)) {
      const annotation = field.typeAnnotation?.typeAnnotation;
      if (annotation?.type !== 'TSTypeReference' || annotation.typeName.type !== 'Identifier' || annotation.typeName.name !== 'embedded') continue;
      const type = resolveType(this.unit, container.module, annotation, new Map<string, Type>() as TypeEnv);
      if (type.kind !== 'embedded') continue;
      const list = this.embeddings.get(type.struct) ?? [];
      list.push({ container, field: fieldName(field), first: 0 });
      this.embeddings.set(type.struct, list);
    }
  }
}

/** The fields of an interface. */
export function fieldsOf(decl: InterfaceDeclaration): TSPropertySignature[] {
  return decl.node.body.body.filter((m): m is TSPropertySignature => m.type === 'TSPropertySignature');
}

export function fieldName(field: TSPropertySignature): string {
  return field.key.type === 'Identifier' ? field.key.name : '';
}

/** Every interface that can have objects, in the order of loading: stable for one text. */
function interfaces(unit: Unit): InterfaceDeclaration[] {
  const found: InterfaceDeclaration[] = [];
  for (const module of unit.modules.loaded()) {
    for (const declaration of new Set(module.declarations.values())) {
      if (declaration.kind === 'interface' && !unit.isCore(declaration) && !isOpaque(unit, declaration)) found.push(declaration);
    }
  }
  return found;
}
