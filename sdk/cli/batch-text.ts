import { counted } from '@assay/schema/counted.ts';
import type { BatchComparison, BatchGateResult, CorpusDifference } from '@assay/schema/types.ts';
import type { Batch, BatchReport } from '../types.ts';
import { type Failing, failingText } from './failing.ts';
import { decimal, oneLine, percent, table } from './text.ts';

/** All data of a batch's report. */
export interface BatchOutcome {
  batch: BatchReport;
  comparison: BatchComparison | null;
  gate: Pick<BatchGateResult, 'outcome' | 'reasons'> | undefined;
  failing: Failing;
}

/** The report of a batch as text. */
export function batchText({ batch, comparison, gate, failing }: BatchOutcome): string {
  return [
    `${batch.id}  ${countsText(batch)}\n`,
    batch.statistics.length > 0 ? `\n${table(statisticsRows(batch))}` : '',
    failing.items.length > 0 ? `\n${failingText(failing, batch)}` : '',
    comparison ? `\n${comparisonText(comparison)}` : '',
    gate ? `\n${gateText(gate)}` : '',
  ].join('');
}

export function countsText({ status, counts, costUsd, invalid }: Batch): string {
  const { total, passed, failed, abstained, error, pending } = counts;
  const parts = [
    `${passed} passed`,
    `${failed} failed`,
    ...(abstained > 0 ? [`${abstained} undecided`] : []),
    ...(error > 0 ? [counted(error, 'error')] : []),
    ...(pending > 0 ? [`${pending} pending`] : []),
  ];
  const cost = costUsd > 0 ? `, $${costUsd.toFixed(4)}` : '';
  const skipped = invalid.count > 0 ? `, ${counted(invalid.count, 'line')} skipped` : '';
  return `${status}: ${parts.join(', ')} of ${total}${skipped}${cost}`;
}

export function statisticsRows({ statistics }: Pick<BatchReport, 'statistics'>): string[][] {
  const hasCorpora = statistics.some(({ corpus }) => corpus);
  const rows = statistics.map(({ name, scored, error, mean, passRate, corpus }) => [
    name,
    String(scored),
    String(error),
    estimate(mean, decimal),
    ...(hasCorpora ? [corpus ? corpus.raw.toFixed(2) : '–'] : []),
    estimate(passRate, percent),
  ]);
  const heads = ['scorer', 'scored', 'errors', 'mean', ...(hasCorpora ? ['corpus'] : [])];
  const corrected = statistics.flatMap(({ name, corrected: by }) =>
    by === undefined
      ? []
      : [
          [
            `${name}, corrected by ${counted(by.labels, 'label')}`,
            ...['', ''],
            estimate(by.mean, decimal),
            ...(hasCorpora ? [''] : []),
            estimate(by.passRate, percent),
          ],
        ],
  );
  const weighted = statistics.flatMap(({ name, weighted: by }) =>
    by === undefined
      ? []
      : [
          [
            `${name}, weighted`,
            `${by.effective.toFixed(1)} effective`,
            '',
            estimate(by.mean, decimal),
            ...(hasCorpora ? [''] : []),
            estimate(by.passRate, percent),
          ],
        ],
  );
  return [[...heads, 'pass rate'], ...rows, ...weighted, ...corrected];
}

/** The comparison of two batches as text. */
export function comparisonText(comparison: BatchComparison): string {
  const { batch, base, regressions } = comparison;
  const worst = regressions
    .slice(0, 10)
    .map((one) => [oneLine(one.sampleId, 40), one.scorer, decimal(one.base), decimal(one.batch)]);
  const listed =
    worst.length > 0 ? `\n${table([['worse', 'scorer', 'base', 'now'], ...worst])}` : '';
  const lines = uncorrectedLines(comparison);
  const uncorrected = lines.length > 0 ? `\n${lines.join('\n')}\n` : '';
  return `${batch} against ${base}, ${pairsText(comparison)}\n\n${table(comparisonRows(comparison))}${uncorrected}${listed}`;
}

/** The number of compared samples, and of samples that are only in the base. */
export function pairsText({ pairs, unpaired, changed }: BatchComparison): string {
  const alone = unpaired > 0 ? `; ${unpaired} of the base are not in the batch` : '';
  const other = changed > 0 ? `; ${changed} with a different input or expected answer` : '';
  return `${counted(pairs, 'sample')}${alone}${other}`;
}

export function comparisonRows({ scorers }: Pick<BatchComparison, 'scorers'>): string[][] {
  const hasCorpora = scorers.some(({ corpus }) => corpus);
  const rows = scorers.map(({ name, mean, passRate, wins, losses, ties, corpus }) => [
    name,
    mean ? `${decimal(mean.base)} → ${decimal(mean.batch)}` : '–',
    mean ? estimate(mean.difference, signed) : '–',
    ...(hasCorpora ? [corpus ? corpusText(corpus) : '–'] : []),
    passRate ? `${percent(passRate.base)} → ${percent(passRate.batch)}` : '–',
    `${wins} / ${losses} / ${ties}`,
  ]);
  const heads = ['scorer', 'mean', 'difference', ...(hasCorpora ? ['corpus'] : [])];
  const corrected = scorers.flatMap(({ name, corrected: by }) =>
    by === undefined
      ? []
      : [
          [
            `${name}, corrected`,
            `${decimal(by.base?.mean?.value ?? null)} → ${decimal(by.batch?.mean?.value ?? null)}`,
            estimate(by.difference.mean, signed),
            ...(hasCorpora ? [''] : []),
            estimate(by.difference.passRate, signedPoints),
            '',
          ],
        ],
  );
  const weighted = scorers.flatMap(({ name, weighted: by }) =>
    by === undefined
      ? []
      : [
          [
            `${name}, weighted`,
            '',
            estimate(by.mean, signed),
            ...(hasCorpora ? [''] : []),
            estimate(by.passRate, signedPoints),
            '',
          ],
        ],
  );
  return [[...heads, 'pass rate', 'better / worse / same'], ...rows, ...weighted, ...corrected];
}

/** Why differences could not be corrected, a line each. */
export function uncorrectedLines({ scorers }: Pick<BatchComparison, 'scorers'>): string[] {
  return scorers.flatMap(({ name, corrected }) =>
    (corrected?.difference.reasons ?? []).map(
      ({ of, code, detail }) =>
        `${name}: no corrected difference of the ${of === 'mean' ? 'mean' : 'pass rate'} (${code}). ${detail}`,
    ),
  );
}

function signedPoints(value: number | null): string {
  return value === null ? '–' : `${value > 0 ? '+' : ''}${(100 * value).toFixed(1)} points`;
}

function corpusText({ base, batch, difference }: CorpusDifference): string {
  return `${base.raw.toFixed(2)} → ${batch.raw.toFixed(2)} (${signed(difference.raw)})`;
}

export function gateText({
  outcome,
  reasons,
}: Pick<BatchGateResult, 'outcome' | 'reasons'>): string {
  return `gate ${outcome}: ${reasons.join(' ')}\n`;
}

function signed(value: number | null): string {
  return value === null ? '–' : `${value > 0 ? '+' : ''}${value.toFixed(2)}`;
}

function estimate(
  found: { value: number; low: number; high: number } | null,
  show: (value: number | null) => string,
): string {
  if (found === null) return '–';
  return `${show(found.value)} (${show(found.low)} to ${show(found.high)})`;
}
