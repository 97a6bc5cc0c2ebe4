import type { ExperimentTarget, Probe, ProbeKind, Sample } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { partsOf } from '../samples.ts';
import type { ProbeInput } from '../types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, numberOf, type Values } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { missingOfProbe } from './missing-answers.ts';
import { estimateText, probeMarkdown, probeText } from './probe-text.ts';
import { asked } from './resource-files.ts';
import { readRunFile } from './run-file.ts';
import { ENCODING_OPTION, samplesOf } from './sample-file.ts';
import { referenceOf } from './scoring-options.ts';
import type { System } from './system.ts';
import { json, printable } from './text.ts';

const KINDS: readonly ProbeKind[] = [
  'consistency',
  'phrasing',
  'position',
  'counterfactual',
  'order',
  'distraction',
  'drift',
];

/** How a probe is run, however it is written down. */
const RUNNING = {
  'max-cost-usd': { value: 'USD', help: 'Most that the answers may cost.' },
  'dry-run': { help: 'Show the variants and the cost, and run nothing.' },
  detach: { help: 'Return without waiting for the report.' },
  'fail-on': {
    value: 'OUTCOME',
    help: 'Exit with 1 if the outcome is affected, or with “undecided” also if it is not steady.',
  },
  markdown: { value: 'FILE', help: 'Write the report as Markdown to this file.' },
} as const;

const options = {
  target: {
    value: 'TARGET',
    short: 't',
    help: 'What answers: provider/model, binding/NAME, a pipeline, or the https URL of an endpoint.',
  },
  prompt: { value: 'TEMPLATE', help: 'What the user says, such as "Briefly: {{input}}".' },
  scorer: {
    value: 'NAME',
    short: 's',
    multiple: true,
    help: 'A scorer by name, or as JSON: {"scorer":"length","params":{"max":60}}.',
  },
  suite: { value: 'NAME', help: 'A suite by name, or name@version.' },
  dataset: { value: 'NAME', help: 'A data set instead of a file, as name or name@version.' },
  since: { value: 'ID', help: 'Of drift: the probe whose questions are asked again.' },
  name: { value: 'NAME', help: 'What the probe is called in lists.' },
  repeats: {
    value: 'COUNT',
    help: 'Answers to each variant. Defaults to 5 for consistency, else 1.',
  },
  seed: { value: 'NUMBER', help: 'Decides what is changed. Defaults to 0.' },
  margin: { value: 'SHARE', help: 'Differences up to this do not matter. Defaults to 0.05.' },
  language: { value: 'CODE', help: 'Language of the questions, such as en. Detected if omitted.' },
  fixed: { value: 'WORDS', multiple: true, help: 'Words that no variant changes.' },
  with: {
    value: 'JSON',
    help: 'More fields of the request, such as {"phrasing":{"paraphrases":2}}.',
  },
  tag: { value: 'TAG', multiple: true, help: 'Tag stored with the probe.' },
  concurrency: { value: 'COUNT', help: 'Calls of the target at once. Defaults to 4.' },
  ...RUNNING,
  ...ENCODING_OPTION,
} as const;

type ProbeValues = Values<typeof options>;

export const probe = defineCommand({
  name: 'probe',
  summary: 'Checks whether something changes answers that should not, and says what to do.',
  args: ['<kind>', '[file]'],
  options,
  examples: [
    'assay probe phrasing questions.jsonl --target openai/gpt-5-mini -s contains --dry-run',
    'assay probe counterfactual questions.jsonl --target support@3 --suite support --fail-on affected',
    'assay probe drift --since exp_…',
    'assay probe run probe.yaml',
    `Kinds: ${KINDS.join(', ')}.`,
    'One line of questions.jsonl:  {"id":"q-1","input":"…","expected":"…","contexts":["…"]}',
  ],
  async run({ values, args: [kind = '', file], isJson, system, client }) {
    const running = runningOf(values);
    const input = await inputOf(values, { kind, file }, system);
    const assay = await client();
    return runProbe(input, running, { assay, system, isJson, told: (ask) => ask() });
  },
});

export const probeRun = defineCommand({
  name: 'probe run',
  summary: 'Runs the probe of a file, and says what it found.',
  args: ['<file>'],
  options: RUNNING,
  examples: [
    'assay probe run wording.yaml --dry-run',
    'assay probe run wording.yaml --fail-on affected --markdown wording.md',
    'wording.yaml:  kind: phrasing',
    '               target: openai/gpt-5-mini',
    '               samples: questions.jsonl',
    '               scorers: [contains]',
  ],
  async run({ values, args: [file = ''], isJson, system, client }) {
    const running = runningOf(values);
    const read = await readRunFile<ProbeInput>(file, system);
    const input = { ...read.input, ...costOf(values) };
    const assay = await client();
    const told = <Value>(ask: () => Promise<Value>) => asked(read, ask);
    return runProbe(input, running, { assay, system, isJson, told });
  },
});

interface Running {
  isDry: boolean;
  isDetached: boolean;
  /** Outcomes that end the command with 1. */
  fails: readonly string[];
  markdown: string | undefined;
}

/** @throws CliError for options that do not fit together */
function runningOf(values: Values<typeof RUNNING>): Running {
  const { markdown, detach: isDetached = false, 'dry-run': isDry = false } = values;
  const fails = failingOutcomes(values['fail-on']);
  if (isDetached && (fails.length > 0 || markdown !== undefined)) {
    throw new CliError('--fail-on and --markdown need the report. Remove --detach.');
  }
  return { isDry, isDetached, fails, markdown };
}

interface Asking {
  assay: Assay;
  system: System;
  isJson: boolean;
  /** Adds to a refusal where the field stands. */
  told<Value>(ask: () => Promise<Value>): Promise<Value>;
}

