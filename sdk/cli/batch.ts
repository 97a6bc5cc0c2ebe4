import type { BatchComparison, BatchCounts, DatasetSelection } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { NotFoundError } from '../errors.ts';
import type { BatchReport } from '../types.ts';
import { batchText } from './batch-text.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, type Values } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { failingOf, LISTED } from './failing.ts';
import { exitOf, GATE_OPTIONS, gateRequestOf } from './gate.ts';
import { batchJunit } from './junit.ts';
import { batchMarkdown } from './markdown.ts';
import { progressOn } from './progress.ts';
import { ENCODING_OPTION, samplesOf } from './sample-file.ts';
import { SCORING_OPTIONS, type Scoring, scoringOf } from './scoring-options.ts';
import type { System } from './system.ts';
import { json, printable } from './text.ts';

const options = {
  ...SCORING_OPTIONS,
  dataset: { value: 'NAME', help: 'Score a data set instead of a file: name, or name@version.' },
  split: { value: 'NAME', help: 'Only items of this split of the data set.' },
  'item-tag': { value: 'TAG', multiple: true, help: 'Only items of the data set with this tag.' },
  watch: { value: 'BATCH', help: 'Follow an existing batch instead of creating one.' },
  detach: { help: 'Return without waiting for the batch to end.' },
  'skip-invalid': { help: 'Skip and count invalid samples.' },
  format: {
    value: 'FORMAT',
    help: 'Input format: jsonl or csv. Defaults to the extension of the file.',
  },
  ...ENCODING_OPTION,
  map: {
    value: 'COLUMN=FIELD',
    multiple: true,
    help: 'Map a CSV column to a sample field, such as question=input.',
  },
  ignore: { value: 'COLUMN', multiple: true, help: 'Ignore a CSV column.' },
  ...GATE_OPTIONS,
  junit: { value: 'FILE', help: 'Write the results as JUnit XML to this file.' },
  markdown: { value: 'FILE', help: 'Write a Markdown summary to this file.' },
} as const;

type BatchValues = Values<typeof options>;

export const batch = defineCommand({
  name: 'batch',
  summary: 'Scores a file of samples, or a data set, as a batch, waits, and prints the results.',
  args: ['[file]'],
  options,
  examples: [
    'assay batch answers.jsonl --suite support@3 --min-pass-rate 0.95',
    'assay batch answers.csv -s token-f1 --base bat_… --max-regression 0.02 --junit report.xml',
    'assay batch answers.jsonl --suite support@3 --tag main --base latest:main --gate',
    'assay batch --dataset support@3 --suite support --tag main --base latest:main --gate',
    'assay batch --watch bat_…',
    'One line of answers.jsonl:  {"id":"a-1","input":"…","output":"…","expected":"…"}',
  ],
  async run({ values, args: [file], isJson, system, client }) {
    // All options are validated before anything is created.
    const gateRequest = gateRequestOf(values);
    refuseDetached(values);
    const make = makerOf(values, file, system);
    const assay = await client();
    await checkBase(assay, values.base);
    const interruption = system.interruption();
    const id = await make(assay, interruption);
    if (values.detach) {
      const made = await assay.batches.get(id);
      system.stdout.write(isJson ? json({ batch: made }) : `${id}\n`);
      return EXIT.passed;
    }
    const ended = await follow(assay, id, interruption, system);
    if (ended.counts.total === 0 && file !== undefined) throw noSample(file);
    const gate = gateRequest && (await assay.batches.gate(id, gateRequest));
    const comparison = gate ? gate.comparison : await compareWith(values.base, assay, id);
    const failing = await failingOf(assay, ended, isJson ? undefined : LISTED);
    const outcome = { batch: ended, comparison, gate, failing };
    if (values.junit !== undefined) {
      await system.files.write(values.junit, await batchJunit(ended, assay.batches.results(id)));
    }
    if (values.markdown !== undefined) {
      await system.files.write(values.markdown, batchMarkdown(outcome));
    }
    system.stdout.write(isJson ? json(outcome) : printable(batchText(outcome)));
    if (ended.status === 'cancelled') throw new CliError(`${id} was cancelled.`);
    return gate ? exitOf(gate.outcome) : exitWithoutGate(ended.counts);
  },
});

/** An invalid base is rejected before anything is scored. */
async function checkBase(assay: Assay, base: string | undefined): Promise<void> {
  if (base === undefined || base.startsWith('latest:')) return;
  const { endedAt } = await assay.batches.get(base);
  if (endedAt === null) throw new CliError(`The base ${base} has not ended yet.`);
}

