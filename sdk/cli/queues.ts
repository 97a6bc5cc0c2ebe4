import { counted } from '@assay/schema/counted.ts';
import type {
  AgreementEstimate,
  AgreementReport,
  QueueSource,
  ReviewQueueReport,
  Sampling,
} from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, numberOf, oneOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import { decimal, json, printable, table } from './text.ts';

const METHODS = ['all', 'random', 'uncertain', 'disagreement'] as const;

export const queuesList = defineCommand({
  name: 'queues list',
  summary: 'Lists the review queues.',
  options: {},
  async run({ isJson, system, client }) {
    const found = await collect((await client()).queues.list());
    const rows = found.map(({ name, question, status, sampling, population }) => [
      ...[name, `${question.name}@${question.version}`, status, sampling.method],
      `of ${population}`,
    ]);
    system.stdout.write(isJson ? json(found) : printable(table(rows)));
    return EXIT.passed;
  },
});

export const queuesCreate = defineCommand({
  name: 'queues create',
  summary: 'Creates a review queue of stored verdicts, of a batch or of a data set.',
  args: ['<name>'],
  options: {
    question: { value: 'NAME', help: 'Question to ask, such as `grounded@1`.' },
    scorer: { value: 'SCORER', help: 'Draws from verdicts with this score.' },
    tag: { value: 'TAG', multiple: true, help: 'Draws from verdicts with this tag.' },
    from: { value: 'TIME', help: 'Draws from verdicts created at or after this time.' },
    batch: { value: 'ID', help: 'Draws from the samples of this batch.' },
    dataset: { value: 'NAME', help: 'Draws from this version of a data set, `name@version`.' },
    sampling: {
      value: 'METHOD',
      help: 'all, random, uncertain or disagreement. Defaults to random with --size, else to all.',
    },
    size: { value: 'COUNT', help: 'Number of items to draw.' },
    reviews: { value: 'COUNT', help: 'People who review each item. Defaults to 1.' },
    'show-judge': { help: 'Shows the judge’s answer from the start; hidden by default.' },
  },
  examples: [
    'assay queues create weekly --question faithfulness --scorer faithfulness --size 100 --reviews 2',
  ],
  async run({ values, args: [name = ''], isJson, system, client }) {
    const { question } = values;
    if (question === undefined) throw new CliError('--question is required.');
    const reviewsPerItem = numberOf(values.reviews, 'reviews', { min: 1, max: 20 });
    const queue = await (await client()).queues.create({
      ...{ name, question, source: sourceOf(values), sampling: samplingOf(values) },
      ...(reviewsPerItem !== undefined && { reviewsPerItem }),
      ...(values['show-judge'] && { blind: false }),
    });
    system.stdout.write(isJson ? json(queue) : printable(reportText(queue)));
    return EXIT.passed;
  },
});

interface SourceOptions {
  scorer?: string;
  tag?: string[];
  from?: string;
  batch?: string;
  dataset?: string;
}

function sourceOf({ scorer, tag, from, batch, dataset }: SourceOptions): QueueSource {
  const isOfVerdicts = scorer !== undefined || tag !== undefined || from !== undefined;
  const given = [isOfVerdicts, batch !== undefined, dataset !== undefined].filter(Boolean);
  if (given.length > 1) throw new CliError('Give --batch, --dataset or filters of verdicts.');
  if (batch !== undefined) return { batchId: batch };
  if (dataset !== undefined) return { dataset };
  return {
    verdicts: {
      ...(scorer !== undefined && { scorer }),
      ...(tag !== undefined && { tags: tag }),
      ...(from !== undefined && { from }),
    },
  };
}

function samplingOf(values: { sampling?: string; size?: string; scorer?: string }): Sampling {
  const size = numberOf(values.size, 'size', { min: 1, max: 10_000 });
  const fallback = size === undefined ? 'all' : 'random';
  const method = oneOf(METHODS, values.sampling ?? fallback, 'sampling');
  if (method === 'all') return { method };
  if (size === undefined) throw new CliError(`--size is required with --sampling ${method}.`);
  if (method !== 'uncertain' || values.scorer === undefined) return { method, size };
  return { method, size, scorer: values.scorer };
}

