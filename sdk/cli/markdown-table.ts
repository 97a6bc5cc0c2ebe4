import { oneLine } from './text.ts';

/** A table whose first row is its head. */
export function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** A text as it stands: what models wrote makes no markup. */
export function escaped(text: string): string {
  return oneLine(text, 300).replace(/[\\`*_{}[\]<>|#~@&]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
