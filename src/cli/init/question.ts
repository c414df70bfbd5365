/** The spec of a new patch: a question that must flip. */
import type { NewSwitch } from './switches.js';

/** A spec that compiles, and is not as it expects until the patch does something and the property says what. */
export function questionText({ name, title, functions }: NewSwitch, base: string): string {
  return `// What is true with this patch and false without it?
// "${title}" (${name}); ${functions.join(', ')}.
import { as, proved, spec, violated } from 'fdcheck/lang';
import { A, close, files_released, fstat, open, process, taken_numbers_have_files, thread_of } from 'fdcheck/model';

function first(): void {
  fstat(0);
}

function second(): void {
  close(0);
}

/** What the patch promises. \`true\` says nothing yet: write it here, or in src/model/properties. */
function the_patch_keeps_its_promise(): boolean {
  return true;
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(first), T2: thread_of('T1', second) },
  bounds: { fds: 2 },
  always: [the_patch_keeps_its_promise],
  final: [files_released, taken_numbers_have_files],
  expect: { '${base}': violated(the_patch_keeps_its_promise), '${base}+${name}': proved },
});
`;
}
