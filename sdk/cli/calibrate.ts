import type { Calibration } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import type { CalibrationInput } from '../types.ts';
import { calibrationMarkdown, calibrationText, headline } from './calibration-report.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, numberOf, type Values } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { labelsOf } from './label-file.ts';
import { ENCODING_OPTION } from './sample-file.ts';
import { referenceOf } from './scoring-options.ts';
import type { System } from './system.ts';
import { json, percent, printable } from './text.ts';

const options = {
  scorer: {
    value: 'NAME',
    short: 's',
    help: 'The judge by name, or as JSON: {"scorer":"rubric","params":{"criterion":"…"}}.',
  },
  dataset: { value: 'NAME', help: 'A data set with labels, as name or name@version.' },
  question: { value: 'NAME', help: 'The question whose labels count, in a data set with several.' },
  'pass-at': { value: 'GRADE', help: 'Grades from this on count as a pass, 0 to 1.' },
  risk: {
    value: 'SHARE',
    help: 'Allowed share of wrong verdicts for abstention. Defaults to 0.1.',
  },
  confidence: { value: 'SHARE', help: 'Confidence of that guarantee. Defaults to 0.9.' },
  width: {
    value: 'SHARE',
    help: 'Width of interval to compute the labels needed. Defaults to 0.1.',
  },
  refresh: { help: 'Call the judge again instead of reading cached answers.' },
  'min-agreement': {
    value: 'SHARE',
    help: 'Exit with 1 if the lower end of the agreement is below this.',
  },
  detach: { help: 'Return without waiting for the report.' },
  markdown: { value: 'FILE', help: 'Write the report as Markdown to this file.' },
  ...ENCODING_OPTION,
} as const;

type CalibrateValues = Values<typeof options>;

export const calibrate = defineCommand({
  name: 'calibrate',
  summary: 'Calibrates a judge against labels of people, and prints how far it can be trusted.',
  args: ['[file]'],
  options,
  examples: [
    'assay calibrate labels.jsonl --scorer faithfulness',
    'assay calibrate --dataset support@3 --scorer my-judge --min-agreement 0.8 --markdown report.md',
    'One line of labels.jsonl:  {"sample":{"id":"a-1","input":"…","output":"…"},"value":true}',
  ],
  async run({ values, args: [file], isJson, system, client }) {
    const least = numberOf(values['min-agreement'], 'min-agreement', { min: 0, max: 1 });
    if (values.detach && (least !== undefined || values.markdown !== undefined)) {
      throw new CliError('--min-agreement and --markdown need the report. Remove --detach.');
    }
    const input = await inputOf(values, file, system);
    const assay = await client();
    const { id } = await assay.calibrations.create(input);
    if (values.detach) {
      const begun = await assay.calibrations.get(id);
      system.stdout.write(isJson ? json(begun) : `${id}\n`);
      return EXIT.passed;
    }
    const ended = await follow(assay, id, system);
    if (values.markdown !== undefined) {
      await system.files.write(values.markdown, calibrationMarkdown(ended));
    }
    system.stdout.write(isJson ? json(ended) : printable(calibrationText(ended)));
    return exitOf(ended, least, system);
  },
});

async function inputOf(
  values: CalibrateValues,
  file: string | undefined,
  system: System,
): Promise<CalibrationInput> {
  const { scorer, dataset, question, refresh, encoding } = values;
  if (scorer === undefined) throw new CliError('Pass --scorer, the judge to calibrate.');
  if ((file === undefined) === (dataset === undefined)) {
    throw new CliError('Give a file of labels or --dataset, one of the two.');
  }
  const numbers = (
    [
      ['passAt', 'pass-at'],
      ['risk', 'risk'],
      ['confidence', 'confidence'],
      ['width', 'width'],
    ] as const
  ).flatMap(([field, option]) => {
    const number = numberOf(values[option], option, { min: 0, max: 1 });
    return number === undefined ? [] : [[field, number]];
  });
  return {
    scorer: referenceOf(scorer),
    ...(file !== undefined && { labels: await labelsOf(file, encoding, system) }),
    ...(dataset !== undefined && { dataset }),
    ...(question !== undefined && { question }),
    ...Object.fromEntries(numbers),
    ...(refresh && { refresh }),
  };
}

/** Retries of each look: a calibration goes on through an outage of its server. */
const RETRIES = 10;

async function follow(assay: Assay, id: string, system: System): Promise<Calibration> {
  const signal = system.interruption();
  system.stderr.write(`${id}\n`);
  let told = '';
  const onProgress = (calibration: Calibration) => {
    const line = headline(calibration);
    if (calibration.status === 'running' && line !== told) system.stderr.write(`${line}\n`);
    told = line;
  };
  try {
    return await assay.calibrations.wait(id, { signal, onProgress, maxRetries: RETRIES });
  } catch (cause) {
    if (!signal.aborted) throw cause;
    const hint = `Interrupted. ${id} keeps running. To see it: assay calibrate show ${id}`;
    throw new CliError(hint, { cause });
  }
}

function exitOf(
  { status, agreement }: Calibration,
  least: number | undefined,
  system: System,
): ExitCode {
  if (status !== 'completed') return EXIT.error;
  if (least === undefined) return EXIT.passed;
  // Without a usable label nothing is known, which is no failure of the judge.
  if (agreement === null) return EXIT.error;
  if (agreement.low >= least) return EXIT.passed;
  const told = `The agreement may be as low as ${percent(agreement.low)}; ${percent(least)} is required.`;
  system.stderr.write(`${told}\n`);
  return EXIT.failed;
}
