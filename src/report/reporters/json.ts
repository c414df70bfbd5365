/** The document itself (schema/check.json): what `fdcheck merge-reports` reads. */
import type { CheckDocument } from '../check-document.js';

export function json(document: CheckDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