export const queuesShow = defineCommand({
  name: 'queues show',
  summary: 'Shows the progress of a review queue, and the pace of each reviewer.',
  args: ['<name>'],
  options: {},
  async run({ args: [name = ''], isJson, system, client }) {
    const queue = await (await client()).queues.get(name);
    system.stdout.write(isJson ? json(queue) : printable(reportText(queue)));
    return EXIT.passed;
  },
});

export const queuesClose = defineCommand({
  name: 'queues close',
  summary: 'Closes a review queue: it gives out no more items.',
  args: ['<name>'],
  options: {},
  async run({ args: [name = ''], isJson, system, client }) {
    const queue = await (await client()).queues.close(name);
    system.stdout.write(isJson ? json(queue) : printable(reportText(queue)));
    return EXIT.passed;
  },
});

export const queuesAgreement = defineCommand({
  name: 'queues agreement',
  summary: 'Shows how far the reviewers of a queue agree, with 95% intervals.',
  args: ['<name>'],
  options: {},
  async run({ args: [name = ''], isJson, system, client }) {
    const report = await (await client()).queues.agreement(name);
    system.stdout.write(isJson ? json(report) : printable(agreementText(report)));
    return EXIT.passed;
  },
});

function reportText({ name, question, status, isEstimable, progress }: ReviewQueueReport): string {
  const { items, done, disputed, adjudicated, reviews, reviewers } = progress;
  const lines = [
    ['question', `${question.name}@${question.version}`],
    ['status', status],
    ['items', `${done} of ${items} done, ${disputed} disputed, ${adjudicated} adjudicated`],
    ['reviews', `${reviews.submitted} of ${reviews.wanted}, ${reviews.skipped} skipped`],
    ['estimates', isEstimable ? 'its labels may enter them' : 'its labels enter none'],
  ];
  const people = reviewers.map(({ reviewer, submitted, skipped, secondsPerItem }) => [
    ...[`  ${reviewer}`, `${submitted} submitted`, `${skipped} skipped`],
    secondsPerItem === null ? '' : `${Math.round(secondsPerItem)} s per item`,
  ]);
  return `${name}\n${table(lines)}${table(people)}`;
}

function agreementText({ overall, pairs, reviewers, disagreements }: AgreementReport): string {
  const figures = [
    ['items with two reviews', String(overall.items)],
    ['raw agreement', estimateText(overall.raw)],
    [`Cohen’s kappa (${overall.weights})`, estimateText(overall.kappa)],
    ['Gwet’s AC1', estimateText(overall.ac1)],
    ['Krippendorff’s alpha', estimateText(overall.alpha)],
  ];
  const ofPairs = pairs.map(({ reviewers: [first, second], raw, kappa, items }) => [
    ...[`  ${first} and ${second}`, counted(items, 'item'), `raw ${estimateText(raw)}`],
    `kappa ${estimateText(kappa)}`,
  ]);
  const people = reviewers.map(({ reviewer, reviews, withFinal }) => [
    ...[`  ${reviewer}`, `${reviews} reviews`, `with the final value ${estimateText(withFinal)}`],
  ]);
  const differing = disagreements.map(({ target, values }) => [
    `  ${Object.values(target).join(' ')}`,
    Object.entries(values)
      .map(([by, value]) => `${by}: ${value}`)
      .join(', '),
  ]);
  const section = (title: string, rows: string[][]) =>
    rows.length === 0 ? '' : `\n${title}\n${table(rows)}`;
  return [
    table(figures),
    section('Pairs', ofPairs),
    section('Reviewers', people),
    section('Disagreements', differing),
  ].join('');
}

function estimateText(estimate: AgreementEstimate | null): string {
  if (estimate === null) return '–';
  const { value, low, high } = estimate;
  return `${decimal(value)} (${decimal(low)} to ${decimal(high)})`;
}