async function runProbe(
  input: ProbeInput,
  { isDry, isDetached, fails, markdown }: Running,
  { assay, system, isJson, told }: Asking,
): Promise<ExitCode> {
  if (isDry) {
    const estimated = await told(async () => assay.probes.estimate(input));
    system.stdout.write(isJson ? json(estimated) : printable(estimateText(estimated)));
    return EXIT.passed;
  }
  const made = await told(async () => assay.probes.create(input));
  if (isDetached) {
    system.stdout.write(isJson ? json(made) : `${made.id}\n`);
    return EXIT.passed;
  }
  const ended = await follow(assay, made.id, system);
  const report = await assay.probes.report(ended.id);
  if (markdown !== undefined) await system.files.write(markdown, probeMarkdown(report));
  system.stdout.write(isJson ? json(report) : printable(probeText(report)));
  if (ended.status === 'cancelled') throw new CliError(`${ended.id} was cancelled.`);
  const missing = missingOfProbe(ended);
  if (missing !== undefined) system.stderr.write(`${missing}\n`);
  if (fails.includes(report.outcome)) return EXIT.failed;
  return report.outcome === 'not_run' || missing !== undefined ? EXIT.error : EXIT.passed;
}

/** @throws CliError for an outcome that there is not */
function failingOutcomes(given: string | undefined): readonly string[] {
  if (given === undefined) return [];
  if (given === 'affected') return ['affected'];
  if (given === 'undecided') return ['affected', 'undecided'];
  throw new CliError(`--fail-on must be affected or undecided, not “${given}”.`);
}

async function inputOf(
  values: ProbeValues,
  { kind, file }: { kind: string; file: string | undefined },
  system: System,
): Promise<ProbeInput> {
  const known = KINDS.find((each) => each === kind);
  if (known === undefined)
    throw new CliError(`“${kind}” is no kind of probe: ${KINDS.join(', ')}.`);
  const { target, prompt, scorer, suite, dataset, since, name, language, fixed, tag } = values;
  if (known !== 'drift' && (file === undefined) === (dataset === undefined)) {
    throw new CliError('Give a file of samples or --dataset, one of the two.');
  }
  if (known === 'drift' && since === undefined) {
    throw new CliError('Pass --since, the id of the probe that is asked again.');
  }
  return {
    kind: known,
    ...(target !== undefined && { target: targetOf(target) }),
    ...(prompt !== undefined && { prompt }),
    ...(file !== undefined && { samples: await readSamples(file, values.encoding, system) }),
    ...(dataset !== undefined && { dataset }),
    ...(scorer && { scorers: scorer.map(referenceOf) }),
    ...(suite !== undefined && { suite }),
    ...(since !== undefined && { drift: { since } }),
    ...(name !== undefined && { name }),
    ...(language !== undefined && { language }),
    ...(fixed && { fixed }),
    ...(tag && { tags: tag }),
    ...numbersOf(values),
    ...moreOf(values.with),
  };
}

function targetOf(target: string): ExperimentTarget {
  return /^https?:\/\//.test(target) ? { url: target } : target;
}

function numbersOf(values: ProbeValues) {
  const [repeats, seed, concurrency] = [
    numberOf(values.repeats, 'repeats', { min: 1, max: 100 }),
    numberOf(values.seed, 'seed', { min: 0, max: 2 ** 31 - 1 }),
    numberOf(values.concurrency, 'concurrency', { min: 1, max: 64 }),
  ];
  const margin = numberOf(values.margin, 'margin', { min: 0, max: 1 });
  return {
    ...(repeats !== undefined && { repeats }),
    ...(seed !== undefined && { seed }),
    ...(concurrency !== undefined && { concurrency }),
    ...(margin !== undefined && { margin }),
    ...costOf(values),
  };
}

function costOf(values: Values<typeof RUNNING>) {
  const given = values['max-cost-usd'];
  const maxCostUsd = numberOf(given, 'max-cost-usd', { min: 0.000001, max: 1_000_000 });
  return maxCostUsd === undefined ? {} : { maxCostUsd };
}

/** @throws CliError for what is no JSON object */
function moreOf(text: string | undefined): Partial<ProbeInput> {
  if (text === undefined) return {};
  try {
    const more: unknown = JSON.parse(text);
    if (typeof more === 'object' && more !== null && !Array.isArray(more)) return more;
  } catch (cause) {
    throw new CliError(`--with is not JSON: ${(cause as Error).message}.`, { cause });
  }
  throw new CliError('--with must be a JSON object.');
}

async function readSamples(
  file: string,
  encoding: string | undefined,
  system: System,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for await (const { lines } of partsOf(samplesOf(file, { encoding }, system))) {
    for (const line of lines) {
      if (line.trim() === '') continue;
      try {
        samples.push(JSON.parse(line));
      } catch (cause) {
        throw new CliError(`Line ${samples.length + 1} of ${file} is not JSON.`, { cause });
      }
    }
  }
  if (samples.length === 0) throw new CliError(`${file} contains no samples.`);
  return samples;
}

/** Retries of each look: a probe goes on through an outage of its server. */
const RETRIES = 10;

async function follow(assay: Assay, id: string, system: System): Promise<Probe> {
  system.stderr.write(`${id}\n`);
  let told = '';
  const onProgress = ({ counts }: Probe) => {
    const line = `${counts.generated + counts.error} of ${counts.total} answered, ${counts.scoring.scored} scored`;
    if (line !== told) system.stderr.write(`${line}\n`);
    told = line;
  };
  return assay.probes.wait(id, {
    ...{ signal: system.interruption(), onProgress, maxRetries: RETRIES },
  });
}
