/** `import 'fdcheck/vitest'` in a test or in a setup file: adds the matchers of `fdcheck/matchers` to vitest's `expect`, and their types. */
import { expect } from 'vitest';
import type { ReportClass } from './lang/compile.js';
import * as matchers from './matchers/index.js';
import type { MatcherOptions } from './matchers/index.js';

expect.extend(matchers);

declare module 'vitest' {
  interface Matchers<T> {
    /** The whole state space was explored, every property holds, no task hangs, no check reports. */
    toBeProved(options?: MatcherOptions): Promise<void>;
    /** The property is false in some run; without a name, any property is. */
    toBeViolated(property?: string, options?: MatcherOptions): Promise<void>;
    /** A built-in check reports of this class in some run, e.g. `use-after-free`; without a class, any does. */
    toReport(reportClass?: ReportClass, options?: MatcherOptions): Promise<void>;
    /** Some run comes to a state in which no task can go on, and one of them is not at a valid end. */
    toHang(options?: MatcherOptions): Promise<void>;
    /** Every variant is as the spec expects; with a variant, that one. */
    toMeetExpectations(options?: MatcherOptions): Promise<void>;
  }
}
