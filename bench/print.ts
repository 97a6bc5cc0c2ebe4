/** A heading of the report. */
export function printHeading(text: string): void {
  console.log(`\n## ${text}\n`);
}

/** Prints a Markdown table. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  console.log(tableOf(head, rows));
}

/** A Markdown table, its columns as wide as they need to be. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** `met`, or what is missing. */
export function verdictOn(isMet: boolean): string {
  return isMet ? 'met' : 'MISSED';
}
