import { counted } from '@assay/schema/counted.ts';
import type {
  Estimate,
  ProbeConsistency,
  ProbeEstimate,
  ProbeReport,
  ProbeShownAnswer,
} from '@assay/schema/types.ts';
import { editText } from './edit-text.ts';
import { markdownTable } from './markdown-table.ts';
import { oneLine, table } from './text.ts';

type Row = readonly string[];

/** What a probe found, for a terminal. */
export function probeText(report: ProbeReport): string {
  return textOf(report, { tableOf: table, heading: (text) => `\n${text}\n` });
}

/** The same as Markdown. */
export function probeMarkdown(report: ProbeReport): string {
  return textOf(report, {
    tableOf: (rows) => `${markdownTable(rows)}\n`,
    heading: (text) => `\n**${text}**\n\n`,
  });
}

interface Form {
  tableOf(rows: readonly Row[]): string;
  heading(text: string): string;
}

function textOf(report: ProbeReport, { tableOf, heading }: Form): string {
  const { kind, id, outcome, line, samples, answers, errors, seed } = report;
  const parts = sectionsOf(report).flatMap(({ title, rows }) =>
    rows.length < 2 ? [] : [`${heading(title)}${tableOf(rows)}`],
  );
  const counts = `${counted(samples, 'sample')}, ${counted(answers, 'scored answer')}, ${errors} without a score, seed ${seed}`;
  const shown = report.shown.flatMap(({ sample, first, second }) => [
    `- ${oneLine(sample, 60)}\n`,
    answerText(first),
    answerText(second),
  ]);
  return [
    `${kind} probe ${id}: ${outcome}\n${oneLine(line, 600)}\n\n${counts}\n`,
    ...parts,
    ...(shown.length > 0 ? [heading('Largest differences'), ...shown] : []),
    ...(report.consistency ? [meaningText(report.consistency)] : []),
    ...report.notes.map((note) => `\n${note}\n`),
  ].join('');
}

function sectionsOf(report: ProbeReport): { title: string; rows: readonly Row[] }[] {
  const { variants, differences, consistency, sensitivity, curves, drift, skipped } = report;
  return [
    {
      title: 'Variants',
      rows: [
        ['variant', 'samples', 'mean score', ...(hasRefusals(report) ? ['refused'] : [])],
        ...variants.map(({ variant, samples, mean, refused }) => [
          ...[variant, String(samples), interval(mean)],
          ...(hasRefusals(report) ? [interval(refused)] : []),
        ]),
      ],
    },
    {
      title: 'Differences',
      rows: [
        ['', 'less', 'of', 'difference', 'p', 'outcome'],
        ...differences.map(({ first, second, measure, difference, probability, outcome }) => [
          ...[first, second, measure, interval(difference), probability.toPrecision(2), outcome],
        ]),
      ],
    },
    ...curves.map(({ length, points, middle }) => ({
      title: `Needed passage among ${length}${middle ? `: middle less ends ${interval(middle.difference)}` : ''}`,
      rows: [
        ['depth', 'mean score', ''],
        ...points.map(({ depth, mean }) => [String(depth), interval(mean), bar(mean.value)]),
      ],
    })),
    {
      title: 'Numbers',
      rows: [
        ['', 'estimate'],
        ...(consistency
          ? [
              ['one answer', interval(consistency.mean)],
              ['best of the repeats', interval(consistency.best)],
              ['worst of the repeats', interval(consistency.worst)],
              ['same verdict on every repeat', interval(consistency.sameVerdict)],
              ['two answers are the same text', interval(consistency.sameAnswer)],
              ['all answers are the same text', interval(consistency.sameText)],
              ['all answers mean the same', meaning(consistency)],
              ...consistency.passHat.map(({ k, value }) => [`all of ${k} pass`, interval(value)]),
            ]
          : []),
        ...(sensitivity ? [['distance of two wordings', interval(sensitivity.wordings)]] : []),
        ...(drift?.changed ? [['usual answer changed', interval(drift.changed)]] : []),
        ...(drift?.exchangeability
          ? [
              [
                'answers could be exchanged',
                `p ${drift.exchangeability.probability.toPrecision(2)}`,
              ],
            ]
          : []),
      ],
    },
    {
      title: 'Skipped',
      rows: [
        ['variant', 'samples', 'because'],
        ...skipped.map(({ variant, reason, samples }) => [variant, String(samples), reason]),
      ],
    },
  ];
}

/** How meaning was decided, or why it was not. */
function meaningText({ sameMeaning: { how, samples, unknown } }: ProbeConsistency): string {
  const left =
    unknown > 0
      ? ` ${counted(unknown, 'sample is', 'samples are')} omitted: some answers have no comparison.`
      : '';
  return `\nBy meaning, ${counted(samples, 'sample')}: ${how}${left}\n`;
}

function meaning({ sameMeaning: { status, share } }: ProbeConsistency): string {
  return status === 'not_run' ? 'not run' : interval(share);
}

function hasRefusals({ variants }: ProbeReport): boolean {
  return variants.some(({ refused }) => refused !== null);
}

function interval(estimate: Estimate | null): string {
  if (estimate === null) return '–';
  const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((each) =>
    (each + 0).toFixed(2),
  );
  return `${value} (${low} to ${high})`;
}

/** A bar of twenty marks for a value from 0 to 1. */
function bar(value: number): string {
  return '█'.repeat(Math.round(20 * value));
}

function answerText({ variant, asked, output, value }: ProbeShownAnswer): string {
  const texts = [
    ...(asked === null ? [] : [`  - asked: ${oneLine(asked, 300)}\n`]),
    ...(output === null ? [] : [`  - answered: ${oneLine(output, 300)}\n`]),
  ];
  return `  ${oneLine(variant, 60)}, ${value === null ? '–' : value.toFixed(2)}\n${texts.join('')}`;
}

/** What a probe would change and cost. */
export function estimateText({ kind, samples, probed, variants, ...rest }: ProbeEstimate): string {
  const { skipped, shown, estimate } = rest;
  const cost = estimate.costUsd === null ? 'unknown' : `$${estimate.costUsd.toFixed(4)}`;
  const examples = shown
    .filter(({ edits }) => edits.length > 0)
    .slice(0, 10)
    .map(({ of, variant, asked, edits }) => {
      const [first] = edits;
      const change = first ? editText(first) : '';
      return [oneLine(of, 40), variant, `${edits.length} ×`, change, oneLine(asked ?? '', 80)];
    });
  return [
    `${kind} probe of ${probed} of ${counted(samples, 'sample')}: ${counted(estimate.cells, 'answer')}, ${counted(estimate.judgeCalls, 'judge call')}, answers cost ${cost}\n\n`,
    table(variants.map((each) => [each.variant, counted(each.samples, 'sample')])),
    examples.length > 0 ? `\n${table(examples)}` : '',
    skipped.length > 0
      ? `\nskipped\n${table(skipped.map((each) => [each.variant, counted(each.samples, 'sample'), each.reason]))}`
      : '',
    ...estimate.notes.map((note) => `\n${note}\n`),
  ].join('');
}
