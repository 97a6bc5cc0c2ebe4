import { derivedId, newId } from '@assay/schema/ids.ts';
import type {
  Calibration,
  CalibrationInput,
  CalibrationTerms,
  ScorerReference,
  ScorerSettings,
} from '@assay/schema/types.ts';
import { guaranteeIn, withoutGuarantee } from '@assay/scorers/judging/dials.ts';
import type { ResolvedScorer } from '@assay/scorers/resolve.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { CalibrationStore, StoredCalibration } from '../../store/calibrations.ts';
import { type CreateBatchNeeds, createBatch, sealBatch } from '../batches/create-batch.ts';
import { toSettings } from '../batches/frozen-plan.ts';
import { dataTermsOf } from '../data-control/data-terms.ts';
import { redactPlan } from '../data-control/redact.ts';
import { DEFAULT_THRESHOLD } from '../scoring/confidence.ts';
import { planScoring } from '../scoring/plan-scoring.ts';
import { type DatasetLabelNeeds, labelsOfDataset } from './dataset-labels.ts';
import { type FindCalibrationNeeds, getCalibration } from './find-calibrations.ts';
import { type LabelledSamples, labelsSent } from './labelled-samples.ts';

export interface CreateCalibrationNeeds
  extends CreateBatchNeeds,
    FindCalibrationNeeds,
    DatasetLabelNeeds {
  calibrations: CalibrationStore;
}

const DEFAULT_TERMS: CalibrationTerms = { risk: 0.1, confidence: 0.9, width: 0.1 };
const TAG = 'calibration';

/** A request for a calibration. */
export interface NewCalibration {
  projectId: string;
  input: CalibrationInput;
  /** What the id is made from, so that a request repeated finds the calibration it made before. */
  seed?: string | undefined;
}

/**
 * Begins a calibration: a batch scores the labelled samples, and the report follows once it has ended.
 * When it returns, every sample and every label is in the database.
 *
 * @throws InvalidScorers, or ApiProblem; then nothing is scored
 */
export async function createCalibration(
  { projectId, input, seed }: NewCalibration,
  services: CreateCalibrationNeeds,
): Promise<Calibration> {
  const nowMs = services.nowMs();
  const id = seed === undefined ? newId('calibration', nowMs) : derivedId('calibration', seed, 0);
  if (seed !== undefined && (await services.calibrations.find(projectId, id))) {
    return getCalibration(projectId, id, services);
  }
  const judge = await resolveJudge(input, projectId, services);
  const labelled = await labelledSamples(projectId, input, services);
  const scorer = toSettings(judge);
  const batch = await createBatch(
    {
      projectId,
      options: {
        scorers: [input.refresh ? refreshing(scorer) : scorer],
        tags: [TAG],
        metadata: { calibration: id },
        open: true,
      },
      source: labelled.source,
      seed: id,
    },
    services,
  );
  await drain(labelled);
  const asked = guaranteeIn(paramsOf(input.scorer));
  const { risk, confidence, width } = { ...DEFAULT_TERMS, ...asked, ...termsIn(input) };
  const stored: StoredCalibration = {
    projectId,
    id,
    status: 'running',
    name: judge.name,
    scorer: JSON.stringify(scorer),
    fingerprint: judge.calibratedAs,
    judges: '[]',
    dataset: labelled.dataset,
    question: labelled.question,
    n: labelled.labels.length,
    terms: JSON.stringify({
      risk,
      confidence,
      width,
      passAt: input.passAt ?? judge.threshold ?? DEFAULT_THRESHOLD,
    }),
    batchId: batch.id,
    agreement: null,
    report: null,
    applied: null,
    error: null,
    createdAtMs: nowMs,
    endedAtMs: null,
  };
  const rows = labelled.labels.map((label, at) => ({ at, label: JSON.stringify(label) }));
  await services.calibrations.insert(stored, rows);
  // Only now may it cost anything: what is scored has a calibration that it is for.
  await sealBatch(projectId, batch.id, services);
  return getCalibration(projectId, id, services);
}

/** The judge as it is calibrated: abstaining from nothing, so that all it says is known. */
async function resolveJudge(
  { scorer: given }: Pick<CalibrationInput, 'scorer'>,
  projectId: string,
  services: CreateCalibrationNeeds,
): Promise<ResolvedScorer> {
  const terms = await dataTermsOf({}, projectId, services);
  const plan = await planScoring({ scorers: [given] }, projectId, services);
  const [resolved] = redactPlan(plan, terms).scorers;
  if (resolved === undefined) throw new RangeError('one reference gives one scorer');
  if (resolved.scorer.kind !== 'judge') {
    throw refusal('/scorer', 'is not a judge: only judges are calibrated against people');
  }
  return { ...resolved, params: withoutGuarantee(resolved.params) };
}

/** Where the labels come from, as it is kept. */
interface Labelled extends LabelledSamples {
  dataset: string | null;
  question: string | null;
}

async function labelledSamples(
  projectId: string,
  { labels, dataset, question }: CalibrationInput,
  services: CreateCalibrationNeeds,
): Promise<Labelled> {
  if (labels !== undefined) {
    return { ...labelsSent(labels), dataset: null, question: question ?? null };
  }
  if (dataset === undefined) throw refusal('/labels', 'give either `labels` or `dataset`');
  return labelsOfDataset(projectId, dataset, question, services);
}

/** Labels are there once their samples were read, which a batch made by an earlier attempt does not do. */
async function drain({ source, labels }: LabelledSamples): Promise<void> {
  if (labels.length > 0) return;
  for await (const _ of source.lines) {
    // Reading is all that is wanted.
  }
}

function refreshing(scorer: ScorerSettings): ScorerSettings {
  return { ...scorer, params: { ...scorer.params, cache: 'refresh' } };
}

function termsIn({ risk, confidence, width }: CalibrationInput): Partial<CalibrationTerms> {
  return {
    ...(risk !== undefined && { risk }),
    ...(confidence !== undefined && { confidence }),
    ...(width !== undefined && { width }),
  };
}

function paramsOf(reference: ScorerReference): object {
  return typeof reference === 'string' ? {} : (reference.params ?? {});
}

function refusal(pointer: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', { errors: [{ pointer, message }] });
}
