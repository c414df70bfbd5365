/** The worker's side of `pool.ts`: columns of the matrix. */
import { inPort, type Errand } from '../errand.js';
import { runColumn, type ColumnAnswer, type ColumnJob } from './column.js';

/** Runs one job; any message on its port interrupts it. */
export default function work(errand: Errand<ColumnJob>): Promise<ColumnAnswer> {
  return inPort(errand, runColumn);
}
