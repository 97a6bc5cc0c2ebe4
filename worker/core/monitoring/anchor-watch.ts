import { LIMITS } from '@assay/schema/limits.ts';
import type { AnchorState, MonitorAttribution } from '@assay/schema/types.ts';
import { AWAITED, anchorGap } from '../statistics/drift/attribution.ts';
import { addToHistory, type History } from '../statistics/drift/history.ts';
import { NO_VALUES } from '../statistics/drift/totals.ts';
import { type WatchedStream, whoMoved } from '../statistics/drift/who-moved.ts';
import {
  type Anchor,
  type AnchorDraw,
  type AnchorSet,
  type AnchorTurn,
  DEFAULT_EVERY,
} from './anchor-turn.ts';
import { createRun, type RunChange, type SavedRun } from './run.ts';
import type { MonitorDefinition } from './writer.ts';

/** Where the anchors of a monitor go on, as JSON can hold it. */
export interface SavedAnchors {
  /** Differs where they start anew. */
  key: string;
  dataset: string | null;
  batch?: string | null;
  /** One that is gone keeps its place, without an id. */
  anchors: readonly (Anchor & { sum: number; draws: number })[];
  /** The next turn. */
  next: number;
  judged: number;
  failed: number;
  costUsd: number;
  /** The gap of the judge. */
  run: SavedRun;
  /** Gaps and scores since both were last watched anew. */
  gaps: History;
  scores: History;
  /** Values of the stream when turns began to follow it, and how many turns are due beyond that. */
  fromCount: number;
  extra: number;
  /** Whether all anchors were asked for since something moved. */
  isAsked: boolean;
  lastMs: number | null;
  fault: string | null;
  /** How often in a row nothing could be judged, and until when others are at it. */
  tries: number;
  leaseUntilMs: number;
  /** When the baselines were complete; null of the stream if that was before the anchors. */
  learnedMs: { gaps: number; stream: number | null };
  /** Whether other verdicts are to be frozen. */
  isStale?: boolean;
}

/** How often the judge scores an anchor for its reference. */
export const REFERENCE_DRAWS = 3;
const LEAST_RUN_LENGTH = 100;
/** So often, since when each was judged is only known to a quarter. */
const ASKED = 1.25;
/** After so many runs in which nothing could be judged, those anchors are passed over. */
const MOST_TRIES = 3;

/** The judge's gap is watched like a stream: a baseline of each anchor once, changes both ways, half the effect. */
function gapDefinition({ name, version, content, watched }: MonitorDefinition, count: number) {
  const { targetRunLength = 10_000, smallestEffect = 0.05, anchors } = content;
  const every = anchors?.every ?? DEFAULT_EVERY;
  return {
    ...{ name, version, watched },
    content: {
      baseline: { first: count },
      targetRunLength: Math.max(LEAST_RUN_LENGTH, Math.round(targetRunLength / every)),
      smallestEffect: smallestEffect / 2,
      direction: 'both' as const,
    },
  };
}

const runOf = (definition: MonitorDefinition, { anchors, run }: SavedAnchors) =>
  createRun(gapDefinition(definition, anchors.length), run);

/** @param key of `definitionOf` */
export function startAnchors(
  definition: MonitorDefinition,
  { dataset, batch, anchors }: AnchorSet,
  key: string,
): SavedAnchors {
  return {
    ...{ key, dataset, batch },
    anchors: anchors.map((anchor) => ({ ...anchor, sum: 0, draws: 0 })),
    ...{ next: 0, judged: 0, failed: 0, costUsd: 0 },
    run: createRun(gapDefinition(definition, anchors.length)).save(),
    ...{ gaps: [], scores: [], fromCount: 0, extra: 0, isAsked: false },
    ...{ lastMs: null, fault: null, tries: 0, leaseUntilMs: 0 },
    learnedMs: { gaps: 0, stream: null },
  };
}

const isLeft = ({ id }: Anchor) => id !== '';

/** How many of them are not gone. */
const leftOf = ({ anchors }: SavedAnchors) => anchors.filter(isLeft).length;

const GONE = { id: '', label: null, sum: 0, draws: 0 };

/** Forgets anchors by the ids of their verdicts, or of the batch that they are of; the same one if it has none. */
export function forgetAnchors(saved: SavedAnchors, ids: ReadonlySet<string>): SavedAnchors {
  if (saved.dataset !== null) return saved;
  const isWhole = saved.batch != null && ids.has(saved.batch);
  if (!isWhole && !saved.anchors.some(({ id }) => ids.has(id))) return saved;
  const anchors = saved.anchors.map((one) => (isWhole || ids.has(one.id) ? GONE : one));
  return { ...saved, anchors };
}

/** How many turns it takes to have a reference of each. */
function referenceTurns({ anchors }: SavedAnchors): number {
  return anchors.some(({ label }) => label === null) ? REFERENCE_DRAWS * anchors.length : 0;
}

