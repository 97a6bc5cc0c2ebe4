import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { Sample as SampleSchema } from '@assay/schema/sample.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { ExperimentChange, Sample } from '@assay/schema/types.ts';
import type { Every } from '../../core/every.ts';
import type { Log } from '../../core/log.ts';
import type { ExperimentPartStore, NewCell, OpenPart } from '../../store/experiment-parts.ts';
import type { StoredExperiment } from '../../store/experiments.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { concurrently } from '../batches/concurrently.ts';
import { NOT_KEPT } from '../data-control/without-texts.ts';
import { createCellWriter } from './cell-writer.ts';
import { type ExperimentPlan, readPlan } from './experiment-plan.ts';
import { cellsIn, type Grid, type Part, partAt, placeOf, seedOf, shuffled } from './grid.ts';
import { HOLDER_LEASE_MS } from './leases.ts';
import { pause } from './pause.ts';
import { type OpenSecrets, type SecretNeeds, secretsOf } from './secrets.ts';
import { askTarget, type TargetNeeds } from './targets/ask-target.ts';
import { type TargetAnswer, TargetError } from './targets/target-answer.ts';
import { sampleOf, type VariantSample } from './variables.ts';

export type GenerateNeeds = TargetNeeds &
  SecretNeeds & {
    parts: ExperimentPartStore;
    every: Every;
    random(): number;
    log: Log;
    nowMs(): number;
  };

/** How long a turn begins new calls. */
const TURN_MS = 60_000;
/** Cells that a turn takes up for each call at once. */
const CELLS_A_CALL = 25;
/** A target may ask to be waited for so often in a row, without any answer. */
const MOST_STALLS = 20;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 20_000;
/** Waits longer than this end the turn. */
const LONGEST_PAUSE_MS = 15_000;

/** How a turn ended. */
export interface Turn {
  next: number;
  stalls: number;
  isDone: boolean;
  /** How long the target asks to be left alone, in milliseconds. */
  waitMs: number;
}

/**
 * Generates cells of a part that have no result yet, with so many calls at once as the part may make.
 * Each result is written as soon as it is there, so that one who takes over asks for none again.
 */
export async function generatePart(
  open: OpenPart,
  experiment: StoredExperiment,
  needs: GenerateNeeds,
): Promise<Turn> {
  const { parts, nowMs, every } = needs;
  const plan = readPlan(experiment.plan);
  const part = partAt(plan.lanes, open.part);
  if (part === undefined) return { next: open.next, stalls: 0, isDone: true, waitMs: 0 };
  const to = Math.min(open.size, open.next + open.calls * CELLS_A_CALL);
  const order = shuffled(experiment.samples, plan.seed);
  const cells = cellsIn(part, [open.next, to], order, experiment);
  const written = await parts.written(open.experimentId, cells);
  const pending = cells.filter((cell) => !written.has(cell));
  const work = await workOf({ open, experiment, plan, part }, pending, needs);
  const stopBeating = every(HOLDER_LEASE_MS / 3, () => work.writer.beat());
  try {
    await concurrently(pending, open.calls, (cell) => generateCell(cell, work, needs));
    await work.writer.flush();
  } finally {
    stopBeating();
  }
  const left = cells.findIndex((cell) => !written.has(cell) && !work.done.has(cell));
  const next = left === -1 ? to : open.next + left;
  const isStalled = pending.length > 0 && work.done.size === 0 && work.waitUntilMs > nowMs();
  return {
    next,
    stalls: isStalled ? open.stalls + 1 : 0,
    isDone: next >= open.size,
    waitMs: Math.max(0, work.waitUntilMs - nowMs()),
  };
}

interface Opened {
  open: OpenPart;
  experiment: StoredExperiment;
  plan: ExperimentPlan;
  part: Part;
}

/** What the calls of a turn share. */
interface Work extends Opened {
  grid: Grid;
  samples: Map<number, string>;
  changes: Map<number, string>;
  secrets: OpenSecrets;
  writer: ReturnType<typeof createCellWriter>;
  /** Cells with a result. */
  done: Set<number>;
  /** Calls in flight. */
  inFlight: number;
  /** What an answer is expected to cost until the first has come. */
  expectedUsd: number;
  endsAtMs: number;
  /** Until then the target is left alone. */
  waitUntilMs: number;
  /** Aborts when the lease is lost or the experiment has ended. */
  signal: AbortSignal;
}

