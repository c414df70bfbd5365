/** What may stand where the cursor is, read off the command line's own declaration. */
import type { Argument, Command, Option } from 'commander';

/** Something to choose, and a few words about it; a value that ends in `/`, `=` or `,` goes on. */
export interface Candidate {
  readonly value: string;
  readonly about: string;
}

/** What an option or an argument may be, beyond the choices that it declares. */
export interface Asked {
  readonly command: string;
  /** `--variant`, or `SPEC`. */
  readonly name: string;
  /** The beginning that is typed already. */
  readonly typed: string;
  /** Arguments of the command that are typed already. */
  readonly given: readonly string[];
}

export type ValuesOf = (asked: Asked) => readonly Candidate[];

/** What the words of a command line before its last one come to. */
interface Place {
  /** The option whose value comes next. */
  readonly pending: Option | null;
  readonly used: ReadonlySet<Option>;
  readonly given: readonly string[];
  /** `--` was there: what follows is no option. */
  readonly plain: boolean;
}

/** Candidates for the last of the words, which may be empty; each begins with it. The name of the program is no word. */
export function candidates(program: Command, words: readonly string[], valuesOf: ValuesOf): Candidate[] {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const at = before.findIndex((word) => !word.startsWith('-'));
  const found = at < 0 ? ofProgram(program, typed) : ofCommand(program, before[at]!, { before: before.slice(at + 1), typed, valuesOf });
  return found.filter(({ value }, position) => value.startsWith(typed) && found.findIndex((other) => other.value === value) === position);
}

function ofProgram(program: Command, typed: string): Candidate[] {
  return typed.startsWith('-') ? optionsOf(program, new Set()) : commandsOf(program);
}

interface Typing {
  readonly before: readonly string[];
  readonly typed: string;
  readonly valuesOf: ValuesOf;
}

function ofCommand(program: Command, name: string, { before, typed, valuesOf }: Typing): readonly Candidate[] {
  if (name === 'help') return before.length === 0 ? commandsOf(program) : [];
  const command = program.commands.find((one) => one.name() === name || one.aliases().includes(name));
  if (command === undefined) return [];
  const { pending, used, given, plain } = placeOf(command, before);
  const values = (option: Option, begun: string): readonly Candidate[] => (
    option.argChoices?.map(plainly) ?? valuesOf({ command: name, name: option.long ?? option.flags, typed: begun, given }));
  if (pending !== null) return values(pending, typed);
  if (!typed.startsWith('-') || plain) return argumentValues(argumentAt(command, given.length), { command: name, typed, given }, valuesOf);
  const equals = typed.indexOf('=');
  const option = equals < 0 ? null : optionCalled(command, typed.slice(0, equals));
  if (option === null) return optionsOf(command, used);
  return values(option, typed.slice(equals + 1)).map(({ value, about }) => ({ value: `${typed.slice(0, equals + 1)}${value}`, about }));
}

function argumentValues(argument: Argument | null, asked: Omit<Asked, 'name'>, valuesOf: ValuesOf): readonly Candidate[] {
  if (argument === null) return [];
  return argument.argChoices?.map(plainly) ?? valuesOf({ ...asked, name: argument.name() });
}

function placeOf(command: Command, words: readonly string[]): Place {
  const used = new Set<Option>();
  const given: string[] = [];
  let [pending, plain]: [Option | null, boolean] = [null, false];
  for (const word of words) {
    const isOption: boolean = !plain && word.startsWith('-');
    if (pending !== null && !(pending.variadic && isOption)) pending = pending.variadic ? pending : null;
    else if (word === '--' && !plain) plain = true;
    else if (isOption) {
      const option = optionCalled(command, word.split('=')[0]!);
      if (option !== null) used.add(option);
      pending = option !== null && (option.required || option.optional) && !word.includes('=') ? option : null;
    } else given.push(word);
  }
  return { pending, used, given, plain };
}

function argumentAt(command: Command, position: number): Argument | null {
  const all = command.registeredArguments;
  const last = all.at(-1);
  return all[position] ?? (last?.variadic === true ? last : null);
}

function optionCalled(command: Command, flag: string): Option | null {
  return visible(command).find(({ long, short }) => long === flag || short === flag) ?? null;
}

function visible(command: Command): Option[] {
  return command.createHelp().visibleOptions(command);
}

function optionsOf(command: Command, used: ReadonlySet<Option>): Candidate[] {
  return visible(command).filter((option) => !used.has(option)).map(({ long, flags, description }) => ({ value: long ?? flags, about: description }));
}

function commandsOf(program: Command): Candidate[] {
  return program.createHelp().visibleCommands(program).map((command) => ({ value: command.name(), about: command.description() }));
}

function plainly(value: string): Candidate {
  return { value, about: '' };
}
