/** Least and greatest values of measures, for people and for results/. */
import type { Measured, MeasuredValue } from '../checker/outcome.js';
import type { Paint } from './paint.js';
import { isNumber, isRecord, isText } from './shape.js';
import { addressOf } from './trail/address.js';

/** As results/ and JSON documents have it; null where no end of the program was met. */
export interface AcceptedMeasure {
  readonly name: string;
  readonly least: AcceptedValue | null;
  readonly greatest: AcceptedValue | null;
}

export interface AcceptedValue {
  readonly value: number;
  /** Address of a trail to an end where it is met. */
  readonly trail: string;
}

export function acceptedMeasure({ name, least, greatest }: Measured): AcceptedMeasure {
  const accepted = (one: MeasuredValue | null): AcceptedValue | null => one && { value: one.value, trail: addressOf(one.trail) };
  return { name, least: accepted(least), greatest: accepted(greatest) };
}

/** Whether a file holds what acceptedMeasure gives. */
export function isMeasure(value: unknown): value is AcceptedMeasure {
  return isRecord(value) && isText(value['name']) && [value['least'], value['greatest']].every((one) => one === null || (isRecord(one) && isNumber(one['value']) && isText(one['trail'])));
}

/** `0 … 2`; of a search that did not come to its end, what is known. */
export function extremesText({ least, greatest }: AcceptedMeasure, complete: boolean): string {
  if (least === null || greatest === null) return complete ? 'no run comes to an end' : 'no end was met so far';
  return `${least.value} … ${greatest.value}${complete ? '' : ' so far'}`;
}

/** A line a measure. */
export function measureLines(measures: readonly Measured[], complete: boolean): string[] {
  return measures.map((one) => measureLine(acceptedMeasure(one), complete));
}

export function measureLine(one: AcceptedMeasure, complete: boolean): string {
  return `  ${one.name}: ${extremesText(one, complete)}`;
}

/** How what is measured differs from what was accepted, in words; trails only if asked for. */
export function measureDifferences(before: readonly AcceptedMeasure[], now: readonly AcceptedMeasure[], trails: boolean): string[] {
  const gone = before.filter(({ name }) => !now.some((one) => one.name === name)).map(({ name }) => `no longer measured: ${name}`);
  const others = now.flatMap((one) => {
    const old = before.find(({ name }) => name === one.name);
    if (old === undefined) return [`now measured: ${one.name}: ${extremesText(one, true)}`];
    const [was, is] = [extremesText(old, true), extremesText(one, true)];
    if (was !== is) return [`${one.name}: ${was} → ${is}`];
    return trails && (old.least?.trail !== one.least?.trail || old.greatest?.trail !== one.greatest?.trail) ? [`another trail of ${one.name}`] : [];
  });
  return [...gone, ...others];
}

/** What one variant of a spec measures. */
export interface VariantMeasures {
  readonly spec: string;
  readonly variant: string;
  readonly complete: boolean;
  readonly measures: readonly AcceptedMeasure[];
}

/** Variants by measures: least, greatest, and the trails to them. */
export function measureTable(runs: readonly VariantMeasures[], paint: Paint): string {
  const rows = runs.flatMap(({ spec, variant, complete, measures }) => measures.map((one) => ({ spec, variant, one, text: extremesText(one, complete) })));
  const width = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));
  const [variants, names] = [width(rows.map(({ variant }) => variant)), width(rows.map(({ one }) => one.name))];
  return [...new Set(runs.map(({ spec }) => spec))].map((spec) => [
    paint.name(spec),
    ...rows.filter((row) => row.spec === spec).flatMap(({ variant, one, text }) => [
      `  ${variant.padEnd(variants)}  ${one.name.padEnd(names)}  ${paint.bold(text)}`,
      ...trailLines(one).map((line) => paint.dim(`    ${line}`)),
    ]),
  ].join('\n')).join('\n\n');
}

function trailLines({ least, greatest }: AcceptedMeasure): string[] {
  if (least === null || greatest === null) return [];
  if (least.value === greatest.value) return [`${least.value}: fdcheck replay '${least.trail}'`];
  return [least, greatest].map(({ value, trail }) => `${value}: fdcheck replay '${trail}'`);
}
