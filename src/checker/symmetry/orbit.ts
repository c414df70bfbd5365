import { permutations } from './arrangements.js';

/** New indices of all tasks, for each way to permute each group. */
export function* arrangementsOf(groups: readonly (readonly number[])[], tasks: number): Generator<readonly number[]> {
  const orders = groups.map(({ length }) => permutations(length));
  for (const choice of product(orders)) {
    const places = Array.from({ length: tasks }, (_, task) => task);
    groups.forEach((group, at) => group.forEach((task, one) => { places[task] = group[choice[at]![one]!]!; }));
    yield places;
  }
}

/** New numbers of the objects of each pool, for each way to permute each. */
export function* numberingsOf(heaps: readonly number[]): Generator<readonly (readonly number[])[]> {
  for (const choice of product(heaps.map(permutations))) yield choice.map((order) => order.map((one) => one + 1));
}

/** One of each, in every combination. */
function* product<T>(choices: readonly (readonly T[])[]): Generator<readonly T[]> {
  const [first, ...rest] = choices;
  if (!first) {
    yield [];
    return;
  }
  for (const one of first) for (const others of product(rest)) yield [one, ...others];
}
