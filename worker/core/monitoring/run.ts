import type { MonitorContent, MonitorMean, MonitorStatus } from '@assay/schema/types.ts';
import { addToBaseline, type Baseline, EMPTY_BASELINE } from '../statistics/drift/baseline.ts';
import { createBettingSequence, type SavedSequence } from '../statistics/drift/betting-sequence.ts';
import {
  type DetectorState,
  evidenceOf,
  observe,
  startDetector,
} from '../statistics/drift/detector.ts';
import { type DetectorPlan, planDetector } from '../statistics/drift/detector-plan.ts';
import type { Direction } from '../statistics/drift/shiryaev-roberts.ts';
import type { DetectedDrift } from './drift-alarm.ts';
import { type Recovery, recoveryAfter, startRecovery } from './recovery.ts';
import type { MonitorDefinition } from './writer.ts';

export const DEFAULT_RUN_LENGTH = 10_000;
export const DEFAULT_EFFECT = 0.05;

/** What a run goes on from, as JSON can hold it. */
export interface SavedRun {
  status: MonitorStatus;
  baseline: Baseline;
  plan: DetectorPlan | null;
  detector: DetectorState | null;
  /** How many values came before the detector's first. */
  origin: number;
  recovery: Recovery | null;
  sequence: SavedSequence | null;
}

/** What a value brought about. */
export type RunChange =
  | { kind: 'learned' }
  | ({ kind: 'alarm' } & DetectedDrift)
  | { kind: 'recovered' };

/** The statistics of one monitor, from value to value. */
export interface MonitorRun {
  /** @param value from 0 to 1. @param number of the value, from 1 */
  take(value: number, number: number): RunChange | undefined;
  status(): MonitorStatus;
  /** How much speaks for a change: an alarm is raised at 1. */
  evidence(): number;
  mean(): MonitorMean | null;
  baseline(): MonitorMean | null;
  /** Values that the baseline lacks. */
  lacks(): number;
  /** Says what the mean has moved to, of which the detector knows only that it has. */
  moved(mean: number): void;
  /** Starts the detector again, with the same baseline or with one that is to be learned. @param origin values before */
  restart(baseline: 'keep' | 'learn', origin: number): void;
  save(): SavedRun;
}

/** The fewest values that a baseline is made of. */
export const LEAST_BASELINE = 10;

const ALPHA = 0.05;
/** Means are told apart by a hundredth. */
const STEPS = 100;
/** Values that a baseline is learned from, where the monitor does not say. */
const LEARNED = 200;
/** A mean that is given counts as this many values. */
const GIVEN_COUNT = 1_000_000;
/** What is far beyond an alarm is not told apart. */
const MOST_EVIDENCE = 1_000;

export function createRun(definition: MonitorDefinition, saved?: SavedRun): MonitorRun {
  const { content } = definition;
  let { status, baseline, plan, detector, origin, recovery, sequence } =
    saved ?? startOf(definition);
  let betting = createBettingSequence(ALPHA, STEPS, sequence ?? undefined);

  function watch(from: number): void {
    plan ??= planOf(baseline, content);
    detector = startDetector(plan);
    recovery = null;
    status = 'watching';
    origin = from;
  }

  function learn(value: number, number: number): RunChange | undefined {
    baseline = addToBaseline(baseline, value);
    if (lacks() > 0) return undefined;
    watch(number);
    return { kind: 'learned' };
  }

  function look(value: number): RunChange | undefined {
    if (plan === null || detector === null) return undefined;
    detector = observe(plan, detector, value);
    const { isAlarm, direction } = evidenceOf(plan, detector);
    if (!isAlarm || direction === null) return undefined;
    const start = detector.runs.find((run) => run.direction === direction)?.start ?? 0;
    status = 'alarm';
    recovery = startRecovery(plan.baseline.value, betting.interval().value, direction);
    betting = createBettingSequence(ALPHA, STEPS);
    const { baseline: mean, power } = plan;
    const drift = { direction, changeAt: origin + start + 1, baseline: mean, origin, power };
    return { kind: 'alarm', ...drift, learned: baseline };
  }

  function recover(value: number, number: number): RunChange | undefined {
    if (recovery === null) return undefined;
    const next = recoveryAfter(recovery, value);
    recovery = next.recovery;
    if (!next.isOver) return undefined;
    watch(number);
    betting = createBettingSequence(ALPHA, STEPS);
    return { kind: 'recovered' };
  }

  function lacks(): number {
    return status === 'learning' ? Math.max(0, learnedFrom(content) - baseline.count) : 0;
  }

  return {
    take(value, number) {
      betting.add(value);
      if (status === 'learning') return learn(value, number);
      if (status === 'watching') return look(value);
      return status === 'alarm' ? recover(value, number) : undefined;
    },
    status: () => status,
    evidence() {
      if (status === 'alarm') return 1;
      if (plan === null || detector === null) return 0;
      const { logEvidence } = evidenceOf(plan, detector);
      return Math.min(MOST_EVIDENCE, Math.exp(logEvidence - plan.logAlarm));
    },
    mean() {
      const { count } = betting.save().spread;
      return count === 0 ? null : { ...betting.interval(), count };
    },
    baseline: () => plan?.baseline ?? null,
    lacks,
    moved(mean) {
      if (recovery === null || plan === null) return;
      recovery = startRecovery(plan.baseline.value, mean, opposite(recovery.direction));
    },
    restart(which, from) {
      betting = createBettingSequence(ALPHA, STEPS);
      if (status === 'off') return;
      if (which === 'keep' && plan !== null) return watch(from);
      status = 'learning';
      baseline = EMPTY_BASELINE;
      [plan, detector, recovery] = [null, null, null];
    },
    save: () => {
      sequence = betting.save();
      return { status, baseline, plan, detector, origin, recovery, sequence };
    },
  };
}

function opposite(direction: Direction): Direction {
  return direction === 'decrease' ? 'increase' : 'decrease';
}

function startOf({ content, baseline }: MonitorDefinition): SavedRun {
  const blank: SavedRun = {
    status: 'off',
    baseline: EMPTY_BASELINE,
    ...{ plan: null, detector: null, recovery: null, sequence: null },
    origin: 0,
  };
  if (content.baseline === undefined) return blank;
  const known = 'mean' in content.baseline ? givenBaseline(content.baseline.mean) : baseline;
  if (known === undefined) return { ...blank, status: 'learning' };
  const plan = planOf(known, content);
  return { ...blank, status: 'watching', baseline: known, plan, detector: startDetector(plan) };
}

/** A mean that is known, as values from 0 to 1 that vary as much as they can. */
function givenBaseline(mean: number): Baseline {
  const sum = mean * GIVEN_COUNT;
  return {
    count: GIVEN_COUNT,
    ...{ sum, sumOfSquares: sum, sumOfProducts: mean * sum },
    ...{ first: mean, last: mean },
  };
}

function planOf(baseline: Baseline, content: MonitorContent): DetectorPlan {
  const { targetRunLength = DEFAULT_RUN_LENGTH, smallestEffect = DEFAULT_EFFECT } = content;
  const { direction = 'decrease' } = content;
  return planDetector(baseline, {
    ...{ targetRunLength, smallestEffect },
    directions: direction === 'both' ? ['decrease', 'increase'] : [direction],
  });
}

function learnedFrom({ baseline }: MonitorContent): number {
  return baseline && 'first' in baseline ? Math.max(LEAST_BASELINE, baseline.first) : LEARNED;
}
