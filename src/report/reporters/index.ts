/** The reporters: each makes a text out of a document, and nothing else. A new one is a file here and an entry below. */
import type { CheckDocument } from '../check-document.js';

/** Pure: the same document gives the same text, which ends with a newline. */
export type Reporter = (document: CheckDocument, options?: ReporterOptions) => string;

export interface ReporterOptions {
  /** Of `html`: address of a line of the model, with `{path}` and `{line}`. */
  readonly source?: string;
}

export interface ReporterEntry {
  /** For the help. */
  readonly about: string;
  /** Loads it with the libraries that it needs. */
  readonly load: () => Promise<Reporter>;
}

const entries = {
  'default': { about: 'the usual text', load: async () => (await import('./default.js')).plain },
  'json': { about: 'the document (schema/check.json), for merge-reports and programs', load: async () => (await import('./json.js')).json },
  'junit': { about: "JUnit's XML", load: async () => (await import('./junit.js')).junit },
  'sarif': { about: 'SARIF 2.1.0', load: async () => (await import('./sarif.js')).sarif },
  'github': { about: 'annotations of GitHub Actions', load: async () => (await import('./github.js')).github },
  'github-summary': { about: 'Markdown for the summary of a step of GitHub Actions', load: async () => (await import('./github-summary.js')).githubSummary },
  'ktap': { about: "the kernel's KTAP, version 1", load: async () => (await import('./ktap.js')).ktap },
  'html': { about: 'one page of all checks and trails, step by step', load: async () => (await import('../html/html-report.js')).htmlReport },
  'tap': { about: 'TAP, version 14', load: async () => (await import('./tap.js')).tap },
} as const satisfies Readonly<Record<string, ReporterEntry>>;

export type ReporterName = keyof typeof entries;

/** By name, in the order in which they are told. */
export const reporters: Readonly<Record<ReporterName, ReporterEntry>> = entries;

export function isReporter(name: string): name is ReporterName {
  return Object.hasOwn(entries, name);
}
