/**
 * SARIF 2.1.0 (OASIS). A result for each finding, and none for what passed or is expected: GitHub's code scanning raises an alert for every result,
 * whatever its `kind` or its `suppressions` say (ADR 0018).
 */
import type { CodeFlow, Location, Log, ReportingDescriptor, Result, Run, Stack as SarifStack, ThreadFlowLocation } from 'sarif';
import { factsOf } from '../../checker/outcome.js';
import type { CheckDocument } from '../check-document.js';
import type { StepDocument, TrailDocument } from '../document.js';
import type { FrameDocument, PlaceDocument } from '../place.js';
import { findingsOf, type Finding, type Spot, type Stack } from './findings.js';
import { rulesOf, type Rule } from './rules.js';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** Paths are told from the root of the repository. */
const ROOT = '%SRCROOT%';
/** Outcomes after which nothing can be said of some of the checks. */
const UNSUCCESSFUL = ['usage', 'system', 'compile'];

export function sarif(document: CheckDocument): string {
  const log: Log = { $schema: SCHEMA, version: '2.1.0', runs: [runOf(document)] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function runOf(document: CheckDocument): Run {
  const rules = rulesOf(document);
  const known = new Map(rules.map(({ id }, at) => [id, at]));
  const { command, outcome, exit } = document;
  return {
    tool: { driver: { name: 'fdcheck', rules: rules.map(descriptor) } },
    automationDetails: { id: `fdcheck/${command}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the repository.' } } },
    invocations: [{ executionSuccessful: !UNSUCCESSFUL.includes(outcome), exitCode: exit, exitCodeDescription: factsOf(outcome).meaning }],
    results: findingsOf(document).map((finding) => resultOf(finding, known.get(finding.rule))),
  };
}

function descriptor({ id, says }: Rule): ReportingDescriptor {
  return {
    id, name: pascal(id), shortDescription: { text: says }, fullDescription: { text: says }, help: { text: says },
    defaultConfiguration: { level: 'error' }, properties: { tags: ['concurrency'], precision: 'very-high' },
  };
}

/** `UseAfterFree` for `check/use-after-free`: SARIF's readers want an identifier. */
function pascal(id: string): string {
  return id.slice(id.indexOf('/') + 1).split(/[^\p{L}\p{N}]+/u).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** An inconclusive search is no failure of what it was about: `open`, which has no level. */
function resultOf(finding: Finding, ruleIndex: number | undefined): Result {
  const { rule, check, outcome, title, text, spot, trails, stacks } = finding;
  const isOpen = outcome === 'inconclusive';
  return {
    ruleId: rule, ...(ruleIndex === undefined ? {} : { ruleIndex }), kind: isOpen ? 'open' : 'fail', level: isOpen ? 'none' : 'error',
    message: { text: `${check}: ${title}` },
    locations: spot === null ? [] : [{ physicalLocation: physical(spot) }],
    ...(trails.some(({ steps }) => steps.length > 0) ? { codeFlows: trails.filter(({ steps }) => steps.length > 0).map(codeFlow) } : {}),
    ...(stacks.length === 0 ? {} : { stacks: stacks.map(stackOf) }),
    partialFingerprints: { 'fdcheckFinding/v1': `${check}: ${rule}: ${outcome}` },
    properties: { outcome, ...(text === '' ? {} : { counterexample: text }) },
  };
}

/** A thread flow a task; the number of a step orders them all. */
function codeFlow({ address, steps }: TrailDocument): CodeFlow {
  const tasks = [...new Set(steps.map(({ task }) => task))];
  return {
    message: { text: `fdcheck replay '${address}'` },
    threadFlows: tasks.map((task) => ({ id: task, message: { text: `task ${task}` }, locations: steps.filter((step) => step.task === task).map((step) => flowLocation(step, steps.length)) })),
  };
}

function flowLocation(step: StepDocument, last: number): ThreadFlowLocation {
  const { number, frames, text, changes, report } = step;
  const told = changes.map(({ cell, before, after }) => `${cell}: ${before} → ${after}`);
  return {
    executionOrder: number, nestingLevel: Math.max(0, frames.length - 1), importance: number === last ? 'essential' : changes.length > 0 ? 'important' : 'unimportant',
    location: locationOf(frames.at(-1)!, [text, ...told, ...(report === null ? [] : [report])].join('\n')),
    ...(changes.length === 0 ? {} : { state: Object.fromEntries(changes.map(({ cell, after }) => [cell, { text: after }])) }),
  };
}

function stackOf({ what, frames }: Stack): SarifStack {
  return { message: { text: what }, frames: frames.map((frame) => ({ location: locationOf(frame, null), module: frame.file })) };
}

/** A frame outside of the repository has its function, and no place. */
function locationOf(frame: FrameDocument, text: string | null): Location {
  const { path } = frame;
  return {
    ...(path === null ? {} : { physicalLocation: physical({ ...frame, path }) }),
    logicalLocations: [{ name: frame.function, fullyQualifiedName: `${frame.file}:${frame.function}`, kind: 'function' }],
    ...(text === null ? {} : { message: { text } }),
  };
}

function physical({ path, line, column, ...more }: Spot | (PlaceDocument & { readonly path: string })): NonNullable<Location['physicalLocation']> {
  const endColumn = 'endColumn' in more ? { endColumn: more.endColumn } : {};
  return { artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT }, region: { startLine: line, startColumn: column, ...endColumn } };
}
