import type { Column, ColumnId, Program, StructId } from '../../lang/ir.js';

/** The objects that object o of a struct consists of: object o + shift of each part's struct. */
export interface Part {
  readonly struct: StructId;
  readonly shift: number;
}

/** Of each struct: itself (shift 0), then all structs embedded in it, however deep. */
export function partsOf(program: Program): readonly (readonly Part[])[] {
  return program.structs.map((whole) => {
    const parts: Part[] = [{ struct: whole.id, shift: 0 }];
    for (const part of parts) parts.push(...embeddedIn(program, part));
    return parts;
  });
}

function embeddedIn(program: Program, container: Part): Part[] {
  return program.structs.flatMap((struct) =>
    struct.embeddedIn
      .filter((embedding) => embedding.container === container.struct)
      .map((embedding) => ({ struct: struct.id, shift: container.shift + embedding.first - 1 })),
  );
}

/** Of each pool: every column in which its objects, or what is embedded in them, have cells. */
export function poolColumns(program: Program): readonly (readonly ColumnId[])[] {
  return partsOf(program).map((parts) => parts.flatMap(({ struct }) => {
    const { life, grace, columns } = program.structs[struct]!;
    return [life, ...(grace === null ? [] : [grace]), ...columns];
  }));
}

/** Sets of tasks that a grace period waits for. */
export function graceColumns({ columns, structs }: Program): readonly Column[] {
  return columns.filter((column) => column.graceSet || structs.some(({ grace }) => grace === column.id));
}
