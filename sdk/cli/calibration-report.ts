import { counted } from '@assay/schema/counted.ts';
import type {
  AgreementEstimates,
  Calibration,
  CalibrationReport,
  Estimate,
} from '@assay/schema/types.ts';
import { escaped, markdownTable } from './markdown-table.ts';
import { decimal, oneLine, percent, table } from './text.ts';

/** A part of a report: sentences, then a table whose first row is its head. */
interface Section {
  heading: string;
  lines?: readonly string[];
  rows?: readonly (readonly string[])[];
}

/** How many disagreements are printed; `--json` has more. */
const LISTED = 10;

/** A calibration as text. */
export function calibrationText(calibration: Calibration): string {
  const sections = sectionsOf(calibration).map(({ heading, lines = [], rows = [] }) =>
    [
      `${heading}\n`,
      ...lines.map((line) => `  ${oneLine(line, 600)}\n`),
      rows.length > 1 ? table(rows.map((row) => ['', ...row])) : '',
    ].join(''),
  );
  return `${headline(calibration)}\n\n${sections.join('\n')}`;
}

/** A calibration as Markdown, such as for the summary of a job. */
export function calibrationMarkdown(calibration: Calibration): string {
  const sections = sectionsOf(calibration).map(({ heading, lines = [], rows = [] }) =>
    [
      `### ${heading}`,
      lines.map((line) => `- ${escaped(line)}`).join('\n'),
      rows.length > 1 ? markdownTable(rows) : '',
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  );
  return `${[`## Calibration of ${escaped(calibration.name)}`, escaped(headline(calibration)), ...sections].join('\n\n')}\n`;
}

/** The calibration in a line. */
export function headline({ id, name, status, judges, agreement, progress }: Calibration): string {
  const by = judges.map(({ model, version }) => `${model} (${version ?? 'no version'})`).join(', ');
  if (status === 'running') {
    return `${id}  ${name}: running, ${progress.done} of ${counted(progress.total, 'label')} scored`;
  }
  const agrees = agreement ? `agrees with people in ${share(agreement)}` : 'nothing is known';
  return `${id}  ${name}${by === '' ? '' : ` by ${by}`}: ${status}, ${agrees}`;
}

function sectionsOf({ report, error, dataset, question }: Calibration): Section[] {
  if (error) return [{ heading: 'Failed', lines: [`${error.code}: ${error.message}`] }];
  if (report === null) return [];
  const { remarks, disagreements } = report;
  const told: Section[] = [
    {
      heading: 'Labels',
      lines: [
        ...(dataset ? [`From ${dataset}${question ? `, question ${question}` : ''}.`] : []),
        countsLine(report),
      ],
    },
    { heading: 'Agreement', lines: widthLine(report), rows: agreementRows(report) },
    { heading: 'People and judge', lines: rateLines(report), rows: confusionRows(report) },
    { heading: 'Calibration', lines: curveLines(report), rows: curveRows(report) },
    { heading: 'Abstention', lines: [guaranteeLine(report)] },
    { heading: 'Slices', rows: sliceRows(report) },
    {
      heading: `Disagreements${disagreements.length > LISTED ? ` (${LISTED} of ${disagreements.length})` : ''}`,
      rows: [
        ['sample', 'people', 'judge', 'reason of the judge'],
        ...disagreements
          .slice(0, LISTED)
          .map(({ sampleId, index, people, judge, reason }) => [
            oneLine(sampleId ?? `label ${index + 1}`, 30),
            decimal(people),
            decimal(judge),
            oneLine(reason, 100),
          ]),
      ],
    },
    { heading: 'Remarks', lines: remarks.map(({ code, message }) => `${code}: ${message}`) },
  ];
  return told.filter(({ lines = [], rows = [] }) => lines.length > 0 || rows.length > 1);
}

function countsLine({ counts, errors }: CalibrationReport): string {
  const { labels, used, effective, ...left } = counts;
  const weighted = effective < used - 0.5 ? `, worth ${effective.toFixed(0)} that count alike` : '';
  const others = Object.entries(left).flatMap(([kind, count]) =>
    count > 0 ? [`${count} ${WORDS[kind] ?? kind}`] : [],
  );
  const codes = errors.map(({ code, count }) => `${code} ${count}`).join(', ');
  const rest = others.length > 0 ? ` Omitted: ${others.join(', ')}.` : '';
  return `${used} of ${counted(labels, 'label')} used${weighted}.${rest}${codes === '' ? '' : ` Errors: ${codes}.`}`;
}

const WORDS: Readonly<Record<string, string>> = {
  errors: 'errors of the judge',
  chosen: 'not drawn at random',
  undecided: 'undecided among people',
  otherVersion: 'by another version of the model',
};

function agreementRows({ agreement, people }: CalibrationReport): string[][] {
  const row = (who: string, found: AgreementEstimates, alpha: Estimate | null) => [
    who,
    share(found.raw),
    coefficient(found.kappa),
    coefficient(found.ac1),
    coefficient(alpha),
  ];
  return [
    ['', 'raw', 'Cohen κ', 'Gwet AC1', 'Krippendorff α'],
    ...(agreement ? [row('judge with people', agreement, null)] : []),
    ...(people ? [row(`${people.people} people`, people, people.alpha)] : []),
  ];
}

function widthLine({ width }: CalibrationReport): string[] {
  if (width === null) return [];
  const { now, asked, more } = width;
  const told = `The interval is ${percent(now)} wide.`;
  return [
    more === 0 ? told : `${told} ${counted(more, 'more label')} would make it ${percent(asked)}.`,
  ];
}

function confusionRows({ confusion }: CalibrationReport): string[][] {
  const { truePositive, falsePositive, trueNegative, falseNegative } = confusion;
  return [
    ['', 'judge passes', 'judge fails'],
    ['people pass', String(truePositive), String(falseNegative)],
    ['people fail', String(falsePositive), String(trueNegative)],
  ];
}

function rateLines({ sensitivity, specificity, passRate }: CalibrationReport): string[] {
  return [
    ...(sensitivity ? [`Of good samples the judge passes ${share(sensitivity)}.`] : []),
    ...(specificity ? [`Of bad samples the judge fails ${share(specificity)}.`] : []),
    ...(passRate
      ? [`Pass rate by people ${share(passRate.people)}, by the judge ${share(passRate.judge)}.`]
      : []),
  ];
}

function curveLines({ curve }: CalibrationReport): string[] {
  if (curve === null) return [];
  const { method, before, after } = curve;
  const quality = (name: string, from: number, to: number) =>
    `${name} ${from.toFixed(3)} before, ${to.toFixed(3)} after`;
  return [
    `Method: ${method}. ${quality('ECE', before.ece, after.ece)}; ${quality('Brier', before.brier, after.brier)}, on held-out folds.`,
  ];
}

function curveRows({ curve }: CalibrationReport): string[][] {
  if (curve === null) return [];
  const step = Math.ceil(curve.points.length / 11);
  const shown = curve.points.filter((_, i) => i % step === 0 || i === curve.points.length - 1);
  return [
    ['value', 'probability that people pass'],
    ...shown.map(({ value, probability, low, high }) => [
      decimal(value),
      share({ value: probability, low, high }),
    ]),
  ];
}

function guaranteeLine({ guarantee }: CalibrationReport): string {
  const { risk, confidence, threshold, coverage, n, wrong } = guarantee;
  const asked = `at most ${percent(risk)} wrong verdicts, with confidence ${percent(confidence)}`;
  if (threshold === null) return `No confidence guarantees ${asked}.`;
  return `From confidence ${decimal(threshold)} on: ${asked}. ${percent(coverage)} of samples are kept (${wrong} of ${counted(n, 'label')} wrong).`;
}

function sliceRows({ slices }: CalibrationReport): string[][] {
  return [
    ['by', 'slice', 'labels', 'agreement', 'judge passes more', ''],
    ...slices.map(({ by, slice, n, agreement, bias, isDifferent }) => [
      by,
      oneLine(slice, 40),
      String(n),
      share(agreement),
      `${signedPercent(bias.value)} (${signedPercent(bias.low)} to ${signedPercent(bias.high)})`,
      isDifferent ? 'biased' : '',
    ]),
  ];
}

function share({ value, low, high }: Estimate): string {
  return `${percent(value)} (${percent(low)} to ${percent(high)})`;
}

function coefficient(found: Estimate | null): string {
  if (found === null) return '–';
  return `${decimal(found.value)} (${decimal(found.low)} to ${decimal(found.high)})`;
}

function signedPercent(value: number): string {
  return `${value > 0 ? '+' : ''}${(value * 100).toFixed(1)}%`;
}
