/** What Mermaid's diagrams have in common: text that means nothing to its parser. */

/** A text for a label or a message: what the syntax knows is written as entities, line ends are breaks. */
export function mermaidText(text: string): string {
  return text.replaceAll(/[#;<>"`%]/g, (sign) => `#${sign.charCodeAt(0)};`).replaceAll('\n', '<br/>');
}
