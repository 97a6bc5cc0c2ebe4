import { counted } from '@assay/schema/counted.ts';
import type {
  Estimate,
  Experiment,
  ExperimentEstimate,
  ExperimentPair,
  ExperimentReport,
  ExperimentRow,
  ExperimentVariantReport,
} from '@assay/schema/types.ts';
import { oneLine, percent, table } from './text.ts';

/** All that is told of an experiment. */
export interface ExperimentOutcome {
  experiment: Experiment;
  report: ExperimentReport;
  rows: readonly ExperimentRow[];
}

/** Rows of the matrix that a terminal shows. */
const SHOWN_ROWS = 30;
const CELL_CHARACTERS = 28;

/** An experiment as text: the matrix, each variant, how they differ, and which one is chosen. */
export function experimentText({ experiment, report, rows }: ExperimentOutcome): string {
  const hidden = rows.length - SHOWN_ROWS;
  const more = hidden > 0 ? `… and ${counted(hidden, 'sample')} more: see --csv.\n` : '';
  return [
    `${headOf(experiment)}\n`,
    `\n${table(matrixRows(report, rows.slice(0, SHOWN_ROWS)))}${more}`,
    `\n${table(variantRows(report))}`,
    report.pairs.length > 0 ? `\n${table(pairRows(report))}` : '',
    ...closingLines(report).map((line) => `\n${line}\n`),
  ].join('');
}

export function headOf({ id, name, status, counts, costUsd, scoringCostUsd }: Experiment): string {
  const { total, generated, error, pending } = counts;
  const parts = [
    `${generated} of ${counted(total, 'answer')}`,
    ...(error > 0 ? [counted(error, 'error')] : []),
    ...(pending > 0 ? [`${pending} pending`] : []),
  ];
  const cost = (costUsd ?? 0) + scoringCostUsd;
  const title = name === null ? id : `${id}  ${oneLine(name, 60)}`;
  return `${title}\n${status}: ${parts.join(', ')}${cost > 0 ? `, $${cost.toFixed(4)}` : ''}`;
}

/** The matrix: a row a sample, a column a variant. */
export function matrixRows(report: ExperimentReport, rows: readonly ExperimentRow[]): string[][] {
  const head = ['sample', ...report.variants.map(({ variant }) => variant)];
  return [
    head,
    ...rows.map(({ sampleId, cells }) => [
      oneLine(sampleId, 30),
      ...cells.map(({ answered, scored, passed, error, value, output }) => {
        const repeats = report.repeats > 1 ? ` ${passed}/${answered}` : '';
        const mark = value === null ? (error > 0 ? 'error' : '–') : `${value.toFixed(2)}${repeats}`;
        const failed = error > 0 && scored > 0 ? ` ${counted(error, 'error')}` : '';
        return `${mark}${failed}${output === null ? '' : `  ${oneLine(output, CELL_CHARACTERS)}`}`;
      }),
    ]),
  ];
}

/** Each variant with each of its scores. */
export function variantRows({ variants, repeats }: ExperimentReport): string[][] {
  const isRepeated = repeats > 1;
  const head = [
    ...['variant', 'score', 'n', 'mean'],
    ...(isRepeated ? ['best / worst', `pass^${repeats}`, 'agree'] : []),
    ...['cost', 'latency', 'first token'],
  ];
  const rows = variants.flatMap((variant) =>
    variant.scorers
      .filter(isShownIn(variants))
      .map((score, i) => [
        i === 0 ? variant.variant : '',
        score.scorer ?? 'verdict',
        String(score.scored),
        interval(score.mean),
        ...(isRepeated
          ? [
              `${short(score.best)} / ${short(score.worst)}`,
              interval(score.passAt.at(-1)?.all ?? null),
              short(score.agreement),
            ]
          : []),
        ...(i === 0 ? costsOf(variant) : ['', '', '']),
      ]),
  );
  return [head, ...rows];
}

