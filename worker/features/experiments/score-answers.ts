import type { BatchOptions, Sample } from '@assay/schema/types.ts';
import { BY_LINE, type LineSource } from '../../core/line-source.ts';
import type { GivenRecord } from '../../core/read-record.ts';
import type { ExperimentCellStore } from '../../store/experiment-cells.ts';
import type { ExperimentStore, StoredExperiment } from '../../store/experiments.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { type CreateBatchNeeds, createBatch } from '../batches/create-batch.ts';
import { UNREADABLE_ANSWER } from '../data-control/sealed-experiments.ts';
import { batchSeed, endBatches } from './experiment-batches.ts';
import { type ExperimentPlan, readPlan } from './experiment-plan.ts';
import { cellsOf, type Grid, placeOf } from './grid.ts';

export interface ScoreAnswersNeeds extends CreateBatchNeeds {
  experiments: ExperimentStore;
  experimentCells: ExperimentCellStore;
}

// So few answers are scored with those that come later, and so small a share of all: a report reads
// every batch.
const LEAST_ANSWERS = 100;
const LEAST_SHARE = 1 / 20;

/**
 * Makes batches that score all answers that no batch has, and those that compare repeated ones. Their
 * ids follow from the chunk that they score: a step that is repeated makes no others.
 */
export async function scoreAnswers(
  experiment: StoredExperiment,
  needs: ScoreAnswersNeeds,
): Promise<void> {
  await needs.experiments.takeChunk(experiment.id, 1);
  for (const chunk of await needs.experimentCells.chunks(experiment.id)) {
    await scoreChunk(experiment, chunk, needs);
  }
}

/**
 * Scores what has been answered so far while others are being asked for, if it is worth a batch.
 *
 * @param least answers that are worth one
 */
export async function scoreSoFar(
  experiment: StoredExperiment,
  needs: ScoreAnswersNeeds,
  least = Math.max(LEAST_ANSWERS, cellsOf(experiment) * LEAST_SHARE),
): Promise<void> {
  // Repeats are compared once all of them are there.
  if (comparesRepeats(experiment)) return;
  const chunk = await needs.experiments.takeChunk(experiment.id, least);
  if (chunk !== undefined) await scoreChunk(experiment, chunk, needs);
}

function comparesRepeats({ plan, repeats }: StoredExperiment): boolean {
  return readPlan(plan).agreement !== null && repeats > 1;
}

async function scoreChunk(
  experiment: StoredExperiment,
  chunk: number,
  needs: ScoreAnswersNeeds,
): Promise<void> {
  const answers = await begun(answersOf(experiment.id, chunk, needs));
  if (answers === undefined) return;
  const plan = readPlan(experiment.plan);
  const { id } = await makeBatch(experiment, { chunk, plan }, answers, needs);
  const earlier: string[] = JSON.parse(experiment.batches);
  const agreement = comparesRepeats(experiment)
    ? await makeAgreement(experiment, { chunk, plan, batches: [...earlier, id] }, needs)
    : undefined;
  const isNoted = await needs.experiments.noteBatches(experiment.id, {
    ...{ chunk, batch: id, agreement },
  });
  // It was cancelled or deleted meanwhile by somebody who could not see these batches.
  if (!isNoted) await endBatches(experiment, [id, ...(agreement ? [agreement] : [])], needs);
}

interface Chunk {
  chunk: number;
  plan: ExperimentPlan;
}

function makeBatch(
  experiment: StoredExperiment,
  { chunk, plan: { scoring } }: Chunk,
  answers: AsyncIterable<Sample[]>,
  needs: ScoreAnswersNeeds,
) {
  // Every answer was validated when it was written; one that is not valid now must not hold up the others.
  const options: BatchOptions = {
    ...scoring,
    onInvalid: 'skip',
    ...labelsOf(experiment, 'experiment'),
  };
  const source = linesOf(answers);
  const { projectId } = experiment;
  return createBatch({ projectId, options, source, seed: batchSeed(experiment, chunk, 0) }, needs);
}

