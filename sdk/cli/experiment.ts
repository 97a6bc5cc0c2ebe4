import { counted } from '@assay/schema/counted.ts';
import type { Experiment, ExperimentInput, ExperimentReport } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, numberOf } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { experimentCsv } from './experiment-csv.ts';
import { experimentMarkdown } from './experiment-markdown.ts';
import { type ExperimentOutcome, estimateText, experimentText } from './experiment-text.ts';
import { collect } from './listing.ts';
import { missingText } from './missing-answers.ts';
import { barOf, progressOf } from './progress.ts';
import { asked } from './resource-files.ts';
import { type RunFile, readRunFile } from './run-file.ts';
import type { System } from './system.ts';
import { json, oneLine, printable, table } from './text.ts';

const OUTPUTS = {
  csv: { value: 'FILE', help: 'Write every answer as CSV to this file.' },
  markdown: { value: 'FILE', help: 'Write the report in Markdown to this file.' },
} as const;

type OutputValues = { csv?: string; markdown?: string };

export const experimentRun = defineCommand({
  name: 'experiment run',
  summary: 'Asks every variant of a file for answers, scores them, and compares the variants.',
  args: ['[file]'],
  options: {
    watch: { value: 'ID', help: 'Follow an existing experiment instead of creating one.' },
    detach: { help: 'Return without waiting for the experiment to end.' },
    'max-cost-usd': { value: 'USD', help: 'Stop generation before the answers cost more.' },
    repeats: { value: 'N', help: 'Answers per variant and sample. Replaces that of the file.' },
    ...OUTPUTS,
  },
  examples: [
    'assay experiment run prompts.yaml',
    'assay experiment run prompts.yaml --repeats 5 --max-cost-usd 2 --markdown report.md',
    'assay experiment run --watch exp_…',
  ],
  async run({ values, args: [file], isJson, system, client }) {
    const { watch, detach = false, 'max-cost-usd': most, repeats, ...outputs } = values;
    if ((file === undefined) === (watch === undefined)) {
      throw new CliError('Give a file, or --watch with an experiment.');
    }
    if (detach && (outputs.csv !== undefined || outputs.markdown !== undefined)) {
      throw new CliError('--csv and --markdown require the experiment to end. Remove --detach.');
    }
    const maxCostUsd = numberOf(most, 'max-cost-usd', { min: 0.000001, max: 1_000_000 });
    const times = numberOf(repeats, 'repeats', { min: 1, max: 100 });
    const changes = {
      ...(maxCostUsd !== undefined && { maxCostUsd }),
      ...(times !== undefined && { repeats: times }),
    };
    const read = file === undefined ? undefined : await readRunFile<ExperimentInput>(file, system);
    const assay = await client();
    const interruption = system.interruption();
    const id = read === undefined ? watch : await create(assay, read, changes, system);
    if (id === undefined) throw new CliError('Give a file, or --watch with an experiment.');
    if (detach) {
      system.stdout.write(isJson ? json(await assay.experiments.get(id)) : `${id}\n`);
      return EXIT.passed;
    }
    const ended = await follow(assay, id, interruption, system);
    return show(ended, outputs, { assay, system, isJson });
  },
});

export const experimentEstimate = defineCommand({
  name: 'experiment estimate',
  summary: 'Shows what an experiment would do and cost. No target is asked.',
  args: ['<file>'],
  options: {},
  examples: ['assay experiment estimate prompts.yaml'],
  async run({ args: [file = ''], isJson, system, client }) {
    const read = await readRunFile<ExperimentInput>(file, system);
    const assay = await client();
    const estimate = await asked(read, async () => assay.experiments.estimate(read.input));
    system.stdout.write(isJson ? json(estimate) : printable(estimateText(estimate)));
    return EXIT.passed;
  },
});

export const experimentReport = defineCommand({
  name: 'experiment report',
  summary: 'Shows the report of an experiment.',
  args: ['<id>'],
  options: OUTPUTS,
  examples: ['assay experiment report exp_… --csv answers.csv'],
  async run({ values, args: [id = ''], isJson, system, client }) {
    const assay = await client();
    const experiment = await assay.experiments.get(id);
    return show(experiment, values, { assay, system, isJson });
  },
});

export const experimentList = defineCommand({
  name: 'experiment list',
  summary: 'Lists experiments, newest first.',
  options: { tag: { value: 'TAG', help: 'Only experiments with this tag.' } },
  async run({ values: { tag }, isJson, system, client }) {
    const filter = tag === undefined ? {} : { tag };
    const experiments = await collect((await client()).experiments.list(filter));
    const rows = experiments.map(({ id, name, status, counts, variants, createdAt }) => [
      id,
      status,
      counted(variants.length, 'variant'),
      `${counts.generated}/${counts.total}`,
      createdAt,
      oneLine(name ?? '', 40),
    ]);
    system.stdout.write(isJson ? json(experiments) : printable(table(rows)));
    return EXIT.passed;
  },
});

