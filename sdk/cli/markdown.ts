import type { BatchItem } from '@assay/schema/types.ts';
import {
  type BatchOutcome,
  comparisonRows,
  countsText,
  pairsText,
  statisticsRows,
} from './batch-text.ts';
import { decimal, oneLine } from './text.ts';

/** How many samples that did not pass are listed. */
export const LISTED = 20;

/** A batch as Markdown, such as for the summary of a job. */
export function batchMarkdown(
  { batch, comparison, gate }: BatchOutcome,
  failing: readonly BatchItem[],
): string {
  const sections = [
    `## Assay: ${gate ? `gate ${gate.outcome}` : batch.status}`,
    gate ? gate.reasons.map((reason) => `- ${escaped(reason)}`).join('\n') : '',
    `\`${batch.id}\` ${escaped(countsText(batch))}`,
    batch.statistics.length > 0 ? tableOf(statisticsRows(batch)) : '',
    comparison
      ? `### Against \`${comparison.base}\` (${pairsText(comparison)})\n\n${tableOf(comparisonRows(comparison))}`
      : '',
    comparison && comparison.regressions.length > 0
      ? `### Worse than before${firstOf(LISTED, comparison.regressions.length)}\n\n${tableOf(regressionRows(comparison.regressions))}`
      : '',
    failing.length > 0
      ? `### Did not pass${firstOf(failing.length, batch.counts.failed + batch.counts.error)}\n\n${tableOf(failingRows(failing))}`
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

/** What a sample is called: its id, or its place in the input from 1. */
export function nameOf({ sampleId, index }: BatchItem): string {
  return sampleId ?? `sample ${index + 1}`;
}

/** Why a sample did not pass. */
export function reasonOf({ verdict, error }: BatchItem): string {
  if (error) return `${error.code}: ${error.message}`;
  if (!verdict) return '';
  const failing = verdict.scores.filter(({ passed }) => passed === false);
  const reasons = failing.map(({ name, reason }) => `${name}: ${reason}`);
  return reasons.length > 0 ? reasons.join(' ') : verdict.decision.reason;
}

function tableOf([head = [], ...rows]: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** A text as it stands: what models wrote makes no markup. */
function escaped(text: string): string {
  return oneLine(text, 300).replace(/[\\`*_{}[\]<>|#~@&]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
