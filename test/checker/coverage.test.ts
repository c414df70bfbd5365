import { describe, expect, it } from 'vitest';
import { compileEngine, generatedText } from '../../src/checker/codegen/compile.js';
import { check } from '../../src/checker/check.js';
import { Coverage, type Reach } from '../../src/checker/coverage.js';
import { initialStates, transitions } from '../../src/checker/interpret/interpret.js';
import { layOut } from '../../src/checker/layout/build.js';
import { explore } from '../../src/checker/search/explore.js';
import { compile, loadSpec } from '../../src/lang/compile.js';
import type { Program } from '../../src/lang/ir.js';
import { programOf } from '../helpers/front.js';
import { subsets } from '../helpers/subsets.js';

async function reachOf(program: Program, options: Parameters<typeof explore>[1] = {}): Promise<Reach> {
  const coverage = new Coverage(program);
  await explore(compileEngine(program, { coverage }), options);
  return coverage.reach();
}

/** `function condition true false`, 1 where it was. */
function branchWords({ branches }: Reach): string[] {
  return branches.map((branch) => `${branch.fn}: ${branch.text} ${Number(branch.true)}${Number(branch.false)}`).toSorted();
}

/** Names of the functions that tasks entered. */
function entered({ functions }: Reach): string[] {
  return [...new Set(functions.filter(({ by }) => by === 'tasks').map(({ name }) => name))].toSorted();
}

describe('coverage', () => {
  it('tells which ways the branches of conditions, loops, switches, && and ?: went, by their own text', async () => {
    const program = programOf(`
      let n: Int<0, 3> = 0; let out: int = 0;
      function one(): void {
        const start = choose(2);
        n = start;
        if (n === 0 && !(out > 5)) out = 1;
        for (let i: Int<0, 9> = 0; i < 2; i++) { out = i; }
        switch (start) {
          case 0: out = 3; break;
          case 7: out = 4; break;
        }
        const chosen = start === 5 ? 1 : 2;
        out = chosen;
      }`, 'tasks: { T1: one }');
    expect(branchWords(await reachOf(program))).toEqual([
      'one: case 0 11', 'one: case 7 01', 'one: i < 2 11', 'one: n === 0 11', 'one: out > 5 01', 'one: start === 5 01',
    ]);
  });

  it('takes back what a path marked that an assume removes at the end of its step', async () => {
    const program = programOf(`
      let x: Int<0, 3> = 0;
      function mark(): void { x = 1; }
      function one(): void { atomic(() => { mark(); assume(x === 2); }); after(); }
      function after(): void { x = 2; }`, 'tasks: { T1: one }');
    expect(program.origins).toHaveLength(1);
    expect(entered(await reachOf(program))).toEqual(['one']);
  });

  it('keeps what a path did that ends in a report', async () => {
    const program = programOf(`
      let x: Int<0, 3> = 0;
      function bad(): void { x = 1; BUG_ON(true); }
      function one(): void { bad(); }`, 'tasks: { T1: one }');
    expect(entered(await reachOf(program))).toEqual(['bad', 'one']);
  });

  it('costs nothing where nobody asks: the generated code has no mark', () => {
    expect(generatedText(programOf('let x: Int<0, 3> = 0; function one(): void { if (x === 0) x = 1; }', 'tasks: { T1: one }'))).not.toContain('mark(');
  });

  it('changes nothing of what a search finds', async () => {
    const spec = loadSpec('specs/fdtable/two-opens.ts');
    const program = compile(spec, spec.variants[0]!);
    const [without, with_] = await Promise.all([false, true].map((coverage) => check(program, { coverage })));
    expect({ ...with_, reach: null, performance: null }).toEqual({ ...without, performance: null });
  });

  it.each(['fdtable/dup2-is-atomic', 'fdtable/two-opens', 'locks/close-against-setlk'])('is the same under every set of reductions, on %s', async (name) => {
    const spec = loadSpec(`specs/${name}.ts`);
    for (const variant of spec.variants.slice(0, 1)) {
      const program = compile(spec, variant);
      const [plain, ...others] = await Promise.all(subsets.map(async (reductions) => reachOf(program, { reductions })));
      for (const other of others) expect(branchWords(other)).toEqual(branchWords(plain!));
      for (const other of others) expect(entered(other)).toEqual(entered(plain!));
    }
  }, 240_000);

  it('marks every function of which the interpreter executes an access, and none that it does not see on a stack, return, or access', async () => {
    const spec = loadSpec('specs/fdtable/dup2-onto-reserved.ts');
    const program = compile(spec, spec.variants[0]!);
    const { accessed, run } = seenByInterpreter(program);
    const marked = entered(await reachOf(program));
    expect(accessed.size).toBeGreaterThan(20);
    expect([...accessed].filter((name) => !marked.includes(name))).toEqual([]);
    expect(marked.filter((name) => !accessed.has(name) && !run.has(name))).toEqual([]);
  }, 240_000);
});

/** Functions of which steps of tasks execute an access, and those that are on stacks or return, by a walk of all states in the interpreter alone. */
function seenByInterpreter(program: Program): { readonly accessed: ReadonlySet<string>; readonly run: ReadonlySet<string> } {
  const layout = layOut(program);
  const accessed = new Set<string>();
  const run = new Set<string>();
  const seen = new Set<string>();
  const pending = initialStates(program).flatMap(({ next }) => (next === null ? [] : [next]));
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const key = layout.encode(state).join();
    if (seen.has(key)) continue;
    seen.add(key);
    for (const { fn } of state.stacks.flat()) run.add(program.fns[fn]!.name);
    for (const { fired, returns, next } of transitions(program, state)) {
      for (const access of fired) accessed.add(program.sites[program.accesses[access]!.site]!.fn);
      for (const { fn } of returns) run.add(program.fns[fn]!.name);
      if (next !== null) pending.push(next);
    }
  }
  return { accessed, run };
}
