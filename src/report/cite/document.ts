/** `fdcheck cite --json`: schema/cite.json. */
import { countsOf, inOrder, isDrift, type CiteReport } from './drift.js';

export function citeDocument(report: CiteReport): unknown {
  const place = ({ file, name, line }: { readonly file: string; readonly name: string; readonly line: number }): object => ({ file, name, line });
  return {
    format: 'fdcheck-cite-1',
    kernel: report.tree.name, version: report.tree.version, release: report.tree.release, drift: isDrift(report),
    counts: countsOf(report.findings),
    definitions: inOrder(report.findings).map(({ status, accepted, name, kind, citations, models, modelled, now, note, diff }) => ({
      status, accepted, name, kind,
      citations: citations.map(({ path, line, version }) => ({ path, line, version })), models: models.map(place), modelled,
      now: now === null ? null : { path: now.path, name: now.name, line: now.line, hash: now.hash },
      note, diff,
    })),
    uncited: report.uncited.map(({ declaration, why }) => ({ ...place(declaration), why })),
    wrongOwn: report.wrongOwn,
  };
}
