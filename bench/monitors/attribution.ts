import { type Attribution, anchorGap } from '../../worker/core/statistics/drift/attribution.ts';
import { type WatchedStream, whoMoved } from '../../worker/core/statistics/drift/who-moved.ts';
import { type Random, randomIndex, seededRandom } from '../../worker/core/statistics/random.ts';
import { startWatch, take, type Watch } from './watch.ts';

/** What happens in a world, at one moment. */
export interface WorldKind {
  name: string;
  moved: Attribution['moved'];
  /** By how much the share of good answers changes. */
  application: number;
  /** The share of good answers that the judge begins to fail; below 0, of bad ones that it begins to pass. */
  harsher: number;
}

export interface Density {
  /** An anchor is judged after so many values of the stream. */
  every: number;
  /** How many anchors there are. */
  anchors: number;
  /** How often the judge scored each for its reference: once for verdicts that are frozen. */
  draws: number;
  /** Between which values of the stream the references and the baseline are judged: before them, unless given. */
  learned?: { from: number; until: number };
}

export interface Attributed {
  moved: Attribution['moved'];
  /** Values from the change to the answer; those of the whole world if there was none. */
  values: number;
  /** Judge calls for anchors after the references, and for the stream. */
  anchorCalls: number;
  streamCalls: number;
}

const GOOD = 0.85;
/** An answer's verdict is another in so many repeats, whatever it is. */
const FLIPS = 0.03;
const BASELINE = 500;
export const CHANGE_AT = 1_000;
const VALUES_AFTER = 4_000;
const SMALLEST = 0.05;
const RUN_LENGTH = 50_000;
/** After an alarm one looks so often, in values, and gives up after so many. */
const LOOK_EVERY = 100;
const PATIENCE = 2_000;

/** Lives through a world and says what moved in it. */
export function liveThrough(kind: WorldKind, density: Density, seed: number): Attributed {
  const random = seededRandom(seed);
  const judge = judgeOf(random);
  const answer = (share: number) => ({ isGood: random() < share, doubt: random() });
  const stream = startWatch(
    Array.from({ length: BASELINE }, () => judge.before(answer(GOOD))),
    { targetRunLength: RUN_LENGTH, smallestEffect: SMALLEST },
  );
  const anchors = anchorsOf(judge, density, random);
  let streamCalls = 0;
  let awaited = density.anchors;
  let firstAlarm: number | undefined;
  for (let t = 0; t < CHANGE_AT + VALUES_AFTER; t += 1) {
    const isAfter = t >= CHANGE_AT;
    const score = isAfter ? judge.after(kind.harsher) : judge.before;
    take(stream, score(answer(GOOD + (isAfter ? kind.application : 0))), t);
    streamCalls += 1;
    anchors.learnUntil(t, score);
    const { watch } = anchors;
    if (watch === undefined) continue;
    const isMoving = stream.isAlarm || watch.isAlarm;
    // Once something has moved, each anchor is judged once at once.
    const isAwaited = isMoving && awaited > 0;
    if (isAwaited || t % density.every === 0) anchors.judgeNext(score, t);
    if (!isMoving || (!isAwaited && t % LOOK_EVERY > 0)) continue;
    firstAlarm ??= t;
    const found = whoMoved(
      { stream: watched(stream, -1), anchors: watched(watch, anchors.learnedAt) },
      density.anchors,
    );
    awaited = found.awaited;
    if (found.moved === 'undecided' && t < firstAlarm + PATIENCE) continue;
    return {
      moved: found.moved,
      values: t + 1 - CHANGE_AT,
      anchorCalls: anchors.calls(),
      streamCalls,
    };
  }
  return { moved: 'none', values: VALUES_AFTER, anchorCalls: anchors.calls(), streamCalls };
}

/** An answer: whether it is good, and from 0 to 1 how soon a judge that drifts sees it otherwise. */
interface Answer {
  isGood: boolean;
  doubt: number;
}

type Scoring = (answer: Answer) => number;

function judgeOf(random: Random) {
  const flipped = (verdict: boolean) => ((random() < FLIPS ? !verdict : verdict) ? 1 : 0);
  return {
    before: (({ isGood }) => flipped(isGood)) as Scoring,
    after:
      (harsher: number): Scoring =>
      ({ isGood, doubt }) =>
        flipped(isGood ? doubt >= harsher : doubt < -harsher),
  };
}

/** The anchors of a world: first their references and baseline, turn by turn, then their watch. */
function anchorsOf(
  judge: ReturnType<typeof judgeOf>,
  { anchors, every, draws, learned = { from: -1, until: -1 } }: Density,
  random: Random,
) {
  const items = Array.from({ length: anchors }, () => ({
    answer: { isGood: random() < GOOD, doubt: random() },
    reference: 0,
  }));
  const turns = (draws + 1) * anchors;
  const gaps: number[] = [];
  const gapOf = ({ answer, reference }: (typeof items)[number], score: Scoring) =>
    anchorGap(score(answer), reference);
  let [turn, next, calls] = [0, randomIndex(random, anchors), 0];

  function learn(score: Scoring): void {
    const item = items[turn % anchors];
    if (item === undefined) return;
    if (turn < draws * anchors) item.reference += score(item.answer) / draws;
    else gaps.push(gapOf(item, score));
    turn += 1;
  }
  const world = {
    watch: undefined as Watch | undefined,
    learnedAt: learned.until,
    calls: () => calls,
    /** Judges what is due by then of the references and of the baseline. */
    learnUntil(t: number, score: Scoring): void {
      if (world.watch !== undefined || t < learned.from) return;
      const share = t >= learned.until ? 1 : (t - learned.from) / (learned.until - learned.from);
      while (turn < share * turns) learn(score);
      if (turn < turns) return;
      const options = { targetRunLength: Math.max(2, RUN_LENGTH / every) };
      world.watch = startWatch(gaps, { ...options, smallestEffect: SMALLEST / 2 });
    },
    judgeNext(score: Scoring, atMs: number): void {
      const item = items[next % anchors];
      if (item !== undefined && world.watch) take(world.watch, gapOf(item, score), atMs);
      next += 1;
      calls += 1;
    },
  };
  world.learnUntil(-1, judge.before);
  return world;
}

function watched(watch: Watch, baselineMs: number): WatchedStream {
  return { ...watch, power: watch.plan.power, baselineMs };
}

export const KINDS: readonly WorldKind[] = [
  { name: 'nothing moves', moved: 'none', application: 0, harsher: 0 },
  { name: 'application −.12', moved: 'application', application: -0.12, harsher: 0 },
  { name: 'judge −.12', moved: 'judge', application: 0, harsher: 0.15 },
  { name: 'both −.12', moved: 'both', application: -0.14, harsher: 0.14 },
];
