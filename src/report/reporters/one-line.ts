/** Text in formats that have no place for a line break or a control character. */

const PICTURES = 0x2400;
const PICTURES_END = 0x20;
const DELETE = 0x7f;
const DELETE_PICTURE = '\u2421';
const NEWLINE_PICTURE = '\u2424';

/** The text on one line: a control character as its picture (Unicode's U+2400 and after), line breaks beyond ASCII and what has no picture as U+2424. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, picture);
}

function picture(char: string): string {
  const code = char.charCodeAt(0);
  if (code === DELETE) return DELETE_PICTURE;
  return code < PICTURES_END ? String.fromCharCode(PICTURES + code) : NEWLINE_PICTURE;
}

/** Each line behind an indent. */
export function indented(text: string, indent: string): string {
  return text.split('\n').map((line) => (line === '' ? line : indent + line)).join('\n');
}
