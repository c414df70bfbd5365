/**
 * Prints a TextShape twice: as model text, and as JavaScript generator functions that yield right before each shared access. What
 * JavaScript then computes is what the model means, so that this oracle shares nothing with the front end but JavaScript itself.
 */
import type { Bool, Int, Place, Read, Statement, Test, TextShape } from './text-shapes.js';

type Dialect = 'model' | 'javascript';

/** The model as a file of the language. */
export function modelText({ setup, tasks, helper, pair }: TextShape): string {
  const print = (statements: readonly Statement[], place: Where) => new Printer('model', place).body(statements);
  return `// Does it compute what JavaScript computes?
import {
  array, assume, atomic, choose, cmpxchg, ghost, ghost_field, Int, proved, range, READ_ONCE, smp_load_acquire, smp_store_release,
  spec, spin_lock, spin_unlock, spinlock_t, WRITE_ONCE, xchg, zeroed,
} from 'fdcheck/lang';

let g0: Int<0, 3> = 0;
let g1: Int<0, 3> = 1;
let g2: Int<0, 3> = 0;
const row: array<Int<0, 3>, 4> = zeroed();
let total: Int<-512, 512> = 0;
const totals: array<Int<-512, 512>, 4> = zeroed();
let shadow: ghost_field<Int<0, 3>> = 0;
const lock: spinlock_t = zeroed();

function helper(x: Int<0, 3>): Int<0, 3> {
  let a: Int<0, 3> = x;
  let b: Int<-2, 1> = 0;
${print(helper, 'helper')}
  return a;
}

function pair(x: Int<0, 3>): [Int<0, 3>, Int<-2, 1>] {
  let a: Int<0, 3> = x;
  let b: Int<-2, 1> = 0;
${print(pair, 'pair')}
  return [a, b];
}

${tasks.map((task, k) => `function task${k}(): void {
  let a: Int<0, 3> = 0;
  let b: Int<-2, 1> = 0;
${print(task, 'task')}
}`).join('\n\n')}

export default spec({
  setup() {
    let a: Int<0, 3> = 0;
    let b: Int<-2, 1> = 0;
${print(setup, 'setup')}
  },
  tasks: { ${tasks.map((_, k) => `T${k}: task${k}`).join(', ')} },
  expect: { base: proved },
});
`;
}

/** The same as the body of a function of (m, r): memory and the run-time of text-run.ts; it gives {setup, tasks}. */
export function javascriptText({ setup, tasks, helper, pair }: TextShape): string {
  const print = (statements: readonly Statement[], place: Where) => new Printer('javascript', place).body(statements);
  return `
function* helper(x) { let a = x, b = 0;
${print(helper, 'helper')}
  return a; }
function* pair(x) { let a = x, b = 0;
${print(pair, 'pair')}
  return [a, b]; }
function* setup() { let a = 0, b = 0;
${print(setup, 'setup')}
}
return { setup, tasks: [${tasks.map(task => `function* (self) { let a = 0, b = 0;
${print(task, 'task')}
}`).join(', ')}] };`;
}

type Where = 'setup' | 'task' | 'helper' | 'pair';

/** Two-bit values; -2 .. 1 for b. */
const fit = (text: string, name: string) => (name === 'b' ? `(((${text}) & 3) - 2)` : `((${text}) & 3)`);

class Printer {
  private names = 0;
  private loops = 0;
  private raw: boolean;

  constructor(private readonly dialect: Dialect, private readonly where: Where) {
    this.raw = where === 'setup';
  }

  body(statements: readonly Statement[]): string {
    return statements.map(s => this.statement(s)).join('\n');
  }

  private get js(): boolean {
    return this.dialect === 'javascript';
  }

