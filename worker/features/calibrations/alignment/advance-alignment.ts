import { derivedId } from '@assay/schema/ids.ts';
import type {
  Alignment,
  AlignmentResult,
  CustomScorer,
  Sample,
  Verdict,
} from '@assay/schema/types.ts';
import { readSample } from '@assay/scorers/sample.ts';
import { BY_LINE } from '../../../core/line-source.ts';
import { ApiProblem } from '../../../core/problem.ts';
import { seededRandom } from '../../../core/statistics/random.ts';
import type { AlignmentEnd, AlignmentStore, StoredAlignment } from '../../../store/alignments.ts';
import type { StoredBatch } from '../../../store/batches.ts';
import type { StoredCalibration } from '../../../store/calibrations.ts';
import { createBatch } from '../../batches/create-batch.ts';
import type { Judging } from '../../judging/judging-context.ts';
import { type FindCustomScorerNeeds, findCustomScorer } from '../../scoring/find-custom-scorer.ts';
import { type FinishNeeds, finishCalibration } from '../finish-calibration.ts';
import { readLabelledScores } from '../read-labelled-scores.ts';
import { type Pair, usablePairs } from '../usable-pairs.ts';
import { linesAt, pagesOf, verdictsOf } from './batch-samples.ts';
import { evaluate } from './evaluate.ts';
import { makeTrials, type PlacedPair } from './make-trials.ts';
import { rubricOf } from './rubric-definition.ts';
import { type AlignTerms, type Trials, toReference } from './trials.ts';
import { withWriter } from './writer.ts';

export interface AdvanceNeeds extends FinishNeeds, FindCustomScorerNeeds {
  alignments: AlignmentStore;
  judging: Judging;
}

const TAG = 'alignment';
/** More labels cost more than they tell: each is judged again by every candidate. */
const MOST_LABELS = 1_000;
const LEAST_OF_EACH = 4;
const SEED = 1;

/** An alignment, brought as far as it can be. @throws ApiProblem `alignment_not_found` */
export async function getAlignment(
  projectId: string,
  id: string,
  services: AdvanceNeeds,
): Promise<Alignment> {
  const found = await services.alignments.find(projectId, id);
  if (found === undefined) throw new ApiProblem('alignment_not_found');
  if (found.status === 'running') {
    await advanceAlignment(found, services).catch((cause: unknown) => {
      // Another call is taking the same step.
      if (!(cause instanceof ApiProblem && cause.code === 'batch_busy')) throw cause;
    });
  }
  const stored = (await services.alignments.find(projectId, id)) ?? found;
  return toAlignment(stored, await progressOf(stored, services));
}

/**
 * Does what is next: waits for the baseline, settles what is tried, scores it, and compares. Each step
 * may be taken twice, also at the same time, and comes to the same.
 */
export async function advanceAlignment(
  stored: StoredAlignment,
  services: AdvanceNeeds,
): Promise<void> {
  const { projectId, id, name, version, calibrationId } = stored;
  const found = await services.calibrations.find(projectId, calibrationId);
  const scorer = await findCustomScorer(projectId, `${name}@${version}`, services);
  if (found === undefined || scorer === undefined) return end(stored, DELETED, services);
  const calibration = found.status === 'running' ? await finishCalibration(found, services) : found;
  if (calibration.status === 'running') return;
  if (calibration.status === 'failed') return end(stored, DELETED, services);
  if (stored.trials === null) {
    const trials = await settle(stored, calibration, scorer, services);
    await services.alignments.settleTrials(projectId, id, JSON.stringify(trials));
  }
  const settled = await services.alignments.find(projectId, id);
  if (settled?.trials === null || settled === undefined) return;
  const trials: Trials = JSON.parse(settled.trials);
  const batches = await batchesOf(stored, trials, calibration, scorer, services);
  if (batches.some(({ status }) => status === 'running' || status === 'open')) return;
  const result = await compare(trials, batches, calibration, scorer, services);
  await end(stored, { status: 'completed', result: JSON.stringify(result), error: null }, services);
}

const DELETED = {
  status: 'failed' as const,
  result: null,
  error: JSON.stringify({
    code: 'baseline_missing',
    message: 'The scorer, its calibration or its batch was deleted or cancelled. Start again.',
  }),
};

async function end(
  { projectId, id }: StoredAlignment,
  ended: Omit<AlignmentEnd, 'endedAtMs'>,
  { alignments, nowMs, log }: AdvanceNeeds,
): Promise<void> {
  const isOwn = await alignments.finish(projectId, id, { ...ended, endedAtMs: nowMs() });
  if (isOwn) log({ level: 'info', event: 'alignment_ended', projectId, id, status: ended.status });
}

