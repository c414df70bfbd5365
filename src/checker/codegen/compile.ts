import type * as es from 'estree';
import type { FnId, Program } from '../../lang/ir.js';
import type { Coverage } from '../coverage.js';
import type { Engine, PropertyError, Sink, StepSink } from '../engine.js';
import { Footprint } from '../footprint.js';
import { layOut } from '../layout/build.js';
import { cellCount, type Layout } from '../layout/layout.js';
import { Locks } from '../layout/locks.js';
import { Stacks } from '../layout/stacks.js';
import { validate } from '../program/validate.js';
import { Heap, readersOf } from './heap.js';
import { Lockdep } from './lockdep.js';
import { Odometer } from './odometer.js';
import { emitProperties, propertyName } from './properties.js';
import { emitStart, emitSteps, REMOVED, reported, STOPPED } from './steps.js';
import { array, assign, at, binary, declare, evaluate, forever, func, give, id, num, record, text, when } from './tree.js';

/** What the generated code offers. Paths end in the codes of steps.ts. */
interface Generated {
  /** Runs a step of task S, whose area starts at T, from the block with this code. */
  drive(code: number, T: number, S: number): number;
  /** Runs init. */
  setup(): number;
  /** Start code of each task that has an entry; null for others. */
  readonly starts: readonly (((T: number, S: number) => number) | null)[];
  readonly properties: readonly ((cells: Int32Array) => number)[];
  readonly measures: readonly ((cells: Int32Array) => number)[];
  /** Report that the last property or measure ran into, or -1; taking it resets it. */
  takeFault(): number;
}

/** The compiled engine; it marks what it executes if `coverage` is given. Throws if the program breaks a rule of the IR (program/validate.ts). */
export function compileEngine(program: Program, { coverage = null }: { readonly coverage?: Coverage | null } = {}): Engine {
  validate(program);
  return new CompiledEngine(layOut(program), coverage);
}

/** The generated code as text, for people. */
export function generatedText(program: Program): string {
  return text(emitModule(layOut(program), null));
}

class CompiledEngine implements Engine {
  readonly program: Program;
  /** The cells that paths work on: a state, then the area of setup's stack. */
  private readonly cells: Int32Array;
  private readonly state: Int32Array;
  private readonly zero: Int32Array;
  private readonly bases: Int32Array;
  private readonly odometer = new Odometer();
  private readonly lockdep: Lockdep;
  private readonly code: Generated;
  /** The same, telling `footprint`; made when it is first needed. */
  private recording: Pick<Generated, 'drive'> | null = null;
  readonly footprint: Footprint;

  constructor(readonly layout: Layout, private readonly coverage: Coverage | null) {
    this.program = layout.program;
    this.cells = new Int32Array(layout.size + layout.setup.size);
    this.state = this.cells.subarray(0, layout.size);
    this.zero = unwritten(layout);
    this.bases = Int32Array.from(layout.tasks, ({ base }) => base);
    this.lockdep = new Lockdep(new Locks(layout), this.cells);
    this.footprint = new Footprint(layout);
    this.code = evaluate<Generated>(emitModule(layout, coverage), this.environment(null));
  }

  initials(sink: Sink): void {
    this.odometer.reset();
    do {
      this.cells.fill(0);
      this.cells.set(this.zero);
      this.lockdep.reset();
      this.tell(-1, this.initialPath(), sink);
    } while (this.odometer.advance());
  }

  successors(cells: Int32Array, sink: Sink): void {
    const { bases, code, odometer, lockdep } = this;
    for (let task = 0; task < bases.length; task++) {
      const base = bases[task]!;
      const pc = cells[base]!;
      if (pc === 0) continue;
      odometer.reset();
      do {
        this.state.set(cells);
        lockdep.reset();
        this.tell(task, code.drive(pc, base, task), sink);
      } while (odometer.advance());
    }
  }

  step(task: number, cells: Int32Array, sink: StepSink): void {
    const { odometer, lockdep, footprint } = this;
    const base = this.bases[task]!;
    const pc = cells[base]!;
    if (pc === 0) return;
    const code = (this.recording ??= evaluate<Pick<Generated, 'drive'>>(emitRecording(this.layout, this.coverage), this.environment(footprint)));
    odometer.reset();
    do {
      this.state.set(cells);
      lockdep.reset();
      footprint.clear();
      const ended = code.drive(pc, base, task);
      if (ended === REMOVED) sink.removed(task);
      this.tell(task, ended, sink);
    } while (odometer.advance());
  }

  holds(property: number, cells: Int32Array): boolean | PropertyError {
    const value = this.code.properties[property]!(cells);
    const report = this.code.takeFault();
    return report < 0 ? value !== 0 : { report };
  }

  measure(measure: number, cells: Int32Array): number | PropertyError {
    const value = this.code.measures[measure]!(cells);
    const report = this.code.takeFault();
    return report < 0 ? value : { report };
  }

  private initialPath(): number {
    const ended = this.code.setup();
    if (ended !== STOPPED) return ended;
    for (const [task, start] of this.code.starts.entries()) {
      const code = start ? start(this.bases[task]!, task) : STOPPED;
      if (code !== STOPPED) return code;
    }
    return STOPPED;
  }