  private statement(s: Statement): string {
    switch (s.kind) {
      case 'set': return this.assign(s.name, s.fitted ? fit(this.int(s.value), s.name) : this.int(s.value));
      case 'load': return this.assign(s.name, fit(this.read(s.from), s.name));
      case 'store': return this.store(s);
      case 'copy': return this.copy(s.to, this.read(s.from));
      case 'count': return this.count(s);
      case 'choose': return this.assign(s.name, fit(this.js ? `r.choose(${s.count})` : `choose(${s.count})`, s.name));
      case 'assume': return `${this.js ? 'r.' : ''}assume(${this.bool(s.test)});`;
      case 'lock': case 'unlock': return this.lock(s.kind);
      case 'break': case 'continue': return this.loops > 0 ? `if (a > 1) ${s.kind};` : '';
      case 'return': return this.return();
      case 'atomic': return this.atomic(s.body);
      case 'section': return `${this.lock('lock')}\n${this.body(s.body)}\n${this.lock('unlock')}`;
      case 'if': return `if (${this.test(s.test)}) {\n${this.body(s.then)}\n} else {\n${this.body(s.else)}\n}`;
      case 'switch': return this.switch(s);
      case 'call': return this.call(s);
      default: return this.loop(s);
    }
  }

  private assign(name: string, value: string): string {
    if (!this.js) return `${name} = ${value};`;
    return `${name} = r.inRange(${value}, ${name === 'b' ? '-2, 1' : '0, 3'});`;
  }

  private store({ how, place, value, ghost }: Extract<Statement, { kind: 'store' }>): string {
    const fitted = fit(this.int(value), '');
    const shadow = ghost === null ? '' : fit(this.int(ghost), '');
    if (this.js) return `yield* r.put(${this.jsPlace(place)}, ${fitted}, ${shadow === '' ? 'null' : `() => { m.shadow = ${shadow}; }`});`;
    const target = this.place(place);
    const text = how === 'plain' ? `${target} = ${fitted};` : `${how}(${target}, ${fitted});`;
    return shadow === '' ? text : `${text}\nghost(() => { shadow = ${shadow}; });`;
  }

  private copy(to: string, value: string): string {
    return this.js ? `yield* r.put([m, '${to}'], ${fit(value, '')}, null);` : `${to} = ${fit(value, '')};`;
  }

  private count({ how, element, by }: Extract<Statement, { kind: 'count' }>): string {
    const amount = how === '+=' ? fit(this.int(by), '') : how === '++' ? '1' : '-1';
    if (this.js) return `yield* r.add(${element ? `[m.totals, ${this.loadOf("[m, 'g2']")}]` : "[m, 'total']"}, ${amount});`;
    const target = element ? 'totals[g2]' : 'total';
    return how === '+=' ? `${target} += ${amount};` : `${target}${how};`;
  }

  /** Lock sections stay out of atomic() and of what is called in it. */
  private lock(kind: 'lock' | 'unlock'): string {
    if (this.raw || this.where !== 'task') return '';
    return this.js ? `yield* r.${kind}(self);` : `spin_${kind}(lock);`;
  }

  private return(): string {
    const value = { setup: '', task: '', helper: ' a', pair: ' [a, b]' }[this.where];
    return this.raw ? '' : `if (b < 0) return${value};`;
  }

  private atomic(body: readonly Statement[]): string {
    const { raw, loops } = this;
    Object.assign(this, { raw: true, loops: 0 });
    const text = this.body(body);
    Object.assign(this, { raw, loops });
    return this.js ? `yield* r.atomic(function* () {\n${text}\n});` : `atomic(() => {\n${text}\n});`;
  }

  private loop(s: Extract<Statement, { kind: 'for' | 'forOf' | 'while' | 'doWhile' }>): string {
    const k = `k${this.names++}`;
    this.loops++;
    const body = this.body(s.body);
    this.loops--;
    const test = this.test(s.test);
    switch (s.kind) {
      case 'for': return `for (let ${k} = 0; ${k} < ${s.rounds}; ${k}++) {\n${body}\n}`;
      case 'forOf': return `for (const ${k} of ${this.js ? 'r.' : ''}range(0, ${s.rounds})) {\n${body}\n}`;
      case 'while': return `let ${k} = 0;\nwhile (${k} < ${s.rounds} && ${test}) {\n${k} += 1;\n${body}\n}`;
      case 'doWhile': return `let ${k} = 0;\ndo {\n${k}++;\n${body}\n} while (${k} < ${s.rounds} && ${test});`;
    }
  }

