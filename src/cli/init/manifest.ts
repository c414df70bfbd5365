/** package.json and .gitignore with what a starter needs, and everything that was in them as it was. */
import { readFileSync } from 'node:fs';
import { UsageError } from '../failure.js';

/** From a manifest: names to texts. */
type Section = Readonly<Record<string, unknown>>;

/** What a new project needs, or what there is (`there`) with the scripts and packages that it lacks. Throws UsageError where `there` is no manifest. */
export function manifestText(template: string, there: string | null, { name, file }: { readonly name: string; readonly file: string }): string {
  const own = withVersion(objectIn(template, file));
  if (there === null) return textOf({ name: packageName(name), ...own }, '  ');
  const old = objectIn(there, file);
  const known = { ...section(old, 'dependencies', file), ...section(old, 'devDependencies', file) };
  const scripts = lacking(section(old, 'scripts', file), section(own, 'scripts', file));
  const packages = lacking(known, section(own, 'devDependencies', file));
  if (Object.keys(scripts).length + Object.keys(packages).length === 0) return there;
  return textOf({
    ...old,
    scripts: { ...section(old, 'scripts', file), ...scripts },
    ...(Object.keys(packages).length === 0 ? {} : { devDependencies: { ...section(old, 'devDependencies', file), ...packages } }),
  }, /^[ \t]+(?=")/m.exec(there)?.[0] ?? '  ');
}

/** The lines of `there`, and those of the template that it lacks. */
export function ignoredText(template: string, there: string | null): string {
  if (there === null) return template;
  const lines = there.split(/\r?\n/).map((line) => line.trim());
  const lacks = template.trimEnd().split('\n').filter((line) => !lines.includes(line) && !lines.includes(line.replace(/\/$/, '')));
  return lacks.length === 0 ? there : `${there}${there === '' || there.endsWith('\n') ? '' : '\n'}${lacks.join('\n')}\n`;
}

/** The template with this fdcheck as the one that it needs. */
function withVersion(own: Section): Section {
  const manifest = objectIn(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'), 'package.json');
  return { ...own, devDependencies: { ...section(own, 'devDependencies', 'package.json'), fdcheck: `^${String(manifest['version'])}` } };
}

function lacking(there: Section, wanted: Section): Section {
  return Object.fromEntries(Object.entries(wanted).filter(([key]) => !Object.hasOwn(there, key)));
}

function section(manifest: Section, key: string, file: string): Section {
  const value = manifest[key];
  if (value === undefined) return {};
  if (isObject(value)) return value;
  throw new UsageError(`"${key}" in ${file} is no object: mend it first`);
}

function objectIn(text: string, file: string): Section {
  const value = parsed(text);
  if (isObject(value)) return value;
  throw new UsageError(`${file} is no JSON object: mend it first, or run init in an empty folder`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown, indent: string): string {
  return `${JSON.stringify(value, null, indent)}\n`;
}

/** What npm takes for a name: lower case, no blanks, no dot or underscore in front. */
function packageName(folder: string): string {
  const name = folder.toLowerCase().replaceAll(/[^a-z0-9._~-]+/g, '-').replace(/^[._-]+/, '').replace(/-+$/, '');
  return name === '' || name === 'fdcheck' ? 'my-model' : name;
}
