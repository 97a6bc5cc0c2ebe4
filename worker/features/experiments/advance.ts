import type { ExperimentQueue, ExperimentStep } from '../../store/experiment-queue.ts';
import { type FinishNeeds, finishExperiment } from './finish-experiment.ts';
import { type GenerateNeeds, generatePart } from './generate-part.ts';
import { HOLDER_LEASE_MS, QUEUE_LEASE_MS, SCORING_LEASE_MS } from './leases.ts';
import { type ScoreAnswersNeeds, scoreAnswers, scoreSoFar } from './score-answers.ts';

export type AdvanceNeeds = GenerateNeeds &
  ScoreAnswersNeeds &
  FinishNeeds & { experimentQueue: ExperimentQueue };

/** `held`: another consumer works on it, or did so a moment ago. */
export type Advanced = 'done' | 'held';

/** The longest delay of a message. */
const MOST_DELAY_SECONDS = 43_200;

/**
 * Takes an experiment a step further, and sends the next one. A step that is delivered twice is done
 * once; one whose consumer dies is done by another once the lease is over.
 */
export async function advance(step: ExperimentStep, needs: AdvanceNeeds): Promise<Advanced> {
  return step.part === null ? score(step, needs) : generate(step, needs);
}

async function generate(step: ExperimentStep, needs: AdvanceNeeds): Promise<Advanced> {
  const { parts, experiments, nowMs } = needs;
  const open = await parts.begin(step, nowMs(), nowMs() + HOLDER_LEASE_MS);
  if (open === undefined || open === 'held') return open ?? 'done';
  const experiment = await experiments.read(open.experimentId);
  if (experiment === undefined) return 'done';
  // What earlier turns have answered is scored meanwhile.
  const scoring = scoreSoFar(experiment, needs).catch((cause: unknown) => {
    const error = cause instanceof Error ? cause.name : 'unknown';
    needs.log({ level: 'warn', event: 'answers_not_scored', experimentId: experiment.id, error });
  });
  const turn = await generatePart(open, experiment, needs).catch(async (cause: unknown) => {
    // Let go, so that the message that comes again need not wait for the lease.
    const { next, stalls } = open;
    await parts.end(open, { next, stalls, isDone: false, leaseUntilMs: 0 }).catch(() => false);
    await scoring;
    throw cause;
  });
  await scoring;
  const { next, stalls, isDone, waitMs } = turn;
  const delaySeconds = Math.min(MOST_DELAY_SECONDS, Math.ceil(waitMs / 1_000));
  const leaseUntilMs = nowMs() + delaySeconds * 1_000 + QUEUE_LEASE_MS;
  const isHeld = await parts.end(open, { next, stalls, isDone, leaseUntilMs });
  if (!isHeld) return 'done';
  const { experimentId, part, version } = open;
  if (!isDone) await send({ experimentId, part, version }, needs, delaySeconds);
  else await send({ experimentId, part: null, version: open.run }, needs);
  return 'done';
}

/** Every part that ends sends this step; it is done when the last has ended. */
async function score(
  { experimentId, version: run }: ExperimentStep,
  needs: AdvanceNeeds,
): Promise<Advanced> {
  const { experiments, nowMs } = needs;
  const leaseUntilMs = nowMs() + SCORING_LEASE_MS;
  const hasBegun = await experiments.beginScoring(experimentId, run, leaseUntilMs);
  const experiment = await experiments.read(experimentId);
  if (!hasBegun || experiment === undefined) return 'done';
  await scoreAnswers(experiment, needs);
  const scored = await experiments.read(experimentId);
  if (scored !== undefined) await finishExperiment(scored, needs);
  return 'done';
}

/** A message that the queue refuses is sent by the sweep, once its lease is over. */
async function send(
  step: ExperimentStep,
  { experimentQueue, log }: AdvanceNeeds,
  delaySeconds = 0,
): Promise<void> {
  await experimentQueue.send([step], delaySeconds).catch(() => {
    log({ level: 'warn', event: 'queue_refused', experimentId: step.experimentId });
  });
}
