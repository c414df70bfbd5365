import type { AccessId, Block, BlockId, Fn, FnId, Program, Terminator } from '../../lang/ir.js';

export type Call = Extract<Terminator, { kind: 'call' }>;

/** A block as a place where a frame can stand. */
export interface Point {
  readonly fn: FnId;
  readonly block: BlockId;
  /** The boundary access that the block starts with, or null. */
  readonly access: AccessId | null;
}

/** A call, seen from the function that it calls. */
export interface CallSite {
  readonly caller: FnId;
  /** The block whose terminator is the call. */
  readonly block: BlockId;
  readonly call: Call;
}

/** The numbering of a program's blocks and call sites. */
export interface ProgramPoints {
  /** By code, from 1 (index 0 is unused: the empty stack). Control points come first, so that stored codes are small. */
  readonly points: readonly (Point | null)[];
  /** Codes 1..controlPoints start with a boundary access. */
  readonly controlPoints: number;
  /** Code of a block: `codes[fn][block]`. */
  readonly codes: readonly (readonly number[])[];
  /** Call sites of each function; a frame's return code is 1 + index here. */
  readonly sites: readonly (readonly CallSite[])[];
  /** `returnCodes[fn][block]`: return code of the call at the end of that block, or 0. */
  readonly returnCodes: readonly (readonly number[])[];
}

/** The access that makes this block a control point, or null. */
export function boundaryOf(block: Block): AccessId | null {
  const first = block.instrs[0];
  return first?.kind === 'access' && first.boundary ? first.access : null;
}

export function numberPoints(program: Program): ProgramPoints {
  const all = program.fns.flatMap((fn) => fn.blocks.map((block, at): Point => ({ fn: fn.id, block: at, access: boundaryOf(block) })));
  const control = all.filter((point) => point.access !== null);
  const points = [null, ...control, ...all.filter((point) => point.access === null)];
  const codes = program.fns.map((fn) => fn.blocks.map(() => 0));
  points.forEach((point, code) => {
    const row = point && codes[point.fn];
    if (row) row[point.block] = code;
  });
  return { points, controlPoints: control.length, codes, ...numberCalls(program.fns) };
}

function numberCalls(fns: readonly Fn[]): Pick<ProgramPoints, 'sites' | 'returnCodes'> {
  const sites: CallSite[][] = fns.map(() => []);
  const returnCodes = fns.map((fn) =>
    fn.blocks.map((block, at) => (block.end.kind === 'call' ? (sites[block.end.fn]?.push({ caller: fn.id, block: at, call: block.end }) ?? 0) : 0)),
  );
  return { sites, returnCodes };
}

/** The code of a block; throws if there is no such block. */
export function codeOf(points: ProgramPoints, fn: FnId, block: BlockId): number {
  const code = points.codes[fn]?.[block];
  if (code === undefined) throw new Error(`no block ${block} in function ${fn}`);
  return code;
}
