import type {
  CalibrationInput,
  Estimate,
  GateOutcome,
  ScheduledCalibration,
} from '@assay/schema/types.ts';
import { sealBatch } from '../batches/create-batch.ts';
import { chooseItems } from '../batches/dataset-samples.ts';
import {
  type CreateCalibrationNeeds,
  createCalibration,
} from '../calibrations/create-calibration.ts';
import { getCalibration } from '../calibrations/find-calibrations.ts';
import { planScoring } from '../scoring/plan-scoring.ts';
import type { ScheduledKind } from './scheduled-kind.ts';

/** A calibration, which asks its judge anew: cached answers would tell of the judge that was. */
export const CALIBRATION_KIND: ScheduledKind<ScheduledCalibration, CreateCalibrationNeeds> = {
  kind: 'calibration',

  async check(projectId, { dataset, scorer }, needs) {
    await chooseItems(projectId, dataset, needs);
    await planScoring({ scorers: [scorer] }, projectId, needs);
  },

  async start({ projectId, content, seed }, needs) {
    const { scorer, dataset, question } = content;
    const input: CalibrationInput = {
      ...{ scorer, dataset, refresh: true },
      ...(question !== undefined && { question }),
    };
    const { id, status, batch } = await createCalibration({ projectId, input, seed }, needs);
    // An earlier start may have died with all labels in place, before it set the batch running.
    if (status === 'running') await sealBatch(projectId, batch, needs);
    return id;
  },

  async end({ projectId, content, id, previousId }, needs) {
    const { status, agreement, error } = await getCalibration(projectId, id, needs);
    if (status === 'running') return undefined;
    if (status === 'failed') {
      return { status: 'failed', outcome: null, reasons: [error?.message ?? 'It failed.'] };
    }
    const before = previousId === null ? null : await agreementOf(projectId, previousId, needs);
    const reasons = [
      `The judge agrees with people in ${shown(agreement)} of samples.`,
      ...(before === null ? [] : [`The run before it: ${shown(before)}.`]),
    ];
    return { status: 'completed', outcome: outcomeOf(agreement, content.minAgreement), reasons };
  },

  pathOf: (id) => `/calibrations/${id}`,
};

/** Null also for one that was deleted. */
async function agreementOf(
  projectId: string,
  id: string,
  { calibrations }: CreateCalibrationNeeds,
): Promise<Estimate | null> {
  const found = await calibrations.find(projectId, id);
  return found?.agreement == null ? null : JSON.parse(found.agreement);
}

/** Undecided while the interval has the limit in it. */
function outcomeOf(agreement: Estimate | null, least: number | undefined): GateOutcome | null {
  if (least === undefined) return null;
  if (agreement === null) return 'undecided';
  if (agreement.high < least) return 'failed';
  return agreement.low >= least ? 'passed' : 'undecided';
}

function shown(estimate: Estimate | null): string {
  if (estimate === null) return 'an unknown share';
  const { value, low, high } = estimate;
  return `${percent(value)} (${percent(low)} to ${percent(high)})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
