import type { ExperimentChange, Sample } from '@assay/schema/types.ts';
import type { Log } from '../../core/log.ts';
import type { Price } from '../../models/prices.ts';
import type { NewCell, OpenPart } from '../../store/experiment-parts.ts';
import type { StoredExperiment } from '../../store/experiments.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { NOT_KEPT } from '../data-control/without-texts.ts';
import { type Answered, answered, errorCell } from './cell-results.ts';
import type { CostLimit } from './cost-limit.ts';
import { expectedCost } from './estimate.ts';
import type { ExperimentPlan } from './experiment-plan.ts';
import { type Grid, placeOf, seedOf } from './grid.ts';
import { pause } from './pause.ts';
import type { OpenSecrets } from './secrets.ts';
import { askTarget, type TargetCall, type TargetNeeds } from './targets/ask-target.ts';
import { TargetError } from './targets/target-answer.ts';
import { MissingVariable } from './template.ts';
import { sampleOf } from './variables.ts';

export type GenerateCellNeeds = TargetNeeds & { random(): number; log: Log; nowMs(): number };

/** What the calls of a turn share. */
export interface Work {
  open: OpenPart;
  experiment: StoredExperiment;
  plan: ExperimentPlan;
  grid: Grid;
  samples: ReadonlyMap<number, string>;
  changes: ReadonlyMap<number, string>;
  secrets: OpenSecrets;
  /** List prices of the targets of variants that have one. */
  prices: ReadonlyMap<number, Price | undefined>;
  /** What the experiment may cost; undefined without a limit. */
  limit: CostLimit | undefined;
  /** Cells that have reserved something, until it is known what they cost. */
  reserved: Set<number>;
  /** Those of them that must reserve more, and cannot before another one ends. */
  crowded: Set<number>;
  /** Resolves when a cell ends. */
  nextEnd(): Promise<void>;
  /** Whether new calls may begin, as far as time and the database go. */
  isOver(): boolean;
  /** Begins no new calls in this turn, and the next one only after some time. */
  stop(waitMs: number): void;
  /** Until then the target is left alone. */
  waitUntilMs: number;
  /** Aborts when the lease is lost or the experiment has ended. */
  signal: AbortSignal;
}

/** A target may ask to be waited for so often in a row, without any answer. */
const MOST_STALLS = 20;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 20_000;
/** Waits longer than this end the turn. */
const LONGEST_PAUSE_MS = 15_000;
/** After which calls that must wait for those of other parts are tried again. */
const CROWDED_MS = 2_000;

/** The result of a cell, or undefined if its time has not come yet. */
export async function generateCell(
  cell: number,
  work: Work,
  needs: GenerateCellNeeds,
): Promise<NewCell | undefined> {
  const { attempts: most, maxWaitMs } = work.plan.retry;
  const call = callFor(cell, work);
  // Its experiment is being removed.
  if (call === undefined) return undefined;
  if (call instanceof TargetError) return result(errorCell(cell, 0, call), work);
  const expectedUsd = expectedFor(cell, call, work);
  let lostUsd = 0;
  /** What the call tells no cost of. */
  const costOf = ({ costUsd }: TargetError) =>
    costUsd ?? work.limit?.unknownUsd(expectedUsd) ?? expectedUsd ?? 0;
  const leave = async (): Promise<undefined> => {
    if (work.reserved.has(cell)) await work.limit?.release([{ cell, costUsd: lostUsd }]);
    work.reserved.delete(cell);
  };
  for (let attempts = 1; ; attempts += 1) {
    if (!(await mayCall(work, needs))) return leave();
    if (!work.reserved.has(cell) || lostUsd > 0) {
      const refused = await reserve({ cell, lostUsd, expectedUsd }, work, needs);
      if (refused === 'later') return leave();
      if (refused !== undefined) {
        return result(withLost(errorCell(cell, attempts - 1, refused), lostUsd), work);
      }
    }
    const came = await ask(cell, call, work, needs);
    if ('answer' in came) {
      // What was answered has been paid for, and is kept, even if the lease is lost.
      work.limit?.answered(came.answer.costUsd);
      return result(withLost(answered(cell, attempts, came), lostUsd), work);
    }
    if (work.signal.aborted) return undefined;
    const { error } = came;
    lostUsd += costOf(error);
    const waitMs = error.retryAfterMs ?? delayAfter(attempts, needs.random());
    const isLimited = error.retryAfterMs !== undefined && error.mayPass;
    if (isLimited && waitMs <= maxWaitMs && work.open.stalls < MOST_STALLS) {
      // The limit is of the target, so all of its calls wait, and this one costs no attempt.
      work.waitUntilMs = Math.max(work.waitUntilMs, needs.nowMs() + waitMs);
      attempts -= 1;
      continue;
    }
    if (!error.mayPass || attempts >= most || isLimited) {
      return result({ ...errorCell(cell, attempts, error), costUsd: lostUsd }, work);
    }
    await pause(waitMs, work.signal);
  }
}