/** Undefined if there is nothing to compare. */
async function makeAgreement(
  experiment: StoredExperiment,
  { chunk, plan: { agreement, scoring }, batches }: Chunk & { batches: readonly string[] },
  needs: ScoreAnswersNeeds,
): Promise<string | undefined> {
  if (agreement === null) return undefined;
  const { keep, redact } = scoring;
  const options: BatchOptions = {
    scorers: [agreement],
    policy: { rule: 'required' },
    onInvalid: 'skip',
    ...{ keep, ...(redact && { redact }) },
    ...labelsOf(experiment, 'experiment-agreement'),
  };
  const pairs = await begun(pairsOf(experiment, { chunk, batches }, needs));
  if (pairs === undefined) return undefined;
  const source = linesOf(pairs);
  const { projectId } = experiment;
  const made = await createBatch(
    { projectId, options, source, seed: batchSeed(experiment, chunk, 1) },
    needs,
  );
  return made.id;
}

function labelsOf(experiment: StoredExperiment, tag: string): BatchOptions {
  const tags: string[] = JSON.parse(experiment.tags);
  return {
    tags: [tag, ...tags].slice(0, 16),
    metadata: {
      experiment: experiment.id,
      ...(experiment.name !== null && { experimentName: experiment.name }),
    },
  };
}

/** The same samples, once the first are there; undefined if there are none. */
async function begun(
  samples: AsyncGenerator<Sample[], undefined>,
): Promise<AsyncIterable<Sample[]> | undefined> {
  const first = await samples.next();
  if (first.done) return undefined;
  async function* all(): AsyncGenerator<Sample[]> {
    yield first.value ?? [];
    yield* samples;
  }
  return all();
}

/** Those that can never be read again become errors of their cells. */
async function* answersOf(
  experimentId: string,
  chunk: number,
  { experimentCells }: ScoreAnswersNeeds,
): AsyncGenerator<Sample[], undefined> {
  for (let after = -1; ; ) {
    const cells = await experimentCells.unscored(experimentId, chunk, after);
    const last = cells.at(-1);
    if (last === undefined) return undefined;
    const lost = cells.filter(({ sample }) => sample === NO_SAMPLE).map(({ at }) => at);
    if (lost.length > 0) await experimentCells.lose(experimentId, lost, UNREADABLE_ANSWER);
    const left = cells.filter(({ sample }) => sample !== NO_SAMPLE);
    if (left.length > 0) yield left.map(({ sample }) => JSON.parse(sample));
    after = last.at;
  }
}

/** Each new answer with the first one of its variant and sample, as what it should mean. */
async function* pairsOf(
  { id, samples, variants, repeats }: StoredExperiment,
  { chunk, batches }: { chunk: number; batches: readonly string[] },
  needs: ScoreAnswersNeeds,
): AsyncGenerator<Sample[], undefined> {
  const grid: Grid = { samples, variants, repeats };
  let group = -1;
  let first: string | undefined;
  for await (const some of answersOf(id, chunk, needs)) {
    const pairs: Sample[] = [];
    for (const sample of some) {
      const cell = Number(sample.id?.slice('cell-'.length));
      const { repeat } = placeOf(cell, grid);
      const output = textOf(sample);
      if (group !== cell - repeat) {
        group = cell - repeat;
        // Of an earlier run, the first answer is in its batch.
        first = repeat === 0 ? undefined : await earlierAnswer(group, batches, needs);
        if (first === undefined) {
          first = output;
          continue;
        }
      }
      const { input, metadata } = sample;
      pairs.push({
        id: `cell-${cell}`,
        ...(input !== undefined && { input }),
        ...{ output, expected: first ?? output },
        ...(metadata !== undefined && { metadata }),
      });
    }
    if (pairs.length > 0) yield pairs;
  }
  return undefined;
}

async function earlierAnswer(
  cell: number,
  batches: readonly string[],
  { experimentCells }: ScoreAnswersNeeds,
): Promise<string | undefined> {
  const [kept] = await experimentCells.answers(batches, [cell]);
  if (kept === undefined) return undefined;
  const sample: Sample = JSON.parse(kept.sample);
  return sample.output === undefined ? undefined : textOf(sample);
}

function textOf({ output = '' }: Sample): string {
  return typeof output === 'string' ? output : JSON.stringify(output);
}

function linesOf(samples: AsyncIterable<Sample[]>): LineSource {
  async function* lines(): AsyncGenerator<GivenRecord[]> {
    let number = 0;
    for await (const some of samples) {
      yield some.map((value) => {
        number += 1;
        return { number, value, weight: undefined };
      });
    }
  }
  return { lines: lines(), counting: BY_LINE };
}
