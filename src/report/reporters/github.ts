/** Workflow commands of GitHub Actions: an annotation for each finding. The runner reads them from what a step prints. */
import type { CheckDocument } from '../check-document.js';
import { summaryText } from './default.js';
import { findingsOf, type Finding } from './findings.js';
import { oneLine } from './one-line.js';
import { suitesOf } from './suites.js';

export function github(document: CheckDocument): string {
  const skipped = document.skipped.length === 0 ? [] : [command('warning', { title: 'fdcheck' }, `not begun, as there were enough drifts before: ${document.skipped.join(', ')}`)];
  return `${[...findingsOf(document).map(annotation), ...skipped, summaryText(document, suitesOf(document))].join('\n')}\n`;
}

function annotation({ check, title, text, spot }: Finding): string {
  const place = spot === null ? {} : { file: spot.path, line: spot.line, ...(spot.endColumn === undefined ? {} : { endLine: spot.line }), col: spot.column, ...(spot.endColumn === undefined ? {} : { endColumn: spot.endColumn }) };
  return command('error', { ...place, title: oneLine(`${check}: ${title}`) }, text === '' ? title : text);
}

/** `::error file=fs/exec.ts,line=3::what`, with the escapes of the Actions toolkit. */
function command(name: 'error' | 'warning', properties: Readonly<Record<string, string | number>>, message: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(String(value))}`);
  return `::${name} ${given.join(',')}::${escaped(message)}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
