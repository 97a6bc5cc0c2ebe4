import { newId } from '@assay/schema/ids.ts';
import type { TimelineMark } from '@assay/schema/types.ts';
import type { AnchorDraw } from '../../core/monitoring/anchor-turn.ts';
import {
  askAll,
  attributionOf,
  dueTurns,
  failTurns,
  type SavedAnchors,
  startAnchors,
  takeDraw,
} from '../../core/monitoring/anchor-watch.ts';
import { subjectOf } from '../../core/monitoring/drift-alarm.ts';
import { attributed, judgeAlarm } from '../../core/monitoring/judge-alarm.ts';
import { noteVersions } from '../../core/monitoring/version-marks.ts';
import type {
  MonitorDefinition,
  MonitorEvent,
  MonitorWriter,
} from '../../core/monitoring/writer.ts';
import type { Alarms } from './alarms.ts';
import type { Marks } from './marks.ts';
import type { SavedState, StateRow } from './saved-state.ts';

interface Parts {
  row: StateRow;
  alarms: Alarms;
  marks: Marks;
  transactionSync<Value>(work: () => Value): Value;
  /** The state under the newest version; undefined where that was deleted. */
  openState(given: MonitorDefinition, nowMs: number): SavedState | undefined;
  mark(state: SavedState, what: Pick<TimelineMark, 'kind' | 'subject'> & { nowMs: number }): void;
}

export type AnchorTurns = Pick<
  MonitorWriter,
  'anchorWork' | 'startAnchors' | 'takeAnchors' | 'failAnchors'
>;

/** What one run judges takes no longer. */
const LEASE_MS = 3 * 60_000;
/** Under which an alarm of the judge is kept. */
export const JUDGE = 'judge';

/** The turns of a monitor's anchors, in the state of the monitor. */
export function createAnchorTurns(parts: Parts): AnchorTurns {
  const { row, alarms, marks, transactionSync, openState, mark } = parts;

  /** The state with its anchors, if they are those of the definition. */
  function opened(given: MonitorDefinition, nowMs: number) {
    const state = openState(given, nowMs);
    const anchors = state?.anchors?.key === given.anchorsKey ? state?.anchors : null;
    return { state, anchors: anchors ?? null };
  }

  function change(
    given: MonitorDefinition,
    nowMs: number,
    work: (state: SavedState, anchors: SavedAnchors) => SavedAnchors,
  ): void {
    transactionSync(() => {
      const { state, anchors } = opened(given, nowMs);
      if (state && anchors) row.write({ ...state, anchors: work(state, anchors) });
    });
  }

  function take(
    state: SavedState,
    anchors: SavedAnchors,
    { draws, nowMs }: { draws: readonly AnchorDraw[]; nowMs: number },
  ): SavedAnchors {
    const { definition, counts } = state;
    const at = { isMuted: definition.content.isMuted === true, nowMs };
    let now: SavedAnchors = { ...anchors, leaseUntilMs: 0 };
    for (const draw of draws) {
      const taken = takeDraw(now, definition, draw, counts.counted);
      if (taken.saved === now) continue;
      now = taken.saved;
      const place = { place: counts.seen, atMs: draw.atMs };
      marks.add(noteVersions(state.known, draw.versions, place));
      if (taken.change?.kind === 'recovered') alarms.end(JUDGE, at);
      if (taken.change?.kind !== 'alarm') continue;
      now = askAll(now);
      const terms = { id: newId('alarm', nowMs), definition, place: counts.seen, nowMs };
      alarms.raise(attributed(judgeAlarm(now, terms), attributionOf(now, state.run)), JUDGE, at);
      mark(state, { kind: 'alarm', subject: `${subjectOf(definition)}: the judge`, nowMs });
    }
    const attribution = attributionOf(now, state.run);
    for (const key of [null, JUDGE]) {
      alarms.revise(key, (alarm) => attributed(alarm, attribution), at);
    }
    return now;
  }

  return {
    anchorWork: (given, { nowMs, limit }) =>
      transactionSync(() => {
        const { state, anchors } = opened(given, nowMs);
        if (state === undefined || given.anchorsKey === undefined) return { kind: 'nothing' };
        if (anchors === null || anchors.isStale === true) return { kind: 'unknown' };
        const leftMs = anchors.leaseUntilMs - nowMs;
        // A lease that is longer was taken by a clock that ran ahead.
        if (leftMs > 0 && leftMs <= LEASE_MS) return { kind: 'nothing' };
        const { counted } = state.counts;
        const turns = dueTurns(anchors, state.definition, { counted, limit });
        if (turns.length === 0) return { kind: 'nothing' };
        row.write({ ...state, anchors: { ...anchors, leaseUntilMs: nowMs + LEASE_MS } });
        return { kind: 'turns', turns };
      }),

    startAnchors: (given, set, nowMs) =>
      transactionSync(() => {
        const { state, anchors } = opened(given, nowMs);
        const key = given.anchorsKey;
        if (state === undefined || key === undefined) return;
        if (anchors !== null && anchors.isStale !== true) return;
        const { judged, failed, costUsd } = anchors ?? { judged: 0, failed: 0, costUsd: 0 };
        const started = startAnchors(state.definition, set, key);
        row.write({ ...state, anchors: { ...started, judged, failed, costUsd } });
      }),

    takeAnchors: (given, draws, nowMs): MonitorEvent[] => {
      change(given, nowMs, (state, anchors) => take(state, anchors, { draws, nowMs }));
      return alarms.events();
    },

    failAnchors: (given, { turns, fault }, nowMs) =>
      change(given, nowMs, (_, anchors) => ({
        ...failTurns(anchors, { turns, fault, atMs: nowMs }),
        leaseUntilMs: 0,
      })),
  };
}