export const experimentResume = defineCommand({
  name: 'experiment resume',
  summary: 'Asks again for answers and scores that failed or were cancelled, and waits.',
  args: ['<id>'],
  options: {
    'max-cost-usd': { value: 'USD', help: 'Replaces the most that the answers may cost.' },
    ...OUTPUTS,
  },
  async run({ values, args: [id = ''], isJson, system, client }) {
    const { 'max-cost-usd': most, ...outputs } = values;
    const maxCostUsd = numberOf(most, 'max-cost-usd', { min: 0.000001, max: 1_000_000 });
    const assay = await client();
    const interruption = system.interruption();
    await assay.experiments.resume(id, maxCostUsd === undefined ? {} : { maxCostUsd });
    const ended = await follow(assay, id, interruption, system);
    return show(ended, outputs, { assay, system, isJson });
  },
});

export const experimentCancel = defineCommand({
  name: 'experiment cancel',
  summary: 'Cancels an experiment. What was answered and scored stays; `resume` does the rest.',
  args: ['<id>'],
  options: {},
  async run({ args: [id = ''], isJson, system, client }) {
    const cancelled = await (await client()).experiments.cancel(id);
    system.stdout.write(isJson ? json(cancelled) : `${id} was cancelled.\n`);
    return EXIT.passed;
  },
});

async function create(
  assay: Assay,
  read: RunFile<ExperimentInput>,
  changes: Partial<ExperimentInput>,
  system: System,
): Promise<string> {
  const input = { ...read.input, ...changes };
  const { id, estimate } = await asked(read, async () => assay.experiments.create(input));
  const cost = estimate.costUsd === null ? 'unknown' : `$${estimate.costUsd.toFixed(4)}`;
  // The id stands alone on its line, for scripts to find it.
  system.stderr.write(`${id}\n${counted(estimate.cells, 'answer')}, estimated cost ${cost}.\n`);
  return id;
}

/** Retries of each look: an experiment goes on through an outage of its server, and so does who waits. */
const RETRIES = 10;

async function follow(
  assay: Assay,
  id: string,
  signal: AbortSignal,
  system: System,
): Promise<Experiment> {
  const progress = progressOf(system.stderr, lineOf);
  const watching = { signal, onProgress: progress.show, maxRetries: RETRIES };
  try {
    return await assay.experiments.wait(id, watching);
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new CliError(
      `Interrupted. ${id} keeps running. To follow it: assay experiment run --watch ${id}`,
      { cause },
    );
  } finally {
    progress.end();
  }
}

function lineOf({ status, counts, costUsd }: Experiment): string {
  const { total, pending, error, generated, scoring } = counts;
  const cost = costUsd !== null && costUsd > 0 ? `  $${costUsd.toFixed(4)}` : '';
  const failed = error > 0 ? `, ${counted(error, 'error')}` : '';
  if (status === 'scoring') {
    return `${barOf(scoring.scored + scoring.error, scoring.total)}  scored${failed}${cost}`;
  }
  return `${barOf(total - pending, total)}  ${counted(generated, 'answer')}${failed}${cost}`;
}

interface Shown {
  assay: Assay;
  system: System;
  isJson: boolean;
}

async function show(
  experiment: Experiment,
  { csv, markdown }: OutputValues,
  { assay, system, isJson }: Shown,
): Promise<ExitCode> {
  const { id } = experiment;
  const report = await assay.experiments.report(id);
  const rows = await collect(assay.experiments.rows(id, { limit: 100 }));
  const outcome: ExperimentOutcome = { experiment, report, rows };
  if (csv !== undefined) {
    const scores = report.variants[0]?.scorers.flatMap(({ scorer }) => scorer ?? []) ?? [];
    const cells = assay.experiments.cells(id, { limit: 100 });
    await system.files.write(csv, experimentCsv(cells, scores));
  }
  if (markdown !== undefined) await system.files.write(markdown, experimentMarkdown(outcome));
  system.stdout.write(isJson ? json(outcome) : printable(experimentText(outcome)));
  const missing = missingText(experiment, report);
  if (missing !== undefined) system.stderr.write(printable(`${missing}\n`));
  if (experiment.status === 'cancelled') throw new CliError(`${id} was cancelled.`);
  return exitOf(experiment, report, missing !== undefined);
}

/**
 * By the requirements and the choice. Requirements pass and fail only if what is missing could not change
 * that; nothing else is sure while an answer is missing.
 */
function exitOf(
  { counts }: Experiment,
  { outcome, chosen }: Pick<ExperimentReport, 'outcome' | 'chosen'>,
  isIncomplete: boolean,
): ExitCode {
  if (counts.total > 0 && counts.generated === 0) return EXIT.error;
  if (outcome === 'failed') return EXIT.failed;
  if (isIncomplete && (outcome === null || chosen !== null)) return EXIT.error;
  return outcome === 'undecided' || chosen?.variant === null ? EXIT.error : EXIT.passed;
}