/** The comparison where no gate asks for one; null where there is no base yet. */
async function compareWith(
  base: string | undefined,
  assay: Assay,
  id: string,
): Promise<BatchComparison | null> {
  if (base === undefined) return null;
  try {
    return await assay.batches.compare(id, base);
  } catch (cause) {
    if (cause instanceof NotFoundError && base.startsWith('latest:')) return null;
    throw cause;
  }
}

/** A batch in which all samples are errors is an error even without a gate. */
function exitWithoutGate({ total, error }: BatchCounts): ExitCode {
  return total > 0 && error === total ? EXIT.error : EXIT.passed;
}

/** What comes after the end is not there for who does not wait. */
function refuseDetached(values: BatchValues): void {
  if (!values.detach) return;
  const asked = [...Object.keys(GATE_OPTIONS), 'junit', 'markdown'].find((name) => name in values);
  if (asked) throw new CliError(`--${asked} requires the batch to end. Remove --detach.`);
}

/** How the batch comes to be. @throws CliError when that is not said, or said twice */
function makerOf(
  values: BatchValues,
  file: string | undefined,
  system: System,
): (assay: Assay, signal: AbortSignal) => Promise<string> {
  const { watch } = values;
  if (watch !== undefined) {
    if (file !== undefined) throw new CliError('Give a file or --watch, not both.');
    return async () => watch;
  }
  const chosen = datasetOf(values, file);
  if (chosen !== undefined) return makeFrom(chosen, scoringOf(values), values, system);
  if (file === undefined) {
    throw new CliError('Give a file of samples, --dataset, or --watch with a batch.');
  }
  const onInvalid = values['skip-invalid'] ? ('skip' as const) : ('reject' as const);
  const scoring = { ...scoringOf(values), onInvalid };
  const { format, encoding, map, ignore } = values;
  const onExtra = (columns: readonly string[]) => {
    if (columns.length === 0) return;
    system.stderr.write(printable(`Columns stored as metadata: ${columns.join(', ')}.\n`));
  };
  const source = samplesOf(file, { format, encoding, map, ignore, onExtra }, system);
  return async (assay, signal) => {
    let made: string | undefined;
    const onCreated = ({ id }: { id: string }) => {
      made = id;
      if (!values.detach) system.stderr.write(`${id}\n`);
    };
    try {
      return (await assay.batches.create(source, scoring, { signal, onCreated })).id;
    } catch (cause) {
      if (!signal.aborted) throw cause;
      const left = made === undefined ? 'No batch was created.' : `${made} was cancelled.`;
      throw new CliError(`Interrupted. ${left}`, { cause });
    }
  };
}

/** The items of a data set that are asked for. @throws CliError for options that do not fit */
function datasetOf(
  { dataset: name, split, 'item-tag': tags, ...rest }: BatchValues,
  file: string | undefined,
): DatasetSelection | undefined {
  if (name === undefined) {
    const stray = split === undefined ? tags && '--item-tag' : '--split';
    if (stray) throw new CliError(`${stray} applies to a data set. Add --dataset.`);
    return undefined;
  }
  if (file !== undefined) throw new CliError('Give a file or --dataset, not both.');
  const stray = FILE_OPTIONS.find((option) => option in rest);
  if (stray) throw new CliError(`--${stray} applies to a file, not to a data set.`);
  return { name, ...(split !== undefined && { split }), ...(tags && { tags }) };
}

const FILE_OPTIONS = ['format', 'encoding', 'map', 'ignore', 'skip-invalid'] as const;

function makeFrom(
  chosen: DatasetSelection,
  scoring: Scoring,
  { detach }: BatchValues,
  system: System,
): (assay: Assay, signal: AbortSignal) => Promise<string> {
  return async (assay, signal) => {
    const { id, dataset } = await assay.batches.createFrom(chosen, scoring, { signal });
    if (detach || dataset === null) return id;
    // The id stands alone on its line, for scripts to find it.
    system.stderr.write(printable(`${id}\nScoring ${dataset.name}@${dataset.version}.\n`));
    return id;
  };
}

function noSample(file: string): CliError {
  return new CliError(`${file === '-' ? 'Standard input' : file} contains no samples.`);
}

/** Retries of each look: a batch goes on through an outage of its server, and so does who waits. */
const RETRIES = 10;

async function follow(
  assay: Assay,
  id: string,
  signal: AbortSignal,
  system: System,
): Promise<BatchReport> {
  const progress = progressOn(system.stderr);
  const watching = { signal, onProgress: progress.show, maxRetries: RETRIES };
  try {
    return await assay.batches.wait(id, watching);
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new CliError(
      `Interrupted. ${id} keeps running. To follow it: assay batch --watch ${id}`,
      { cause },
    );
  } finally {
    progress.end();
  }
}
