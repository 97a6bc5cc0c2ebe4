import { ApiProblem } from '../../core/problem.ts';
import { type AdvanceNeeds, advanceAlignment } from './alignment/advance-alignment.ts';
import { finishCalibration } from './finish-calibration.ts';

/** A report takes a second or more of one invocation's time. */
const MOST_CALIBRATIONS = 5;
const MOST_ALIGNMENTS = 20;

/**
 * Ends calibrations whose batch has ended, sets those going that were left before it was sealed, and
 * takes each alignment a step further.
 */
export async function sweepCalibrations(services: AdvanceNeeds): Promise<void> {
  for (const { projectId, id } of await services.calibrations.due(MOST_CALIBRATIONS)) {
    await attempt('calibration_not_ended', id, services, async () => {
      const stored = await services.calibrations.find(projectId, id);
      if (stored !== undefined) await finishCalibration(stored, services);
    });
  }
  for (const stored of await services.alignments.running(MOST_ALIGNMENTS)) {
    await attempt('alignment_not_advanced', stored.id, services, () =>
      advanceAlignment(stored, services),
    );
  }
}

/** One that fails must not keep the others from going on. */
async function attempt(
  event: string,
  id: string,
  { log }: Pick<AdvanceNeeds, 'log'>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const error = cause instanceof ApiProblem ? cause.code : 'unknown';
    log({ level: 'error', event, id, error });
  }
}
