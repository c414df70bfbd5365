/** Pools: allocation, free, grace periods, and who points to what. */
import type { Instr, StructId } from '../../lang/ir.js';
import { must } from './bug.js';
import type { Machine } from './machine.js';

type Fill = Extract<Instr, { kind: 'alloc' }>['fill'];

const FREE = 0;
const LIVE = 1;
const LIMBO = 2;

interface Part {
  readonly struct: StructId;
  readonly object: number;
}

/** The tasks inside an RCU read section. */
export function readers(machine: Machine): number {
  const nesting = machine.program.rcuNesting;
  return nesting === null ? 0 : machine.cells(nesting).reduce((set, depth, task) => (depth > 0 ? set | (1 << task) : set), 0);
}

/** Whether a pointer in memory or in a frame points to the object or into it. */
export function referenced(machine: Machine, struct: StructId, object: number): boolean {
  return partsOf(machine, struct, object).some((part) => pointedFromMemory(machine, part) || pointedFromFrames(machine, part));
}

/** The lowest object that can be handed out, now live; 0 if there is none. */
export function alloc(machine: Machine, structId: StructId, fill: Fill): number {
  const object = take(machine, structId, fill);
  machine.footprint?.alloc(structId, object);
  return object;
}

function take(machine: Machine, structId: StructId, fill: Fill): number {
  const struct = must(machine.program.structs[structId], `struct ${structId}`);
  for (let object = 1; object <= struct.heap; object++) {
    const free = machine.cells(struct.life)[object - 1] === FREE;
    if (!free || (!struct.typesafeByRcu && referenced(machine, structId, object))) continue;
    for (const part of partsOf(machine, structId, object)) {
      setLife(machine, part, LIVE);
      reset(machine, part, fill);
    }
    return object;
  }
  return 0;
}

/** Frees the object and what is embedded in it. */
export function free(machine: Machine, struct: StructId, object: number): void {
  machine.footprint?.free(struct, object);
  const keeps = must(machine.program.structs[struct], `struct ${struct}`).typesafeByRcu;
  for (const part of partsOf(machine, struct, object)) {
    setLife(machine, part, FREE);
    if (!keeps) reset(machine, part, 'zero');
  }
}

/** Frees the object once all present readers have left. */
export function freeRcu(machine: Machine, struct: StructId, object: number): void {
  const waitFor = readers(machine);
  machine.footprint?.readers();
  if (waitFor === 0) return free(machine, struct, object);
  machine.footprint?.free(struct, object);
  for (const part of partsOf(machine, struct, object)) setLife(machine, part, LIMBO);
  const grace = machine.program.structs[struct]?.grace;
  machine.write(must(grace, `grace column of struct ${struct}`), object - 1, waitFor);
}

/** The task reads no longer: grace periods stop waiting for it, and those that wait for nobody end. */
export function quiesce(machine: Machine, task: number): void {
  const { columns, structs } = machine.program;
  machine.footprint?.quiesce();
  for (const { id, uninit } of columns.filter((column) => column.graceSet || structs.some(({ grace }) => grace === column.id))) {
    machine.cells(id).forEach((set, cell) => {
      if (set !== uninit && ((set >> task) & 1) !== 0) machine.write(id, cell, set & ~(1 << task));
    });
  }
  for (const struct of structs) endGracePeriods(machine, struct.id);
}

/** An embedded object has no grace period of its own: it goes with its container. */
function endGracePeriods(machine: Machine, structId: StructId): void {
  const { grace, heap, life } = machine.program.structs[structId]!;
  if (grace === null) return;
  for (let object = 1; object <= heap; object++) {
    const over = machine.cells(life)[object - 1] === LIMBO && machine.cells(grace)[object - 1] === 0;
    if (over) free(machine, structId, object);
  }
}

/** The object itself, then all objects embedded in it, however deep. */
function partsOf(machine: Machine, struct: StructId, object: number): Part[] {
  const parts: Part[] = [{ struct, object }];
  for (const part of parts) {
    for (const other of machine.program.structs) {
      const homes = other.embeddedIn.filter((home) => home.container === part.struct);
      parts.push(...homes.map((home) => ({ struct: other.id, object: home.first + part.object - 1 })));
    }
  }
  return parts;
}

function pointedFromMemory(machine: Machine, { struct, object }: Part): boolean {
  return machine.program.columns.some(
    ({ id, type }) => type.kind === 'pointer' && type.struct === struct && machine.cells(id).includes(object),
  );
}

function pointedFromFrames(machine: Machine, { struct, object }: Part): boolean {
  return machine.frames().some(({ fn, locals }) =>
    machine.program.fns[fn]!.locals.some(({ type }, local) => type.kind === 'pointer' && type.struct === struct && locals[local] === object),
  );
}

function setLife(machine: Machine, { struct, object }: Part, life: number): void {
  machine.write(machine.program.structs[struct]!.life, object - 1, life);
}

function reset(machine: Machine, { struct, object }: Part, fill: Fill): void {
  for (const id of machine.program.structs[struct]!.columns) {
    const { ghost, initial, uninit, dims } = machine.program.columns[id]!;
    if (fill === 'keep' && !ghost) continue;
    const size = dims.slice(1).reduce((product, dim) => product * dim, 1);
    const value = fill === 'uninit' && !ghost ? (uninit ?? initial) : initial;
    for (let cell = (object - 1) * size; cell < object * size; cell++) machine.write(id, cell, value);
  }
}