  private switch({ value, cases }: Extract<Statement, { kind: 'switch' }>): string {
    const outer = this.loops;
    this.loops = 0;
    const arms = cases.map(({ body, breaks }, k) => {
      const label = k === cases.length - 1 ? 'default:' : `case ${k}:`;
      return `${label} {\n${this.body(body)}\n}${breaks ? '\nbreak;' : ''}`;
    });
    this.loops = outer;
    return `switch ((${this.int(value)}) & 3) {\n${arms.join('\n')}\n}`;
  }

  /** Only tasks call, so that the call graph is no cycle. */
  private call({ fn, argument }: Extract<Statement, { kind: 'call' }>): string {
    if (this.where === 'helper' || this.where === 'pair') return '';
    const called = `${this.js ? 'yield* ' : ''}${fn}(${fit(this.int(argument), '')})`;
    if (fn === 'helper') return this.assign('a', called);
    const [x, y] = [`x${this.names}`, `y${this.names++}`];
    return `const [${x}, ${y}] = ${called};\n${this.assign('a', x)}\n${this.assign('b', y)}`;
  }

  private int(e: Int): string {
    switch (e.kind) {
      case 'const': return e.value < 0 ? `(${e.value})` : String(e.value);
      case 'local': return e.name;
      case 'binary': return `(${this.int(e.left)} ${e.op} ${this.int(e.right)})`;
      case 'not': return `(~${this.int(e.operand)})`;
      case 'cond': return `(${this.bool(e.test)} ? ${this.int(e.then)} : ${this.int(e.else)})`;
    }
  }

  private bool(e: Bool): string {
    switch (e.kind) {
      case 'compare': return `${this.int(e.left)} ${e.op} ${this.int(e.right)}`;
      case 'logic': return `((${this.bool(e.left)}) ${e.op} (${this.bool(e.right)}))`;
      case 'negate': return `!(${this.bool(e.operand)})`;
    }
  }

  private test(e: Test): string {
    switch (e.kind) {
      case 'local': return `(${this.bool(e.test)})`;
      case 'shared': return `(${this.read(e.left)} ${e.op} ${this.int(e.right)})`;
      case 'logic': return `(${this.test(e.left)} ${e.op} ${this.test(e.right)})`;
      case 'negate': return `!${this.test(e.operand)}`;
    }
  }

  private place(place: Place): string {
    switch (place.kind) {
      case 'global': return place.name;
      case 'element': return `row[${fit(this.int(place.index), '')}]`;
      case 'byGlobal': return 'row[g2]';
    }
  }

  /** [object, key]; reading g2 for an index is an access of its own. */
  private jsPlace(place: Place): string {
    switch (place.kind) {
      case 'global': return `[m, '${place.name}']`;
      case 'element': return `[m.row, ${fit(this.int(place.index), '')}]`;
      case 'byGlobal': return `[m.row, ${this.loadOf("[m, 'g2']")}]`;
    }
  }

  private loadOf(place: string): string {
    return `(yield* r.get(${place}))`;
  }

  private read(read: Read): string {
    switch (read.kind) {
      case 'read': return this.js ? this.loadOf(this.jsPlace(read.place)) : read.how === 'plain' ? this.place(read.place) : `${read.how}(${this.place(read.place)})`;
      case 'xchg': return this.js
        ? `(yield* r.xchg(${this.jsPlace(read.place)}, ${fit(this.int(read.value), '')}))`
        : `xchg(${this.place(read.place)}, ${fit(this.int(read.value), '')})`;
      case 'cmpxchg': return this.js
        ? `(yield* r.cmpxchg(${this.jsPlace(read.place)}, ${fit(this.int(read.expected), '')}, ${fit(this.int(read.value), '')}))`
        : `cmpxchg(${this.place(read.place)}, ${fit(this.int(read.expected), '')}, ${fit(this.int(read.value), '')})`;
      case 'sum': return this.js
        ? `(yield* r.atomic(function* () { return ${this.loadOf(this.jsPlace(read.left))} + ${this.loadOf(this.jsPlace(read.right))}; }))`
        : `atomic(() => ${this.place(read.left)} + ${this.place(read.right)})`;
    }
  }
}
