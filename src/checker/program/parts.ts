import type { Program, StructId } from '../../lang/ir.js';

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