/**
 * Turns that are due: all until the gap's baseline is learned, then one for so many values of the stream.
 * None if too few anchors are left, which would be judged too often to say anything.
 */
export function dueTurns(
  saved: SavedAnchors,
  definition: MonitorDefinition,
  { counted, limit }: { counted: number; limit: number },
): AnchorTurn[] {
  const { anchors, next, fromCount, extra } = saved;
  if (leftOf(saved) < Math.min(LIMITS.leastAnchors, anchors.length)) return [];
  const isLearning = saved.run.status === 'learning';
  const every = definition.content.anchors?.every ?? DEFAULT_EVERY;
  const due = isLearning ? limit : Math.floor((counted - fromCount) / every) + extra;
  return Array.from({ length: Math.max(0, Math.min(limit, due)) }, (_, i) => ({
    number: next + i,
    id: anchors[(next + i) % anchors.length]?.id ?? '',
  }));
}

/** What a draw brought about, if anything. */
export interface TakenDraw {
  saved: SavedAnchors;
  change: RunChange | undefined;
}

/** Takes a draw, unless it is not that of the next turn: it came twice, or one before it is lacking. */
export function takeDraw(
  saved: SavedAnchors,
  definition: MonitorDefinition,
  { number, value, isGone = false, costUsd, atMs }: AnchorDraw,
  counted: number,
): TakenDraw {
  if (number !== saved.next) return { saved, change: undefined };
  const place = number % saved.anchors.length;
  const anchor = saved.anchors[place];
  if (anchor === undefined) return { saved, change: undefined };
  // One that is gone takes no turn: the next one has it.
  if (isGone || !isLeft(anchor)) {
    const anchors = saved.anchors.with(place, GONE);
    return { saved: { ...saved, anchors, next: number + 1 }, change: undefined };
  }
  const every = definition.content.anchors?.every ?? DEFAULT_EVERY;
  const isLearning = saved.run.status === 'learning';
  const isExtra = !isLearning && Math.floor((counted - saved.fromCount) / every) < 1;
  const after: SavedAnchors = {
    ...saved,
    ...{ next: number + 1, lastMs: atMs, fault: null, tries: 0 },
    judged: saved.judged + 1,
    failed: saved.failed + (value === null ? 1 : 0),
    costUsd: saved.costUsd + costUsd,
    extra: isExtra ? Math.max(0, saved.extra - 1) : saved.extra,
    fromCount: isLearning ? counted : isExtra ? saved.fromCount : saved.fromCount + every,
  };
  if (value === null) return { saved: after, change: undefined };
  if (number < referenceTurns(saved)) {
    const known = { ...anchor, sum: anchor.sum + value, draws: anchor.draws + 1 };
    return { saved: { ...after, anchors: saved.anchors.with(place, known) }, change: undefined };
  }
  const reference = anchor.label ?? (anchor.draws > 0 ? anchor.sum / anchor.draws : null);
  return reference === null
    ? { saved: after, change: undefined }
    : takeGap(after, definition, { gap: anchorGap(value, reference), atMs });
}

function takeGap(
  saved: SavedAnchors,
  definition: MonitorDefinition,
  { gap, atMs }: { gap: number; atMs: number },
): TakenDraw {
  const run = runOf(definition, saved);
  const isWatched = run.status() !== 'learning';
  const gaps = isWatched ? addToHistory(saved.gaps, gap, atMs) : saved.gaps;
  const change = run.take(gap, gaps.length === 0 ? 0 : countOf(gaps));
  if (change?.kind === 'alarm') run.moved(meanOf(gaps));
  const learnedMs =
    change?.kind === 'learned' ? { ...saved.learnedMs, gaps: atMs } : saved.learnedMs;
  const after = { ...saved, run: run.save(), learnedMs };
  return {
    saved: change?.kind === 'recovered' ? { ...after, gaps: [] } : { ...after, gaps },
    change,
  };
}

function countOf(history: History): number {
  return history.reduce((sum, { count }) => sum + count, 0);
}

function meanOf(history: History): number {
  return history.reduce((sum, block) => sum + block.sum, 0) / countOf(history);
}

/** Notes that nothing could be judged; what fails again and again is passed over. */
export function failTurns(
  saved: SavedAnchors,
  { turns, fault, atMs }: { turns: readonly AnchorTurn[]; fault: string; atMs: number },
): SavedAnchors {
  const tries = saved.tries + 1;
  if (tries < MOST_TRIES) return { ...saved, tries, fault, lastMs: atMs };
  const passed = turns.filter(({ number }) => number >= saved.next).length;
  return {
    ...saved,
    ...{ tries: 0, fault, lastMs: atMs },
    next: saved.next + passed,
    failed: saved.failed + passed,
    extra: Math.max(0, saved.extra - passed),
  };
}

