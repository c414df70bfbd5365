/** Reads workflow commands as the runner of GitHub Actions does: `::name key=value,key=value::data`, escapes undone once. */

export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** The commands among the lines of a log. */
export function readCommands(log: string): WorkflowCommand[] {
  return log.split(/\r?\n/).flatMap((line) => {
    if (!line.trimStart().startsWith('::')) return [];
    const text = line.trimStart().slice(2);
    const end = text.indexOf('::');
    if (end < 0) return [];
    const head = text.slice(0, end);
    const space = head.indexOf(' ');
    const name = space < 0 ? head : head.slice(0, space);
    const pairs = space < 0 ? [] : head.slice(space + 1).split(',').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), undone(pair.slice(at + 1), ['0D', '0A', '3A', '2C', '25'])];
    });
    return [{ name, properties: Object.fromEntries(pairs), data: undone(text.slice(end + 2), ['0D', '0A', '25']) }];
  });
}

/** The percent sign last, as the runner does it. */
function undone(text: string, codes: readonly string[]): string {
  return codes.reduce((done, code) => done.replaceAll(`%${code}`, String.fromCharCode(Number.parseInt(code, 16))), text);
}
