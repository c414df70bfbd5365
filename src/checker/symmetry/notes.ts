import type { Findings } from './findings.js';

/** What is not symmetric though it might have been: pools of several objects, and tasks that run the same code. */
export function notesOf({ spaces, refused, pinned }: Findings, alike: readonly (readonly number[])[], groups: readonly (readonly number[])[]): string[] {
  const { structs, tasks } = spaces.program;
  const pools = structs.flatMap(({ id, name, heap }) => {
    const why = refused.get(id);
    return id === spaces.tasks || heap < 2 || why === undefined ? [] : [`${name}: ${why}`];
  });
  return [...pools, ...alike.flatMap((set) => noteOfTasks(set))];

  function noteOfTasks(set: readonly number[]): string[] {
    const names = (of: readonly number[]): string => of.map((task) => tasks[task]!.name).join(', ');
    const why = refused.get(spaces.tasks);
    if (why !== undefined) return [`tasks ${names(set)}: ${why}`];
    const named = set.flatMap((task) => (pinned.has(task) ? [`task ${tasks[task]!.name}: ${pinned.get(task)!}`] : []));
    const left = set.filter((task) => !pinned.has(task) && !groups.some((group) => group.includes(task)));
    return left.length < 1 || named.length >= set.length - 1 ? named : [...named, `tasks ${names(left)}: no initial state is the same with one in another's place`];
  }
}