/** Takes a value of the stream, for the comparison with the anchors. */
export function noteScore(
  saved: SavedAnchors,
  value: number,
  { atMs, change }: { atMs: number; change: RunChange | undefined },
): SavedAnchors {
  if (change?.kind === 'learned' || change?.kind === 'recovered') {
    return watchedAnew(saved, atMs);
  }
  return { ...saved, scores: addToHistory(saved.scores, value, atMs) };
}

/** From then on the stream is watched, and was as its baseline says. */
function watchedAnew(saved: SavedAnchors, atMs: number): SavedAnchors {
  const learnedMs = { ...saved.learnedMs, stream: atMs };
  return { ...saved, scores: [], isAsked: false, learnedMs };
}

/** Once something has moved, all anchors are judged once, as fast as they can be. */
export function askAll(saved: SavedAnchors): SavedAnchors {
  if (saved.isAsked || saved.run.status === 'learning') return saved;
  return { ...saved, isAsked: true, extra: Math.ceil(ASKED * leftOf(saved)) };
}

/**
 * Starts the test on the anchors again; `learn` also what the judge says of them while all is well, and
 * with other verdicts where these were frozen.
 */
export function restartAnchors(
  saved: SavedAnchors,
  definition: MonitorDefinition,
  { which, nowMs }: { which: 'keep' | 'learn'; nowMs: number },
): SavedAnchors {
  if (which === 'learn') {
    const { key, dataset, batch = null, anchors, judged, failed, costUsd } = saved;
    const fresh = startAnchors(definition, { dataset, batch, anchors }, key);
    return { ...fresh, judged, failed, costUsd, isStale: dataset === null };
  }
  const run = runOf(definition, saved);
  if (run.status() !== 'learning') run.restart('keep', 0);
  return { ...watchedAnew(saved, nowMs), run: run.save(), gaps: [], extra: 0 };
}

const NOBODY: MonitorAttribution = {
  ...{ moved: 'none', awaited: 0, judge: null, application: null, reason: null },
};

/** Who moved, from the stream and the anchors. @param stream the run of the stream */
export function attributionOf(saved: SavedAnchors, stream: SavedRun): MonitorAttribution {
  if (saved.run.status === 'learning') {
    return stream.status === 'alarm'
      ? { ...NOBODY, moved: 'undecided', awaited: leftOf(saved), reason: AWAITED }
      : NOBODY;
  }
  const { gaps, stream: streamMs } = saved.learnedMs;
  return whoMoved(
    {
      stream: watchedStream(stream, saved.scores, streamMs ?? Number.NEGATIVE_INFINITY),
      anchors: watchedStream(saved.run, saved.gaps, gaps),
    },
    leftOf(saved),
  );
}

function watchedStream(
  { status, plan, baseline }: SavedRun,
  history: History,
  baselineMs: number,
): WatchedStream {
  return {
    ...{ isAlarm: status === 'alarm', history, power: plan?.power ?? 1, baselineMs },
    baseline: plan === null ? NO_VALUES : baseline,
  };
}

/** What is shown of the anchors. @param counted values of the stream */
export function anchorState(
  saved: SavedAnchors,
  definition: MonitorDefinition,
  { stream, counted }: { stream: SavedRun; counted: number },
): AnchorState {
  const { dataset, judged, failed, costUsd, lastMs, next } = saved;
  const left = leftOf(saved);
  const run = runOf(definition, saved);
  const references = Math.max(0, referenceTurns(saved) - next);
  const isLearning = run.status() === 'learning';
  return {
    ...{ dataset, anchors: left, judged, failed, costUsd },
    fault: saved.fault ?? fewLeft(saved, left),
    status: references > 0 ? 'references' : isLearning ? 'baseline' : statusOf(run.status()),
    lacks: isLearning ? references + run.lacks() : 0,
    share: judged + counted === 0 ? null : judged / (judged + counted),
    evidence: run.evidence(),
    lastAt: lastMs === null ? null : new Date(lastMs).toISOString(),
    ...attributionOf(saved, stream),
  };
}

/** Why anchors are not judged any more, where most of them are gone. */
function fewLeft({ dataset, anchors }: SavedAnchors, left: number): string | null {
  if (left >= Math.min(LIMITS.leastAnchors, anchors.length)) return null;
  const action =
    dataset === null
      ? 'Reset the monitor with `baseline: "learn"` to freeze newer verdicts.'
      : 'Name another version of the data set.';
  return `Only ${left} of ${anchors.length} anchors are left, and at least ${LIMITS.leastAnchors} are needed. The samples of the others were deleted. ${action}`;
}

function statusOf(status: SavedRun['status']): 'watching' | 'alarm' {
  return status === 'alarm' ? 'alarm' : 'watching';
}