/** Waits until the target may be asked; false when this turn asks it no more. */
async function mayCall(work: Work, { nowMs }: Pick<GenerateCellNeeds, 'nowMs'>): Promise<boolean> {
  for (;;) {
    if (work.signal.aborted || work.isOver()) return false;
    const waitMs = work.waitUntilMs - nowMs();
    if (waitMs <= 0) return true;
    if (waitMs > LONGEST_PAUSE_MS) return false;
    await pause(waitMs, work.signal);
  }
}

function delayAfter(attempts: number, random: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 3 ** (attempts - 1)) * (0.5 + random);
}

interface WantedCost {
  cell: number;
  lostUsd: number;
  expectedUsd: number | undefined;
}

/** Undefined once the call may be made; `later` if this turn cannot make it. */
async function reserve(
  wanted: WantedCost,
  work: Work,
  needs: GenerateCellNeeds,
): Promise<TargetError | 'later' | undefined> {
  const { limit, reserved, crowded, experiment } = work;
  const { cell } = wanted;
  if (limit === undefined) return undefined;
  for (;;) {
    const ended = work.nextEnd();
    const outcome = await limit.reserve(wanted);
    if (outcome === 'reserved') {
      reserved.add(cell);
      return undefined;
    }
    if (outcome === 'over') {
      const message = `One more answer could cost more than \`maxCostUsd\`, ${experiment.maxCostUsd} US dollars, with what has been paid, and with calls whose answers were lost. Resume the experiment with a higher limit.`;
      return new TargetError('experiment_cost_capped', message, { mayPass: false });
    }
    const othersEnd = [...reserved].some((other) => other !== cell && !crowded.has(other));
    if (outcome === 'lost' || !othersEnd) {
      // What other parts have reserved comes free when their calls end.
      work.stop(CROWDED_MS);
      return 'later';
    }
    if (reserved.has(cell)) crowded.add(cell);
    await ended;
    crowded.delete(cell);
    if (!(await mayCall(work, needs))) return 'later';
  }
}

function callFor(cell: number, work: Work): TargetCall | TargetError | undefined {
  const { plan, grid, samples, changes, secrets, experiment, signal } = work;
  const { sample, variant: at, repeat } = placeOf(cell, grid);
  const variant = plan.variants[at];
  const text = samples.get(sample);
  if (variant === undefined || text === undefined) return undefined;
  if (text === NO_SAMPLE) return new TargetError('sample_not_kept', GONE, { mayPass: false });
  const changed = changes.get(sample * grid.variants + at);
  const change: ExperimentChange | undefined = changed && JSON.parse(changed);
  const given = sampleOf(JSON.parse(text) as Sample, change);
  const { projectId } = experiment;
  const seed = seedOf(plan.seed, repeat);
  return { projectId, keyId: plan.keyId, variant, given, seed, secrets, signal };
}

function expectedFor(
  cell: number,
  { variant, given }: TargetCall,
  { limit, prices, grid }: Work,
): number | undefined {
  if (limit === undefined) return 0;
  try {
    return expectedCost(variant, given, prices.get(placeOf(cell, grid).variant));
  } catch (cause) {
    // The call fails for the same reason, without being made.
    if (cause instanceof MissingVariable) return 0;
    throw cause;
  }
}

async function ask(
  cell: number,
  call: TargetCall,
  { open }: Work,
  needs: GenerateCellNeeds,
): Promise<Answered | { error: TargetError }> {
  try {
    const answer = await askTarget(call, needs);
    return { answer, given: call.given, variant: call.variant.name };
  } catch (cause) {
    if (cause instanceof TargetError) return { error: cause };
    const error = cause instanceof Error ? cause.name : 'unknown';
    const { experimentId } = open;
    needs.log({ level: 'error', event: 'cell_not_generated', experimentId, cell, error });
    return { error: new TargetError('internal', INTERNAL, { mayPass: true }) };
  }
}

const GONE = 'The sample was deleted, or the key that encrypted it was dropped.';
const INTERNAL = 'Assay failed while it asked the target. Resume the experiment to retry.';

/** A result with what the attempts before it cost; without a known price it has none. */
function withLost(cell: NewCell, lostUsd: number): NewCell {
  return cell.costUsd === null ? cell : { ...cell, costUsd: cell.costUsd + lostUsd };
}

/** What a target says of a failure may quote what it was asked. */
function result(cell: NewCell, { plan }: Work): NewCell {
  const isHidden = cell.errorMessage !== null && !plan.keepsSamples;
  return isHidden ? { ...cell, errorMessage: NOT_KEPT } : cell;
}
