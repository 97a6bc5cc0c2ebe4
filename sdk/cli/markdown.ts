import type { BatchItem } from '@assay/schema/types.ts';
import {
  type BatchOutcome,
  comparisonRows,
  countsText,
  pairsText,
  statisticsRows,
  uncorrectedLines,
} from './batch-text.ts';
import { LISTED, nameOf, reasonOf } from './failing.ts';
import { escaped, markdownTable } from './markdown-table.ts';
import { decimal } from './text.ts';

/** A batch as Markdown, such as for the summary of a job. */
export function batchMarkdown({ batch, comparison, gate, failing }: BatchOutcome): string {
  const { items, errors } = failing;
  const sections = [
    `## Assay: ${gate ? `gate ${gate.outcome}` : batch.status}`,
    gate ? gate.reasons.map((reason) => `- ${escaped(reason)}`).join('\n') : '',
    `\`${batch.id}\` ${escaped(countsText(batch))}`,
    batch.statistics.length > 0 ? markdownTable(statisticsRows(batch)) : '',
    comparison
      ? `### Against \`${comparison.base}\` (${pairsText(comparison)})\n\n${markdownTable(comparisonRows(comparison))}`
      : '',
    comparison
      ? uncorrectedLines(comparison)
          .map((line) => `- ${escaped(line)}`)
          .join('\n')
      : '',
    comparison && comparison.regressions.length > 0
      ? `### Regressions${firstOf(LISTED, comparison.regressions.length)}\n\n${markdownTable(regressionRows(comparison.regressions))}`
      : '',
    items.length > 0
      ? `### Samples that did not pass${firstOf(Math.min(LISTED, items.length), batch.counts.failed + batch.counts.error)}\n\n${markdownTable(failingRows(items.slice(0, LISTED)))}`
      : '',
    errors.length > 0
      ? `### Errors\n\n${markdownTable([['code', 'samples'], ...errors.map(({ code, count }) => [code, String(count)])])}`
      : '',
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function firstOf(listed: number, total: number): string {
  return listed < total ? ` (the first ${listed} of ${total})` : '';
}

function regressionRows(
  regressions: NonNullable<BatchOutcome['comparison']>['regressions'],
): string[][] {
  const rows = regressions
    .slice(0, LISTED)
    .map(({ sampleId, scorer, base, batch }) => [sampleId, scorer, decimal(base), decimal(batch)]);
  return [['sample', 'scorer', 'base', 'now'], ...rows];
}

function failingRows(items: readonly BatchItem[]): string[][] {
  const rows = items.map((item) => [nameOf(item), item.status, reasonOf(item)]);
  return [['sample', 'outcome', 'reason'], ...rows];
}
