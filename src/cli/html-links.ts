/** Where the lines of an HTML report's model are, for whoever reads it: beside the report, or on the server whose CI wrote it. */
import { dirname, relative, resolve } from 'node:path';
import type { HtmlOptions } from '../report/html/html-report.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The source links of a report that is written to `file` from `folder`. FDCHECK_SOURCE_URL, with `{path}` and `{line}`, comes first; then the
 * commit that GitHub or GitLab runs CI for; else a path relative to the report.
 */
export function sourceLinks(file: string, folder: string, environment: Environment): Pick<HtmlOptions, 'source'> {
  const given = environment['FDCHECK_SOURCE_URL'];
  if (given !== undefined && given !== '') return { source: given };
  const server = commitOf(environment);
  if (server !== null) return { source: `${server.url}/${below(server.root, folder)}{path}#L{line}` };
  return { source: `${below(dirname(resolve(folder, file)), folder)}{path}#L{line}` };
}

/** Address of the files of the commit, and the folder in which it is checked out. */
function commitOf(of: Environment): { readonly url: string; readonly root: string } | null {
  const { GITHUB_SERVER_URL: github, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha, GITHUB_WORKSPACE: workspace } = of;
  if (github !== undefined && repository !== undefined && sha !== undefined && workspace !== undefined) return { url: `${github}/${repository}/blob/${sha}`, root: workspace };
  const { CI_PROJECT_URL: project, CI_COMMIT_SHA: commit, CI_PROJECT_DIR: checkout } = of;
  if (project !== undefined && commit !== undefined && checkout !== undefined) return { url: `${project}/-/blob/${commit}`, root: checkout };
  return null;
}

/** How to get from one folder to another in an address: empty, or with a slash at its end. */
function below(from: string, to: string): string {
  const way = relative(from, to).replaceAll('\\', '/');
  return way === '' ? '' : `${way.split('/').map(encodeURIComponent).join('/')}/`;
}
