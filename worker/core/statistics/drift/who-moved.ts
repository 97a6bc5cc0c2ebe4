import { type Attribution, attribute, gapAsScores } from './attribution.ts';
import { findChange } from './change-point.ts';
import type { History } from './history.ts';
import { shiftSince } from './shift-since.ts';
import { NO_VALUES, type Totals } from './totals.ts';

/** A stream as its detector left it. */
export interface WatchedStream {
  /** Whether an alarm was raised; the evidence may have fallen since. */
  isAlarm: boolean;
  history: History;
  baseline: Totals;
  /** When the last of the baseline was seen: −∞ if long ago. Of a change before it, it says nothing. */
  baselineMs: number;
  /** From the detector's plan. */
  power: number;
}

/** Of each of the intervals that decide. */
const COVERAGE = 0.98;

/**
 * Says who moved, from a stream of scores and the stream of gaps on the anchors. The one that raised the
 * alarm, the scores if both did, says since when; its own move allows for that choice. The other one's is
 * the difference of its means since then and before the change can have begun.
 *
 * @param anchors the gaps, as `anchorGap` makes them, timed by the same clock
 * @param guard how many anchors to judge after a change before deciding
 */
export function whoMoved(
  { stream, anchors }: { stream: WatchedStream; anchors: WatchedStream },
  guard: number,
): Attribution {
  const [leader, follower] = stream.isAlarm ? [stream, anchors] : [anchors, stream];
  const change = leader.isAlarm
    ? findChange(leader.history, { ...leader, coverage: COVERAGE })
    : null;
  const sinceMs = change?.at.startMs ?? Number.POSITIVE_INFINITY;
  const earliestMs = change?.isOpen ? leader.baselineMs : (change?.earliest.startMs ?? sinceMs);
  const followed = shiftSince(follower.history, {
    ...follower,
    // Part of the change may be in a baseline that was not complete by then.
    baseline: follower.baselineMs <= earliestMs ? follower.baseline : NO_VALUES,
    ...{ sinceMs, beforeMs: earliestMs, coverage: COVERAGE },
  });
  const [own, other] = [change?.effect ?? null, followed?.effect ?? null];
  const [scores, gaps] = leader === stream ? [own, other] : [other, own];
  const judged = anchors.history.reduce(
    (sum, { startMs, count }) => sum + (startMs >= sinceMs ? count : 0),
    0,
  );
  return attribute(
    {
      stream: { isAlarm: stream.isAlarm, shift: scores },
      anchors: { isAlarm: anchors.isAlarm, shift: gaps && gapAsScores(gaps), count: judged },
    },
    guard,
  );
}
