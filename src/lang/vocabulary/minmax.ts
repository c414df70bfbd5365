/** include/linux/minmax.h, v5.11. Both arguments are evaluated once. */
import { int } from './core.js';

export function min(a: int, b: int): int {
  return a < b ? a : b;
}

export function max(a: int, b: int): int {
  return a > b ? a : b;
}