  private tell(task: number, ended: number, sink: Sink): void {
    if (ended === REMOVED) {
      this.coverage?.drop();
      return;
    }
    this.coverage?.keep();
    this.lockdep.tell(sink);
    if (ended === STOPPED) sink.state(task, this.odometer.choices, this.state);
    else sink.report(task, this.odometer.choices, reported(ended));
  }

  /** The names that generated code is free in. */
  private environment(footprint: Footprint | null): Readonly<Record<string, unknown>> {
    const { layout, cells } = this;
    const { rcuNesting, tasks } = layout.program;
    const stacks = new Stacks(layout);
    const nesting = rcuNesting === null ? null : (layout.columns[rcuNesting] ?? 0);
    return {
      C: cells,
      B: this.bases,
      E: Int32Array.from(layout.tasks, ({ base, size }) => base + size),
      imul: Math.imul,
      odometer: this.odometer,
      lockdep: this.lockdep,
      ...(this.coverage && { M: this.coverage.marks, mark: this.coverage.mark }),
      stacks,
      heap: new Heap(layout, cells, stacks, footprint),
      readers: (of: Int32Array) => readersOf(of, nesting, tasks.length),
      ...(footprint && recorders(footprint, () => readersOf(cells, nesting, tasks.length))),
    };
  }
}

/** What recorded code calls besides. */
function recorders(footprint: Footprint, readers: () => number): Readonly<Record<string, unknown>> {
  return {
    read: (cell: number) => footprint.read(cell),
    wrote: (cell: number) => footprint.write(cell),
    looked: <T>(seen: T): T => {
      footprint.looked = true;
      return seen;
    },
    spawned: () => { footprint.spawned = true; },
    readersRecorded: () => {
      footprint.readers();
      return readers();
    },
  };
}

/** Memory before init. */
function unwritten(layout: Layout): Int32Array {
  const cells = new Int32Array(layout.size);
  for (const column of layout.program.columns) {
    const start = layout.columns[column.id] ?? 0;
    cells.fill(column.initial, start, start + cellCount(column));
  }
  return cells;
}

function emitModule(layout: Layout, coverage: Coverage | null): es.Statement[] {
  const { program } = layout;
  const started = startedFns(program, layout);
  return [
    declare('let', 'fault', num(-1)),
    declare('let', 'actor', num(0)),
    ...emitSteps(layout, 'step', { recorded: false, coverage }),
    ...emitSteps(layout, 'setup', { recorded: false, coverage }),
    ...started.map((fn) => emitStart(layout, program.fns[fn]!)),
    ...emitProperties(layout),
    emitDrive(),
    emitSetup(layout),
    func('takeFault', [], [declare('const', 'taken', id('fault')), assign(id('fault'), num(-1)), give(id('taken'))]),
    declare('const', 'starts', array(program.tasks.map(({ entry }) => id(entry === null ? 'null' : `start${entry}`)))),
    declare('const', 'properties', array(program.properties.map(({ fn }) => id(propertyName(fn))))),
    declare('const', 'measures', array((program.measures ?? []).map(({ fn }) => id(propertyName(fn))))),
    give(record(['drive', 'setup', 'starts', 'properties', 'measures', 'takeFault'])),
  ];
}

/** The code of steps alone, which tells a footprint what it touches. */
function emitRecording(layout: Layout, coverage: Coverage | null): es.Statement[] {
  const { program } = layout;
  return [
    ...emitSteps(layout, 'step', { recorded: true, coverage }),
    ...startedFns(program, layout).map((fn) => emitStart(layout, program.fns[fn]!)),
    emitDrive(),
    give(record(['drive'])),
  ];
}

/** Functions that a stack can start with. */
function startedFns(program: Program, layout: Layout): FnId[] {
  const entries = program.tasks.flatMap(({ entry }) => (entry === null ? [] : [entry]));
  const running = new Set([...layout.calls.ofInit, ...layout.calls.ofTask.flatMap((fns) => [...fns])]);
  const instrs = [...running].flatMap((fn) => program.fns[fn]!.blocks.flatMap((block) => block.instrs));
  return [...new Set([...entries, ...instrs.flatMap((instr) => (instr.kind === 'spawn' ? [instr.fn] : []))])];
}

function emitDrive(): es.Statement {
  return func('drive', ['code', 'T', 'S'], [
    forever([
      assign(id('code'), { type: 'CallExpression', callee: at('stepTable', id('code')), arguments: [id('T'), id('S')], optional: false }),
      when(binary('<=', id('code'), num(0)), [give(id('code'))]),
    ]),
  ]);
}

function emitSetup(layout: Layout): es.Statement {
  const init = layout.program.fns[layout.program.init]!;
  const entry = layout.points.codes[init.id]?.[init.entry] ?? 0;
  return func('setup', [], [
    declare('let', 'code', num(entry)),
    assign(id('actor'), num(0)),
    assign(at('C', num(layout.size)), num(entry)),
    forever([
      assign(id('code'), { type: 'CallExpression', callee: at('setupTable', id('code')), arguments: [num(layout.size), id('actor')], optional: false }),
      when(binary('<=', id('code'), num(0)), [give(id('code'))]),
    ]),
  ]);
}
