/** What searches found, kept by the hash of the program and the options that bear on it. Only what was explored to its end is kept. */
import type { CheckRecord } from '../../checker/check.js';
import { reductionNames } from '../../checker/reductions.js';
import { isListOf, isNumber, isRecord, isText } from '../../report/shape.js';
import type { JobLimits } from '../job.js';
import { Entries } from './entries.js';

/** Plain data, so that it can cross to a worker. */
export interface CachePlace {
  /** Absolute path. */
  readonly folder: string;
  /** See toolHash: what another fdcheck kept is not looked at. */
  readonly tool: string;
  /** See engineHash: the same of searches. */
  readonly engine: string;
}

export class Records {
  private readonly entries: Entries;
  private readonly key: readonly string[];

  constructor({ folder, engine }: CachePlace, limits: JobLimits) {
    this.entries = new Entries(folder);
    this.key = ['record', engine, optionsKey(limits)];
  }

  /** Null where nothing is kept, or nothing of what code was reached and that is asked. */
  get(programHash: string, reach: boolean): CheckRecord | null {
    const found = this.entries.get([...this.key, programHash]);
    return isRecordOfSearch(found) && (!reach || found.marks !== null) ? found : null;
  }

  put(programHash: string, record: CheckRecord): void {
    if (record.complete) this.entries.put([...this.key, programHash], record);
  }
}

/** What bears on the result of a search that comes to its end: limits do not. */
export function optionsKey({ engine, reduce, minimise, first }: JobLimits): string {
  return JSON.stringify([engine, reductionNames(reduce), minimise, first]);
}

/** What is kept was checked by gzip to be what was written: this tells a record from something else. */
function isRecordOfSearch(value: unknown): value is CheckRecord {
  return isRecord(value) && value['complete'] === true && isRecord(value['counts']) && Array.isArray(value['verdicts']) && isListOf(value['fired'], isNumber)
    && (value['marks'] === null || isText(value['marks']));
}
