import type { AlignInput } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import type { Alignment, AlignmentResult } from '../types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, numberOf, type Values } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { labelsOf } from './label-file.ts';
import { ENCODING_OPTION } from './sample-file.ts';
import type { System } from './system.ts';
import { json, percent, printable, table } from './text.ts';

const options = {
  dataset: { value: 'NAME', help: 'A data set with labels, as name or name@version.' },
  question: { value: 'NAME', help: 'The question whose labels count, in a data set with several.' },
  'pass-at': { value: 'GRADE', help: 'Grades from this on count as a pass, 0 to 1.' },
  folds: { value: 'COUNT', help: 'Folds of the cross-validation, 2 to 10. Defaults to 4.' },
  examples: { value: 'COUNT', help: 'Maximum few-shot examples, 0 to 8. Defaults to 4.' },
  'no-rewrite': { help: 'Do not ask a model to rewrite the criteria.' },
  output: { value: 'FILE', short: 'o', help: 'Write the proposed version as JSON to this file.' },
  detach: { help: 'Return without waiting for the result.' },
  ...ENCODING_OPTION,
} as const;

type AlignValues = Values<typeof options>;

export const align = defineCommand({
  name: 'align',
  summary:
    'Tries to bring a custom judge closer to people, and proposes a version. Changes nothing.',
  args: ['<scorer>', '[file]'],
  options,
  examples: [
    'assay align house-tone labels.jsonl --output proposal.json',
    'assay align house-tone --dataset support@3 --question polite',
  ],
  async run({ values, args: [scorer = '', file], isJson, system, client }) {
    if (values.detach && values.output !== undefined) {
      throw new CliError('--output needs the result. Remove --detach.');
    }
    const input = await inputOf(values, file, system);
    const assay = await client();
    const { id } = await assay.scorers.align(scorer, input);
    if (values.detach) {
      system.stdout.write(isJson ? json(await assay.scorers.alignment(id)) : `${id}\n`);
      return EXIT.passed;
    }
    const ended = await follow(assay, id, system);
    const proposal = ended.result?.proposal;
    if (values.output !== undefined && proposal) {
      await system.files.write(values.output, json(proposal));
    }
    system.stdout.write(isJson ? json(ended) : printable(alignmentText(ended)));
    return exitOf(ended);
  },
});

async function inputOf(
  values: AlignValues,
  file: string | undefined,
  system: System,
): Promise<AlignInput> {
  const { dataset, question, encoding } = values;
  if ((file === undefined) === (dataset === undefined)) {
    throw new CliError('Give a file of labels or --dataset, one of the two.');
  }
  const passAt = numberOf(values['pass-at'], 'pass-at', { min: 0, max: 1 });
  const folds = numberOf(values.folds, 'folds', { min: 2, max: 10 });
  const examples = numberOf(values.examples, 'examples', { min: 0, max: 8 });
  return {
    ...(file !== undefined && { labels: await labelsOf(file, encoding, system) }),
    ...(dataset !== undefined && { dataset }),
    ...(question !== undefined && { question }),
    ...(passAt !== undefined && { passAt }),
    ...(folds !== undefined && { folds }),
    ...(examples !== undefined && { examples }),
    ...(values['no-rewrite'] && { rewrite: false }),
  };
}

/** Retries of each look: an alignment goes on through an outage of its server. */
const RETRIES = 10;

async function follow(assay: Assay, id: string, system: System): Promise<Alignment> {
  const signal = system.interruption();
  system.stderr.write(`${id}\n`);
  try {
    return await assay.scorers.waitForAlignment(id, { signal, maxRetries: RETRIES });
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new CliError(`Interrupted. ${id} keeps running.`, { cause });
  }
}

/** The result as text. */
export function alignmentText({ id, status, scorer, version, result, error }: Alignment): string {
  const head = `${id}  ${scorer}@${version}: ${status}\n`;
  if (result === null) return error ? `${head}${error.code}: ${error.message}\n` : head;
  return [
    head,
    `\n${table([['candidate', 'labels', 'agreement', 'gain'], ...rowsOf(result)])}`,
    result.remarks.length > 0 ? '\n' : '',
    ...result.remarks.map(({ code, message }) => `${code}: ${message}\n`),
    proposalText(scorer, result),
  ].join('');
}

function rowsOf({ baseline, n, candidates }: AlignmentResult): string[][] {
  const rows = candidates.map(({ kind, n: judged, agreement, gain }) => [
    kind,
    String(judged),
    interval(agreement, percent),
    interval(gain, signedPercent),
  ]);
  return [['present version', String(n), interval(baseline, percent), ''], ...rows];
}

function proposalText(scorer: string, { best, proposal }: AlignmentResult): string {
  if (proposal === null) return '\nNothing is proposed.\n';
  return `\nProposed: ${best}. Read it, a model may have written it; then add it with POST /v1/scorers/${scorer}/versions.\n\n${json(proposal)}`;
}

function interval(
  found: { value: number; low: number; high: number } | null,
  show: (value: number) => string,
): string {
  return found ? `${show(found.value)} (${show(found.low)} to ${show(found.high)})` : '–';
}

function signedPercent(value: number): string {
  return `${value > 0 ? '+' : ''}${percent(value)}`;
}

/** 1 without a gain: nothing is proposed. */
function exitOf({ status, result }: Alignment): ExitCode {
  if (status !== 'completed') return EXIT.error;
  return result?.proposal ? EXIT.passed : EXIT.failed;
}
