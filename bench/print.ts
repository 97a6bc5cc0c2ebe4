/** A heading of the report. */
export function printHeading(text: string): void {
  console.log(`\n## ${text}\n`);
}

/** A Markdown table, its columns as wide as they need to be. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  console.log(line(head));
  console.log(line(widths.map((width) => '-'.repeat(width))));
  for (const row of rows) console.log(line(row));
}

/** `met`, or what is missing. */
export function verdictOn(isMet: boolean): string {
  return isMet ? 'met' : 'MISSED';
}
