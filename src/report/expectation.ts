/** What a spec expects, as the spec says it. */
import type { Expectation } from '../lang/compile.js';

export function expectationText(expectation: Expectation): string {
  switch (expectation.kind) {
    case 'proved':
    case 'hung': return expectation.kind;
    case 'violated':
    case 'unreached': return `${expectation.kind}(${expectation.properties.join(', ')})`;
    case 'all': return expectation.of.map(expectationText).join(' and ');
    case 'reports': return `reports(${expectation.classes.join(', ')})`;
  }
}
