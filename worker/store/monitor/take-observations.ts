import { askAll, noteScore } from '../../core/monitoring/anchor-watch.ts';
import type { DetectedDrift } from '../../core/monitoring/drift-alarm.ts';
import { createRun, type MonitorRun } from '../../core/monitoring/run.ts';
import { noteVersions } from '../../core/monitoring/version-marks.ts';
import type { Observation } from '../../core/monitoring/writer.ts';
import { type Bin, type Bins, binStart, joined } from './bins.ts';
import type { Marks } from './marks.ts';
import type { Minutes } from './minutes.ts';
import type { Point, Points } from './points.ts';
import type { SavedState } from './saved-state.ts';

interface Parts {
  bins: Bins;
  marks: Marks;
  minutes: Minutes;
  points: Points;
  /** @returns the mean since the change */
  onAlarm(state: SavedState, drift: DetectedDrift): number;
  onRecovered(state: SavedState): void;
  onLearned(state: SavedState): void;
}

/**
 * Takes observations that are new, in their order. What alarms look at is written before them.
 *
 * @returns where the monitor goes on, with nothing of it written
 */
export function takeObservations(
  before: SavedState,
  observations: readonly Observation[],
  parts: Parts,
): SavedState {
  if (observations.length === 0) return before;
  const state = { ...before, counts: { ...before.counts }, known: { ...before.known } };
  const run = createRun(state.definition, state.run);
  const bins = createBinWriter(parts.bins, state.binWidth);
  let seen: { place: number; id: string }[] = [];
  let points: Point[] = [];
  const flush = () => {
    parts.points.add(seen, points);
    [seen, points] = [[], []];
  };
  for (const one of observations) {
    count(state, one);
    const { seen: place, counted: number } = state.counts;
    seen.push({ place, id: one.id });
    parts.marks.add(noteVersions(state.known, one.versions, { place, atMs: one.atMs }));
    if (one.value !== null) {
      points.push({ ...pointOf(one, one.value), number, place });
      take(one.value, number, one.atMs);
    }
    bins.add(one, place, run);
  }
  flush();
  parts.minutes.add(observations);
  return { ...state, run: run.save(), binWidth: bins.flush(run) };

  function take(value: number, number: number, atMs: number): void {
    const change = run.take(value, number);
    if (state.anchors) {
      const noted = noteScore(state.anchors, value, { atMs, change });
      state.anchors = change?.kind === 'alarm' ? askAll(noted) : noted;
      // The alarm says who moved.
      if (change?.kind === 'alarm') state.run = run.save();
    }
    if (change === undefined) return;
    if (change.kind === 'alarm') {
      flush();
      run.moved(parts.onAlarm(state, change));
      return;
    }
    if (change.kind === 'learned') {
      parts.onLearned(state);
      return;
    }
    state.origin = number;
    parts.onRecovered(state);
  }
}

function count(state: SavedState, { value, outcome, atMs }: Observation): void {
  const { counts } = state;
  counts.seen += 1;
  counts.counted += value === null ? 0 : 1;
  counts.abstained += outcome === 'abstained' ? 1 : 0;
  counts.errors += outcome === 'error' ? 1 : 0;
  state.lastValueMs = atMs;
}

function pointOf({ id, atMs, slices, versions, scores }: Observation, value: number) {
  return { id, atMs, value, slices, versions, scores };
}

/** Makes bins of verdicts, the last of which may have begun before. */
function createBinWriter(bins: Bins, width: number) {
  const made = new Map<number, Bin>();
  const last = bins.last();
  if (last !== undefined) made.set(last.first, last);
  return {
    add({ value, outcome, atMs }: Observation, place: number, run: MonitorRun): void {
      const first = binStart(place, width);
      // The limits take time to work out, and are shown at the end of a bin.
      const isEnd = place === first + width - 1;
      const bin: Bin = {
        ...{ first, last: place, fromMs: atMs, toMs: atMs },
        ...{ count: value === null ? 0 : 1, sum: value ?? 0 },
        ...(isEnd ? limitsOf(run) : NO_LIMITS),
        evidence: run.evidence(),
        abstained: outcome === 'abstained' ? 1 : 0,
        errors: outcome === 'error' ? 1 : 0,
      };
      const before = made.get(first);
      made.set(first, before === undefined ? bin : joined(before, bin));
    },
    /** @returns how wide bins are from now on */
    flush(run: MonitorRun): number {
      const all = [...made.values()];
      const open = all.at(-1);
      if (open !== undefined) all[all.length - 1] = { ...open, ...limitsOf(run) };
      return bins.write(all, width);
    },
  };
}

const NO_LIMITS = { mean: null, low: null, high: null };

function limitsOf(run: MonitorRun): Pick<Bin, 'mean' | 'low' | 'high'> {
  const mean = run.mean();
  return mean === null ? NO_LIMITS : { mean: mean.value, low: mean.low, high: mean.high };
}
