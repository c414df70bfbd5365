import { describe, expect, test } from 'vitest';
import { sourceLinks } from '../../src/cli/html-links.js';

const github = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'someone/fdcheck', GITHUB_SHA: '0123abc', GITHUB_WORKSPACE: '/home/runner/work/fdcheck' };
const gitlab = { CI_PROJECT_URL: 'https://gitlab.com/someone/fdcheck', CI_COMMIT_SHA: '0123abc', CI_PROJECT_DIR: '/builds/fdcheck' };

describe('the source links of an HTML report', () => {
  test.each([
    ['report.html', '{path}#L{line}'], ['out/html/report.html', '../../{path}#L{line}'], ['/tmp/report.html', '../home/me/fd%20check/{path}#L{line}'],
  ])('are relative to %s', (file, source) => {
    expect(sourceLinks(file, '/home/me/fd check', {})).toEqual({ source });
  });

  test('are of the commit on GitHub, below the folder of the run', () => {
    expect(sourceLinks('report.html', '/home/runner/work/fdcheck/models', github)).toEqual({ source: 'https://github.com/someone/fdcheck/blob/0123abc/models/{path}#L{line}' });
  });

  test('are of the commit on GitLab', () => {
    expect(sourceLinks('report.html', '/builds/fdcheck', gitlab)).toEqual({ source: 'https://gitlab.com/someone/fdcheck/-/blob/0123abc/{path}#L{line}' });
  });

  test('are what FDCHECK_SOURCE_URL says, wherever it runs', () => {
    expect(sourceLinks('report.html', '/builds/fdcheck', { ...gitlab, FDCHECK_SOURCE_URL: 'vscode://file//src/{path}:{line}' })).toEqual({ source: 'vscode://file//src/{path}:{line}' });
  });
});