/** A single score that says the same as the verdict is not shown beside it. */
function isShownIn(variants: readonly ExperimentVariantReport[]) {
  const isSame = variants.every(({ scorers: [verdict, only, ...others] }) => {
    return others.length === 0 && verdict?.mean?.value === only?.mean?.value;
  });
  return ({ scorer }: { scorer: string | null }) => scorer === null || !isSame;
}

function costsOf({ costUsd, latencyMs, firstTokenMs }: ExperimentVariantReport): string[] {
  const ms = (of: { p50: number } | null) => (of === null ? '–' : `${Math.round(of.p50)} ms`);
  return [
    costUsd === null ? '–' : `$${costUsd.mean.toPrecision(2)}`,
    ms(latencyMs),
    ms(firstTokenMs),
  ];
}

/** Pairs of variants by the verdict and each score. */
export function pairRows({ pairs, variants }: ExperimentReport): string[][] {
  return [
    ['pair', 'score', 'difference', 'p', ''],
    ...pairs
      .filter(isShownIn(variants))
      .map((pair) => [
        `${pair.first} − ${pair.second}`,
        pair.scorer ?? 'verdict',
        interval(pair.difference, true),
        pair.correctedP < 0.001 ? '<0.001' : pair.correctedP.toFixed(3),
        outcomeOf(pair),
      ]),
  ];
}

function outcomeOf({ outcome, first, second, moreSamples }: ExperimentPair): string {
  if (outcome !== 'undecided') return `${outcome === 'first' ? first : second} is better`;
  if (moreSamples === null) return 'undecided';
  return `undecided: about ${moreSamples} more samples would decide`;
}

/** The choice, the requirements, how consistent variants are, and what to know. */
export function closingLines({
  chosen,
  requirements,
  variants,
  notes,
}: ExperimentReport): string[] {
  const consistent = variants.flatMap(({ variant, sameText, sameMeaning }) => {
    if (sameText === null) return [];
    const meaning = sameMeaning === null ? '' : `, ${percent(sameMeaning.value)} by meaning`;
    return [
      `${variant}: ${percent(sameText.value)} of samples always get the same text${meaning}.`,
    ];
  });
  return [
    ...(consistent.length > 0 ? [consistent.join('\n')] : []),
    ...(chosen === null
      ? []
      : [`Choice: ${chosen.variant ?? 'none'} (${chosen.rule}). ${chosen.reason}`]),
    ...requirements.map(
      ({ variant, scorer = 'verdict', statistic = 'mean', atLeast, value, outcome }) =>
        `Requirement ${outcome}: ${variant}, ${statistic} of ${scorer} ${interval(value)}, at least ${percent(atLeast)}.`,
    ),
    ...(notes.length > 0 ? [notes.map((note) => `Note: ${note}`).join('\n')] : []),
  ];
}

function interval(found: Estimate | null, isSigned = false): string {
  if (found === null) return '–';
  const show = (share: number) => `${isSigned && share > 0 ? '+' : ''}${(100 * share).toFixed(1)}`;
  return `${show(found.value)}% (${show(found.low)} to ${show(found.high)})`;
}

function short(found: Estimate | null): string {
  return found === null ? '–' : percent(found.value);
}

/** What an experiment would do and cost. */
export function estimateText({
  cells,
  variants,
  costUsd,
  judgeCalls,
  seconds,
  notes,
}: ExperimentEstimate): string {
  const cost = (usd: number | null) => (usd === null ? 'unknown' : `$${usd.toFixed(4)}`);
  const rows = variants.map((each) => [
    each.variant,
    String(each.calls),
    String(each.inputTokens),
    String(each.outputTokens),
    cost(each.costUsd),
  ]);
  const judges = judgeCalls > 0 ? `, and ${judgeCalls} calls of judges` : '';
  return [
    `${counted(cells, 'answer')}${judges}, cost ${cost(costUsd)}, about ${seconds} s at one second a call.\n`,
    `\n${table([['variant', 'calls', 'input tokens', 'output tokens', 'cost'], ...rows])}`,
    ...notes.map((note) => `\nNote: ${note}\n`),
  ].join('');
}
