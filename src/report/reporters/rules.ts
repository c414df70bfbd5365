/** The rules that findings are about: what fdcheck checks of itself, what it can say besides, and the properties of a document. */
import type { ReportClass } from '../../lang/ir.js';
import { factsOf, type Outcome } from '../../checker/outcome.js';
import type { CheckDocument } from '../check-document.js';
import { DRIFT_RULE, HUNG_RULE, SAME_RULE, ruleOf } from './findings.js';

export interface Rule {
  readonly id: string;
  /** A sentence. */
  readonly says: string;
}

const classes: Readonly<Record<ReportClass, string>> = {
  'null-ptr-deref': 'No NULL pointer is dereferenced.',
  'use-after-free': 'No object is used after it was freed.',
  'double-free': 'No object is freed twice.',
  'slab-out-of-bounds': 'No array is accessed beyond its bounds.',
  'uninit-value': 'No value is used before it was written.',
  'refcount': 'No reference count is taken up from zero or falls below it.',
  'lockdep': 'Locks are taken in one order, and given back by who holds them.',
  'atomic-sleep': 'Nothing sleeps where it must not: under a spinlock, in an RCU read section.',
  'rcu-usage': 'What RCU protects is read in an RCU read section only.',
  'held-at-exit': 'No task ends, or returns to user space, with a lock held.',
  'memory-leak': 'No object is left that nothing points to.',
  'bug': 'No BUG_ON triggers.',
  'warn': 'No WARN_ON triggers.',
  'assert': 'No assertion fails.',
  'range': 'Every value stays in the range that the model declares.',
  'pool': 'No pool of objects runs out.',
  'model': 'The model can be executed.',
};

/** How a spec, or a variant of one, can fail to be checked at all. */
const FAILURES: readonly Outcome[] = ['usage', 'system', 'compile', 'model', 'inconclusive'];

/** All that fdcheck can find in any document, then the properties of this one by name. */
export function rulesOf(document: CheckDocument): Rule[] {
  return [
    ...Object.entries(classes).map(([name, says]) => ({ id: `check/${name}`, says })),
    { id: 'check/any', says: 'No built-in check reports.' },
    { id: HUNG_RULE, says: 'No task hangs: where nothing can move, every task is at a valid end.' },
    { id: SAME_RULE, says: 'Two variants of which a spec says so are the same.' },
    { id: DRIFT_RULE, says: factsOf('drift').meaning },
    ...FAILURES.map((outcome) => ({ id: `failure/${outcome}`, says: factsOf(outcome).meaning })),
    ...propertyRules(document),
  ];
}

function propertyRules({ runs }: CheckDocument): Rule[] {
  const verdicts = runs.flatMap((run) => run.verdicts).filter(({ about }) => about !== 'hung' && about !== 'checks');
  const said = new Map(verdicts.map((verdict) => [ruleOf(verdict), meaning(verdict.about, verdict.name ?? '')]));
  return [...said].map(([id, says]) => ({ id, says })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function meaning(about: string, name: string): string {
  switch (about) {
    case 'always': return `${name} holds in every reachable state.`;
    case 'reachable': return `${name} is true in some reachable state.`;
    case 'final': return `${name} holds wherever nothing can move and no task hangs.`;
    default: return `${name} can be measured at every end.`;
  }
}
