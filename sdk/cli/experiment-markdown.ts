import {
  closingLines,
  type ExperimentOutcome,
  headOf,
  matrixRows,
  pairRows,
  variantRows,
} from './experiment-text.ts';
import { escaped, markdownTable } from './markdown-table.ts';

/** An experiment in Markdown, for a pull request. */
export function experimentMarkdown({ experiment, report, rows }: ExperimentOutcome): string {
  const [title = '', counts = ''] = headOf(experiment).split('\n');
  return `${[
    `## ${escaped(title)}`,
    escaped(counts),
    markdownTable(variantRows(report)),
    ...(report.pairs.length > 0 ? [markdownTable(pairRows(report))] : []),
    ...closingLines(report).flatMap((lines) => lines.split('\n').map(escaped)),
    `<details><summary>Samples</summary>\n\n${markdownTable(matrixRows(report, rows))}\n\n</details>`,
  ].join('\n\n')}\n`;
}
