import type { Every } from '../../core/every.ts';
import type { Price } from '../../models/prices.ts';
import type { ExperimentCallStore } from '../../store/experiment-calls.ts';
import type { ExperimentPartStore, OpenPart } from '../../store/experiment-parts.ts';
import type { StoredExperiment } from '../../store/experiments.ts';
import { type CellWriter, createCellWriter } from './cell-writer.ts';
import { type CostLimit, createCostLimit } from './cost-limit.ts';
import { priceOfTarget } from './estimate.ts';
import { type ExperimentPlan, readPlan } from './experiment-plan.ts';
import { type GenerateCellNeeds, generateCell, type Work } from './generate-cell.ts';
import { cellsIn, laneParts, type Part, partAt, placeOf, shuffled } from './grid.ts';
import { HOLDER_LEASE_MS } from './leases.ts';
import { type SecretNeeds, secretsOf } from './secrets.ts';

export type GenerateNeeds = GenerateCellNeeds &
  SecretNeeds & {
    parts: ExperimentPartStore;
    experimentCalls: ExperimentCallStore;
    every: Every;
  };

/** How long a turn begins new calls. */
const TURN_MS = 60_000;
/** Cells that a turn takes up for each call at once. */
const CELLS_A_CALL = 25;
// An invocation may run 1,000 statements; calls that have begun need some more.
const MOST_STATEMENTS = 700;

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
 * A result is written while the next call is made, and before the one after that: one who takes over
 * asks again at most for the calls in flight and for as many answers.
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
  const turn = await turnOf({ open, experiment, plan, part }, pending, needs);
  const stopBeating = every(HOLDER_LEASE_MS / 3, () => turn.writer.beat());
  try {
    await generateAll(pending, turn, needs);
  } finally {
    stopBeating();
  }
  const { work, done } = turn;
  const left = cells.findIndex((cell) => !written.has(cell) && !done.has(cell));
  const next = left === -1 ? to : open.next + left;
  const waitMs = Math.max(0, work.waitUntilMs - nowMs());
  const isStalled = pending.length > 0 && done.size === 0 && waitMs > 0;
  return {
    next,
    stalls: isStalled ? open.stalls + 1 : 0,
    isDone: next >= open.size,
    waitMs: Math.max(waitMs, turn.pauseMs),
  };
}

interface Opened {
  open: OpenPart;
  experiment: StoredExperiment;
  plan: ExperimentPlan;
  part: Part;
}

interface RunningTurn {
  work: Work;
  writer: CellWriter;
  /** Cells with a result. */
  done: Set<number>;
  /** After which the next turn may begin. */
  pauseMs: number;
  /** Lets go on what waits for a cell to end. */
  tellEnd(): void;
}

/** So many at once; each writes its result while it goes on with the next cell. */
async function generateAll(
  pending: readonly number[],
  { work, writer, done, tellEnd }: RunningTurn,
  needs: GenerateNeeds,
): Promise<void> {
  const left = pending.values();
  async function takeCells(): Promise<void> {
    let writing: Promise<void> = Promise.resolve();
    for (const cell of left) {
      const result = await generateCell(cell, work, needs).finally(tellEnd);
      await writing;
      if (result === undefined) continue;
      done.add(cell);
      writing = writer.add(result).then(() => {
        work.reserved.delete(cell);
        tellEnd();
      });
      // It is waited for later on.
      writing.catch(() => {});
    }
    await writer.flush();
    await writing;
  }
  const atOnce = Math.min(work.open.calls, pending.length);
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, takeCells));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

async function turnOf(
  { open, experiment, plan, part }: Opened,
  pending: readonly number[],
  needs: GenerateNeeds,
): Promise<RunningTurn> {
  const { samples, variants, repeats, projectId } = experiment;
  const grid = { samples, variants, repeats };
  const places = pending.map((cell) => placeOf(cell, grid));
  const rows = places.map(({ sample, variant }) => sample * variants + variant);
  const used = part.lane.variants.flatMap((at) => plan.variants[at] ?? []);
  const [texts, changes, secrets, limit, prices] = await Promise.all([
    needs.parts.samples(open, [...new Set(places.map(({ sample }) => sample))]),
    needs.parts.changes(open, [...new Set(rows)]),
    secretsOf(projectId, used, needs),
    limitOf({ open, experiment, plan, part }, needs),
    pricesOf({ open, experiment, plan, part }, needs),
  ]);
  const lost = new AbortController();
  const onLost = () => lost.abort();
  const writer = createCellWriter(open, { most: open.calls, limit, onLost }, needs);
  let end = Promise.withResolvers<void>();
  let endsAtMs = needs.nowMs() + TURN_MS;
  const statements = () => writer.statements() + (limit?.statements() ?? 0);
  const turn: RunningTurn = {
    work: {
      ...{ open, experiment, plan, grid, samples: texts, changes, secrets, prices, limit },
      reserved: new Set(),
      crowded: new Set(),
      nextEnd: () => end.promise,
      isOver: () => needs.nowMs() >= endsAtMs || statements() >= MOST_STATEMENTS,
      stop(waitMs) {
        endsAtMs = 0;
        turn.pauseMs = waitMs;
      },
      waitUntilMs: 0,
      signal: lost.signal,
    },
    writer,
    done: new Set(),
    pauseMs: 0,
    tellEnd() {
      end.resolve();
      end = Promise.withResolvers();
    },
  };
  return turn;
}

async function limitOf(
  { open, experiment, plan }: Opened,
  { experimentCalls }: GenerateNeeds,
): Promise<CostLimit | undefined> {
  if (experiment.maxCostUsd === null) return undefined;
  const lane = laneParts(plan.lanes, open.part);
  const { mostNanoUsd } = await experimentCalls.allowance(open, lane);
  return createCostLimit(open, lane, experimentCalls, mostNanoUsd);
}

/** Those of the part's variants, if they matter. */
async function pricesOf(
  { experiment, plan, part }: Opened,
  { pipelineCache, judging }: GenerateNeeds,
): Promise<Map<number, Price | undefined>> {
  const prices = new Map<number, Price | undefined>();
  if (experiment.maxCostUsd === null) return prices;
  for (const at of part.lane.variants) {
    const variant = plan.variants[at];
    if (variant === undefined) continue;
    const { target } = variant;
    const isPipeline = typeof target === 'string' && !target.includes('/');
    const pipeline = isPipeline
      ? await pipelineCache.open(experiment.projectId, target)
      : undefined;
    prices.set(at, priceOfTarget(variant, pipeline, judging.models));
  }
  return prices;
}
