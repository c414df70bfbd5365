/** The text that a spec was found for, as results/ has it: each function that was looked up, with a digest. */
import { relative, sep } from 'node:path';
import type { TextUse } from '../lang/digest.js';
import { vocabularyFolder } from '../lang/front/modules.js';
import { textHash } from '../lang/digest.js';
import type { AcceptedTexts } from '../report/accepted.js';
import type { Texts } from './cache/texts.js';

/** Digits of a digest that tell texts apart. */
const DIGITS = 8;
/** What stands for all that is not in functions. */
export const DECLARATIONS = 'declarations';

/** By path below `root`, or below fdcheck/lang: names with digests. Of a file that has been edited since it was read it tells what stands there now. */
export function textsOf(use: TextUse, root: string, texts: Texts): AcceptedTexts {
  const files = new Map<string, string[]>();
  for (const { file, name } of use.functions) {
    const digest = texts.at(file)?.digest?.functions[name];
    if (digest !== undefined) files.set(file, [...files.get(file) ?? [], `${name} ${digest.slice(0, DIGITS)}`]);
  }
  const named = [...files].map(([file, entries]) => [shortName(file, root), entries.toSorted().join(', ')] as const).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rest = use.files.map(({ path }) => `${shortName(path, root)} ${texts.at(path)?.digest?.rest ?? ''}`).toSorted();
  return { ...Object.fromEntries(named), [DECLARATIONS]: textHash(rest.join('\n')).slice(0, DIGITS) };
}

/** Which functions of `now` stood otherwise, or not at all, when `before` was accepted: `pick_file (src/model/fs/file/close.ts)`. */
export function changedTexts(before: AcceptedTexts, now: AcceptedTexts): string[] {
  const functions = Object.entries(now).filter(([file]) => file !== DECLARATIONS).flatMap(([file, entries]) => {
    const old = new Set((before[file] ?? '').split(', '));
    return entries.split(', ').filter((entry) => !old.has(entry)).map((entry) => `${entry.split(' ')[0]!} (${file})`);
  });
  return [...functions, ...(before[DECLARATIONS] === now[DECLARATIONS] ? [] : ['declarations (types, constants, imports)'])];
}

function shortName(path: string, root: string): string {
  const ofLanguage = path.startsWith(vocabularyFolder + sep);
  return `${ofLanguage ? 'fdcheck/lang/' : ''}${relative(ofLanguage ? vocabularyFolder : root, path).replaceAll(sep, '/')}`;
}
