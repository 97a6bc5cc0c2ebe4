import type { Estimate } from '../estimate.ts';

/** What has moved, so far. */
export interface Attribution {
  /** `undecided` while anchors or scores are awaited that could tell, and where they do not. */
  moved: 'none' | 'application' | 'judge' | 'both' | 'undecided';
  /** How many more anchors are awaited. */
  awaited: number;
  /** How far the judge's scores moved on the anchors; null if nothing alarms or too little is known. */
  judge: Estimate | null;
  /** How far the stream moved beyond that: what the application did. */
  application: Estimate | null;
  /** Why it is `undecided`, and what to do; null otherwise. */
  reason: string | null;
}

/** Shifts are null where nothing is known of before the change. */
export interface Movements {
  stream: { isAlarm: boolean; shift: Estimate | null };
  /** In scores, since the same change, with how many anchors were judged since. */
  anchors: { isAlarm: boolean; shift: Estimate | null; count: number };
}

/**
 * What an anchor says of the judge: a half if the judge scores it as before, less if it is harsher.
 *
 * @param score of the judge now, from 0 to 1
 * @param reference from 0 to 1: the label of people, or the mean of the judge's first scores of it
 */
export function anchorGap(score: number, reference: number): number {
  return (score - reference + 1) / 2;
}

/** A move of the gap as one of scores. */
export function gapAsScores({ value, low, high }: Estimate): Estimate {
  return { value: 2 * value, low: 2 * low, high: 2 * high };
}

/**
 * Tells drift of the judge from drift of the application. Anchors are samples that do not change, judged
 * again all the time: if their scores moved, the judge did. The stream's move less the judge's is the
 * application's. Nothing is said before enough anchors were judged since the change, and one alone is not
 * blamed before the other's move is known more closely than the size of its own.
 *
 * That the judge's move on the anchors is that on the stream is only so if the anchors are like the stream.
 *
 * Source: "Who drifted: the system or the judge?", arXiv 2606.15474, for the two detectors and the guard;
 * `both`, `undecided` and the corrected stream are ours. Zou & Donner 2008 for the interval.
 * @param guard how many anchors to judge after a change before deciding; best all of them, once
 */
export function attribute({ stream, anchors }: Movements, guard: number): Attribution {
  if (!stream.isAlarm && !anchors.isAlarm) {
    return { moved: 'none', awaited: 0, judge: null, application: null, reason: null };
  }
  const awaited = Math.max(0, guard - anchors.count);
  const judge = anchors.shift;
  const application = stream.shift && judge && less(stream.shift, judge);
  const undecided = (reason: string): Attribution => ({
    ...{ moved: 'undecided', awaited, judge, application, reason },
  });
  if (awaited > 0) return undecided(AWAITED);
  if (!judge) return undecided(LATE_ANCHORS);
  if (!stream.shift || !application) return undecided(LATE_STREAM);
  const moved = movedOf(judge, application);
  if (moved === 'undecided') return undecided(TOO_WIDE);
  return { moved, awaited, judge, application, reason: null };
}

/** The reasons of `undecided`. */
export const AWAITED = 'Anchors are still being judged.';
const LATE_ANCHORS =
  'The change may have begun before the anchors had been judged, so nothing says how the judge was before it. Once scores are as they should be, reset the monitor: later changes can be told apart.';
const LATE_STREAM =
  'The judge may have moved before the baseline of the stream was known, so nothing says how the stream was before it. Reset the monitor with `baseline: "learn"` once all is well.';
const TOO_WIDE =
  'How far judge and application moved is not known closely enough. More values may tell, and more anchors would tell sooner.';

function movedOf(judge: Estimate, application: Estimate): Attribution['moved'] {
  const [judgeMoved, applicationMoved] = [isNotZero(judge), isNotZero(application)];
  if (judgeMoved && applicationMoved) return 'both';
  // The one that moved is not blamed alone before as large a move of the other would have shown.
  if (judgeMoved) return isNarrow(application, judge) ? 'judge' : 'undecided';
  if (applicationMoved) return isNarrow(judge, application) ? 'application' : 'undecided';
  return 'undecided';
}

/** At this width beside a move, a move of that size would be found nineteen times out of twenty. */
const NARROW = 1.17;

function isNarrow({ low, high }: Estimate, beside: Estimate): boolean {
  return high - low < NARROW * Math.abs(beside.value);
}

function isNotZero({ low, high }: Estimate): boolean {
  return low > 0 || high < 0;
}

function less(one: Estimate, other: Estimate): Estimate {
  const value = one.value - other.value;
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  };
}
