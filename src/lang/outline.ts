/** The functions of a model as its text has them, whether or not a spec reaches them, and what it says can never happen. */
import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { conditionsIn } from './front/conditions.js';
import { Modules, type Declaration, type Module } from './front/modules.js';
import { isAbout, neverComments, type NeverComment } from './front/never.js';
import { position } from './front/source.js';

/** A function with a body at module level. */
export interface FunctionText {
  /** Path below the folder, with slashes. */
  readonly file: string;
  readonly name: string;
  /** Where its name stands, from 1. */
  readonly line: number;
  /** Why it is never entered; null: it says nothing of that. */
  readonly never: string | null;
  /** In the order of the text. */
  readonly conditions: readonly ConditionText[];
}

/** A condition, and why it never goes a way where that is said. */
export interface ConditionText {
  readonly condition: string;
  /** Which of the conditions with this text in the function it is, from 1. */
  readonly nth: number;
  readonly line: number;
  readonly never: { readonly true?: string; readonly false?: string };
}

export interface ModelText {
  /** By file and then in the order of the text. */
  readonly functions: readonly FunctionText[];
  /** Comments that say `never` and are about no condition, case or function, or about one of several. */
  readonly astray: readonly { readonly file: string; readonly line: number }[];
}

/** Every function of the model files below a folder. Throws CompileError. */
export function outline(folder: string): ModelText {
  const modules = new Modules();
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts')).toSorted();
  const files = names.map((name) => fileText(modules.load(join(folder, name)), name.replaceAll(sep, '/')));
  return { functions: files.flatMap(({ functions }) => functions), astray: files.flatMap(({ astray }) => astray) };
}

function fileText(module: Module, file: string): ModelText {
  const comments = neverComments(module.source);
  const used = new Set<NeverComment>();
  const functions = [...module.declarations.values()].flatMap((declaration) => {
    if (declaration.kind !== 'function' || !declaration.node.body) return [];
    const { line } = position(module.source, (declaration.node.id ?? declaration.node).start);
    const whole = comments.find(({ about, way, condition }) => about === line && way === null && condition === null);
    if (whole !== undefined) used.add(whole);
    return [{ file, name: declaration.name, line, never: whole?.reason ?? null, conditions: conditionTexts(declaration, comments, used) }];
  });
  return { functions, astray: comments.filter((comment) => !used.has(comment)).map(({ line }) => ({ file, line })) };
}

/** Adds the comments that are about one of them to `used`. */
function conditionTexts({ module, node }: Declaration & { kind: 'function' }, comments: readonly NeverComment[], used: Set<NeverComment>): ConditionText[] {
  const all = conditionsIn(module.source, node);
  return all.map((one, i) => {
    const about = comments.filter((comment) => isAbout(comment, one, all));
    for (const comment of about) used.add(comment);
    const never = Object.fromEntries(about.map(({ way, reason }) => [way ?? 'true', reason]));
    return { condition: one.text, nth: all.slice(0, i + 1).filter(({ text }) => text === one.text).length, line: one.line, never };
  });
}
