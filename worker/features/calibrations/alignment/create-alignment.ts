import { derivedId, newId } from '@assay/schema/ids.ts';
import type { AlignInput, Alignment } from '@assay/schema/types.ts';
import { ApiProblem } from '../../../core/problem.ts';
import { refuseRedacted } from '../../data-control/refuse-redacted.ts';
import { findCustomScorer } from '../../scoring/find-custom-scorer.ts';
import { type CreateCalibrationNeeds, createCalibration } from '../create-calibration.ts';
import { type AdvanceNeeds, getAlignment } from './advance-alignment.ts';
import { rubricOf } from './rubric-definition.ts';
import type { AlignTerms } from './trials.ts';

export interface CreateAlignmentNeeds
  extends Omit<CreateCalibrationNeeds, 'judging'>,
    AdvanceNeeds {}

export interface NewAlignment {
  projectId: string;
  /** `name`, or `name@3`. */
  reference: string;
  input: AlignInput;
  seed?: string | undefined;
}

/**
 * Begins to improve a custom judge from labels. Its present version is calibrated, then candidates are
 * judged on labels that they were not made from. Nothing is changed: the best is offered as a version.
 *
 * @throws ApiProblem `scorer_not_found`, `invalid_request`, or as `createCalibration` does
 */
export async function createAlignment(
  { projectId, reference, input, seed }: NewAlignment,
  services: CreateAlignmentNeeds,
): Promise<Alignment> {
  const nowMs = services.nowMs();
  const id = seed === undefined ? newId('alignment', nowMs) : derivedId('alignment', seed, 0);
  if (seed !== undefined && (await services.alignments.find(projectId, id))) {
    return getAlignment(projectId, id, services);
  }
  const scorer = await findCustomScorer(projectId, reference, services);
  if (scorer === undefined) throw new ApiProblem('scorer_not_found');
  rubricOf(scorer);
  await refuseRedacted('An alignment puts samples into prompts as examples', projectId, services);
  const { folds = 4, examples = 4, rewrite = true, ...source } = input;
  const pinned = `${scorer.name}@${scorer.version}`;
  const calibration = await createCalibration(
    { projectId, input: { scorer: pinned, ...source }, seed: id },
    services,
  );
  const terms: AlignTerms = { folds, examples, rewrite };
  await services.alignments.insert({
    projectId,
    id,
    status: 'running',
    name: scorer.name,
    version: scorer.version,
    calibrationId: calibration.id,
    terms: JSON.stringify(terms),
    trials: null,
    result: null,
    error: null,
    createdAtMs: nowMs,
    endedAtMs: null,
  });
  return getAlignment(projectId, id, services);
}