async function workOf(opened: Opened, pending: number[], needs: GenerateNeeds): Promise<Work> {
  const { open, experiment, plan, part } = opened;
  const { samples, variants, repeats } = experiment;
  const grid = { samples, variants, repeats };
  const places = pending.map((cell) => placeOf(cell, grid));
  const lost = new AbortController();
  const rows = places.map(({ sample, variant }) => sample * variants + variant);
  const used = part.lane.variants.flatMap((at) => plan.variants[at] ?? []);
  const [texts, changes, secrets, spentUsd] = await Promise.all([
    needs.parts.samples(open.experimentId, [...new Set(places.map(({ sample }) => sample))]),
    needs.parts.changes(open.experimentId, [...new Set(rows)]),
    secretsOf(experiment.projectId, used, needs),
    experiment.maxCostUsd === null ? 0 : needs.parts.costUsd(open.experimentId),
  ]);
  const writer = createCellWriter(open, spentUsd, () => lost.abort(), needs);
  return {
    ...opened,
    ...{ grid, samples: texts, changes, secrets, writer },
    done: new Set(),
    inFlight: 0,
    expectedUsd: expectedUsd(experiment),
    endsAtMs: needs.nowMs() + TURN_MS,
    waitUntilMs: 0,
    signal: lost.signal,
  };
}

function expectedUsd({ estimate }: StoredExperiment): number {
  const { costUsd, cells }: { costUsd: number | null; cells: number } = JSON.parse(estimate);
  return cells === 0 ? 0 : (costUsd ?? 0) / cells;
}

/** Leaves the cell without a result if its time has not come yet. */
async function generateCell(cell: number, work: Work, needs: GenerateNeeds): Promise<void> {
  const { attempts: most, maxWaitMs } = work.plan.retry;
  let lostUsd = 0;
  for (let attempts = 1; ; attempts += 1) {
    if (!(await mayCall(work, needs))) return;
    const capped = cappedBy(work);
    if (capped !== undefined) {
      return finish(withLost(errorCell(cell, attempts - 1, capped), lostUsd), work);
    }
    work.inFlight += 1;
    const result = await attemptCell(cell, work, needs).finally(() => {
      work.inFlight -= 1;
    });
    if (result === undefined || work.signal.aborted) {
      // What was answered has been paid for, and is kept.
      if (result && 'answer' in result) {
        await finish(withLost(answered(cell, attempts, result), lostUsd), work);
      }
      return;
    }
    if ('answer' in result) {
      return finish(withLost(answered(cell, attempts, result), lostUsd), work);
    }
    const { error } = result;
    lostUsd += error.costUsd ?? eachUsd(work);
    const waitMs = error.retryAfterMs ?? delayAfter(attempts, needs.random());
    const isLimited = error.retryAfterMs !== undefined && error.mayPass;
    if (isLimited && waitMs <= maxWaitMs && work.open.stalls < MOST_STALLS) {
      // The limit is of the target, so all of its calls wait, and this one costs no attempt.
      work.waitUntilMs = Math.max(work.waitUntilMs, needs.nowMs() + waitMs);
      attempts -= 1;
      continue;
    }
    if (!error.mayPass || attempts >= most || isLimited) {
      return finish({ ...errorCell(cell, attempts, error), costUsd: lostUsd }, work);
    }
    await pause(waitMs, work.signal);
  }
}

/** Waits until the target may be asked; false when this turn asks it no more. */
async function mayCall(work: Work, { nowMs }: GenerateNeeds): Promise<boolean> {
  for (;;) {
    if (work.signal.aborted || nowMs() >= work.endsAtMs) return false;
    const waitMs = work.waitUntilMs - nowMs();
    if (waitMs <= 0) return true;
    if (waitMs > LONGEST_PAUSE_MS) return false;
    await pause(waitMs, work.signal);
  }
}

function delayAfter(attempts: number, random: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 3 ** (attempts - 1)) * (0.5 + random);
}

/** Why no more answers are asked for; undefined if they may be. */
function cappedBy(work: Work): TargetError | undefined {
  const { experiment, writer, inFlight } = work;
  const { maxCostUsd } = experiment;
  if (maxCostUsd === null) return undefined;
  if (writer.costUsd() + (inFlight + 1) * eachUsd(work) <= maxCostUsd) return undefined;
  const message = `One more answer could cost more than \`maxCostUsd\`, ${maxCostUsd} US dollars. Resume the experiment with a higher limit.`;
  return new TargetError('experiment_cost_capped', message, { mayPass: false });
}

function eachUsd({ writer, expectedUsd }: Work): number {
  return writer.meanCostUsd() ?? expectedUsd;
}