/** Settles what is tried: examples are chosen, and a model may be asked to rewrite the criterion. */
async function settle(
  { projectId, terms }: StoredAlignment,
  calibration: StoredCalibration,
  scorer: CustomScorer,
  services: AdvanceNeeds,
): Promise<Trials> {
  const { folds, examples, rewrite }: AlignTerms = JSON.parse(terms);
  const pairs = await pairsOf(calibration, services);
  const good = pairs.filter(({ isGood }) => isGood).length;
  // With so few of either kind a fold would have none.
  if (Math.min(good, pairs.length - good) < Math.max(LEAST_OF_EACH, folds)) {
    return { folds: [], offered: [], unwritten: null };
  }
  const placed = await withOutputs(calibration.batchId, pairs, services);
  const make = (writer: Parameters<typeof makeTrials>[3]['writer']) =>
    makeTrials(placed, scorer.params, rubricOf(scorer), { folds, examples, writer });
  if (!rewrite) return make(undefined);
  return withWriter(projectId, scorer, services, make);
}

/** The labels to work with: a random part where they are many, the same every time. */
async function pairsOf(calibration: StoredCalibration, services: AdvanceNeeds): Promise<Pair[]> {
  const { passAt } = JSON.parse(calibration.terms);
  const { pairs } = usablePairs(await readLabelledScores(calibration, services), passAt);
  if (pairs.length <= MOST_LABELS) return pairs;
  const random = seededRandom(SEED);
  return pairs
    .map((pair) => ({ pair, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, MOST_LABELS)
    .map(({ pair }) => pair)
    .sort((a, b) => a.at - b.at);
}

async function withOutputs(
  batchId: string,
  pairs: readonly Pair[],
  services: AdvanceNeeds,
): Promise<PlacedPair[]> {
  const byPlace = new Map(pairs.map((pair) => [pair.at, pair]));
  const placed: PlacedPair[] = [];
  for await (const items of pagesOf(batchId, true, services)) {
    for (const { at, sample: text } of items) {
      const pair = byPlace.get(at);
      if (pair === undefined) continue;
      const sample: Sample = JSON.parse(text ?? '{}');
      const { people, isGood, passed, reason } = pair;
      // Of long outputs no example is made, and a model is shown the beginning.
      const output = (readSample(sample).output ?? '').slice(0, MOST_CHARACTERS);
      placed.push({ at, output, people, isGood, passed, reason });
    }
  }
  return placed;
}

const MOST_CHARACTERS = 4_000;

/** The batch of each fold; those that are not there yet are created. */
async function batchesOf(
  { projectId, id }: StoredAlignment,
  { folds }: Trials,
  { batchId }: StoredCalibration,
  { threshold }: CustomScorer,
  services: AdvanceNeeds,
): Promise<StoredBatch[]> {
  const batches: StoredBatch[] = [];
  for (const { seed, places, scorers } of folds) {
    if (scorers.length === 0) continue;
    const { id: made } = await createBatch(
      {
        projectId,
        options: {
          scorers: scorers.map((scorer) => toReference(scorer, threshold)),
          tags: [TAG],
          metadata: { alignment: id },
        },
        source: {
          lines: linesAt(batchId, new Set(places), services),
          counting: BY_LINE,
        },
        seed,
      },
      services,
    );
    const stored = await services.batches.find(projectId, made);
    if (stored !== undefined) batches.push(stored);
  }
  return batches;
}

async function compare(
  trials: Trials,
  batches: readonly StoredBatch[],
  calibration: StoredCalibration,
  scorer: CustomScorer,
  services: AdvanceNeeds,
): Promise<AlignmentResult> {
  const pairs = (await pairsOf(calibration, services)).map((pair) => ({ ...pair, output: '' }));
  const verdicts = new Map<number, Verdict | null>();
  const tried = trials.folds.filter(({ scorers }) => scorers.length > 0);
  for (const [i, { places }] of tried.entries()) {
    const batch = batches[i];
    if (batch === undefined) continue;
    const own = await verdictsOf(batch.id, services);
    for (const [k, place] of places.entries()) verdicts.set(place, own[k] ?? null);
  }
  return evaluate(pairs, trials, verdicts, scorer);
}

async function progressOf(
  { projectId, calibrationId, trials }: StoredAlignment,
  services: AdvanceNeeds,
): Promise<Alignment['progress']> {
  const calibration = await services.calibrations.find(projectId, calibrationId);
  if (calibration === undefined) return { total: 0, done: 0 };
  const settled: Trials | null = trials === null ? null : JSON.parse(trials);
  const ids = [
    calibration.batchId,
    ...(settled?.folds ?? []).map(({ seed }) => derivedId('batch', seed, 0)),
  ];
  const tallies = [...(await services.batches.tallies(ids)).values()];
  const samples = (settled?.folds ?? []).reduce((sum, { places }) => sum + places.length, 0);
  return {
    total: calibration.n + samples,
    done: tallies.reduce(
      (sum, { passed, failed, abstained, error }) => sum + passed + failed + abstained + error,
      0,
    ),
  };
}

function toAlignment(stored: StoredAlignment, progress: Alignment['progress']): Alignment {
  const { id, status, name, version, calibrationId, result, error } = stored;
  const iso = (atMs: number) => new Date(atMs).toISOString();
  return {
    ...{ id, status, scorer: name, version, calibration: calibrationId, progress },
    result: result === null ? null : JSON.parse(result),
    error: error === null ? null : JSON.parse(error),
    createdAt: iso(stored.createdAtMs),
    endedAt: stored.endedAtMs === null ? null : iso(stored.endedAtMs),
  };
}