/** A result with what the attempts before it cost; without a known price it has none. */
function withLost(cell: NewCell, lostUsd: number): NewCell {
  return cell.costUsd === null ? cell : { ...cell, costUsd: cell.costUsd + lostUsd };
}

type Result =
  | { answer: TargetAnswer; given: VariantSample; variant: string }
  | { error: TargetError };

/** Undefined if the cell cannot be asked for at all, since its experiment is being removed. */
async function attemptCell(
  cell: number,
  work: Work,
  needs: GenerateNeeds,
): Promise<Result | undefined> {
  const { plan, grid, samples, changes, secrets, experiment, signal } = work;
  const { sample, variant: at, repeat } = placeOf(cell, grid);
  const variant = plan.variants[at];
  const text = samples.get(sample);
  if (variant === undefined || text === undefined) return undefined;
  if (text === NO_SAMPLE) return { error: new TargetError('sample_not_kept', GONE, FINAL) };
  const changed = changes.get(sample * grid.variants + at);
  const change: ExperimentChange | undefined = changed && JSON.parse(changed);
  const given = sampleOf(JSON.parse(text) as Sample, change);
  const { projectId } = experiment;
  const seed = seedOf(plan.seed, repeat);
  try {
    const call = { projectId, keyId: plan.keyId, variant, given, seed, secrets, signal };
    return { answer: await askTarget(call, needs), given, variant: variant.name };
  } catch (cause) {
    if (cause instanceof TargetError) return { error: cause };
    const error = cause instanceof Error ? cause.name : 'unknown';
    const { experimentId } = work.open;
    needs.log({ level: 'error', event: 'cell_not_generated', experimentId, cell, error });
    return { error: new TargetError('internal', INTERNAL, { mayPass: true }) };
  }
}

const FINAL = { mayPass: false };
const GONE = 'The sample was deleted.';
const INTERNAL = 'Assay failed while it asked the target. Resume the experiment to retry.';

async function finish(result: NewCell, work: Work): Promise<void> {
  work.done.add(result.at);
  // What a target says of a failure may quote what it was asked.
  const isHidden = result.errorMessage !== null && !work.plan.keepsSamples;
  await work.writer.add(isHidden ? { ...result, errorMessage: NOT_KEPT } : result);
}

/** An answer that no sample can hold is an error of its cell. */
function answered(
  at: number,
  attempts: number,
  { answer, given, variant }: Extract<Result, { answer: unknown }>,
): NewCell {
  const { output, toolCalls, contexts, model, usage, costUsd, latencyMs } = answer;
  const { id: sampleId, metadata, ...sample } = given.sample;
  const scored: Sample = {
    ...sample,
    id: `cell-${at}`,
    output,
    ...(contexts !== undefined && { contexts }),
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(model !== null && { generator: model.slice(0, 128) }),
    metadata: { ...metadata, variant, ...(sampleId !== undefined && { sampleId }) },
    generation: {
      latencyMs,
      ...(costUsd !== null && { costUsd }),
      ...(usage !== null && { usage }),
      ...(answer.finishReason !== null && { finishReason: answer.finishReason }),
    },
  };
  const valid = SampleSchema.safeParse(scored);
  if (!valid.success) {
    const [issue] = valid.error.issues;
    const message = `The answer cannot be scored: ${jsonPointer(issue?.path ?? [])} ${issue?.message ?? ''}.`;
    const error = new TargetError('answer_invalid', message, { mayPass: false, costUsd });
    return errorCell(at, attempts, error);
  }
  return {
    ...{ at, status: 'generated', sample: JSON.stringify(scored), attempts, model, costUsd },
    outputHash: sha256Hex(JSON.stringify([output, toolCalls])).slice(0, 32),
    latencyMs: Math.round(latencyMs),
    firstTokenMs: answer.firstTokenMs === null ? null : Math.round(answer.firstTokenMs),
    inputTokens: usage?.inputTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    ...{ errorCode: null, errorMessage: null },
  };
}

const LONGEST_MESSAGE = 1_000;

function errorCell(at: number, attempts: number, { code, message, costUsd }: TargetError): NewCell {
  return {
    ...{ at, status: 'error', sample: null, outputHash: null, model: null, attempts, costUsd },
    ...{ latencyMs: null, firstTokenMs: null, inputTokens: null, outputTokens: null },
    ...{ errorCode: code.slice(0, 100), errorMessage: message.slice(0, LONGEST_MESSAGE) },
  };
}
