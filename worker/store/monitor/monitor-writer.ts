import { newId } from '@assay/schema/ids.ts';
import type { MonitorState, ThresholdState, TimelineMark } from '@assay/schema/types.ts';
import {
  anchorState,
  attributionOf,
  forgetAnchors,
  restartAnchors,
} from '../../core/monitoring/anchor-watch.ts';
import { driftAlarm, subjectOf } from '../../core/monitoring/drift-alarm.ts';
import { attributed } from '../../core/monitoring/judge-alarm.ts';
import { createRun } from '../../core/monitoring/run.ts';
import { thresholdAlarm } from '../../core/monitoring/threshold-alarm.ts';
import { thresholdState } from '../../core/monitoring/window-tally.ts';
import type {
  MonitorDefinition,
  MonitorEvent,
  MonitorWriter,
  Observation,
} from '../../core/monitoring/writer.ts';
import { createAlarms } from './alarms.ts';
import { createAnchorTurns, JUDGE } from './anchor-turns.ts';
import { createBins } from './bins.ts';
import { createMarks } from './marks.ts';
import { createMinutes } from './minutes.ts';
import { createPoints } from './points.ts';
import { createStateRow, type SavedState } from './saved-state.ts';
import { createTables, emptyTables } from './tables.ts';
import { takeObservations } from './take-observations.ts';

/** The part of a Durable Object's storage that a monitor needs. */
export interface MonitorStorage {
  sql: SqlStorage;
  transactionSync<Value>(work: () => Value): Value;
}

const MINUTE_MS = 60_000;

/** A monitor in the SQLite of a Durable Object. */
export function createMonitorWriter({ sql, transactionSync }: MonitorStorage): MonitorWriter {
  createTables(sql);
  const row = createStateRow(sql);
  const parts = {
    alarms: createAlarms(sql),
    bins: createBins(sql),
    marks: createMarks(sql),
    minutes: createMinutes(sql),
    points: createPoints(sql),
  };
  const { alarms, bins, marks, minutes, points } = parts;

  const mutedBy = ({ content }: MonitorDefinition) => content.isMuted === true;

  /** The state under the newest version; undefined where that was deleted. */
  function openState(given: MonitorDefinition, nowMs: number): SavedState | undefined {
    if (given.version <= row.closedVersion()) return undefined;
    const saved = row.read();
    if (saved === undefined) return startState(given, nowMs);
    if (given.version <= saved.definition.version) return saved;
    const next = takeVersion(saved, given, nowMs);
    row.write(next);
    return next;
  }

  function takeVersion(saved: SavedState, given: MonitorDefinition, nowMs: number): SavedState {
    const isMuted = mutedBy(given);
    for (const threshold of alarms.openThresholds()) alarms.end(threshold, { isMuted, nowMs });
    mark(saved, { kind: 'monitor', subject: given.name, nowMs }, [saved.definition, given]);
    if (given.watched === saved.definition.watched) {
      for (const key of [null, JUDGE]) alarms.tellAgain(key, { isMuted, nowMs });
      return { ...saved, definition: given };
    }
    for (const key of [null, JUDGE]) alarms.end(key, { isMuted, nowMs });
    const { counts, binWidth, startedMs, lastValueMs, known } = saved;
    const fresh = startState(given, nowMs);
    return {
      ...{ ...fresh, counts, binWidth, startedMs, lastValueMs, known },
      origin: counts.counted,
      run: { ...fresh.run, origin: counts.counted },
    };
  }

  function mark(
    { counts }: SavedState,
    { nowMs, ...what }: Pick<TimelineMark, 'kind' | 'subject'> & { nowMs: number },
    [before, after]: readonly ({ version: number } | undefined)[] = [],
  ): void {
    const versionOf = (one?: { version: number }) => (one ? `version ${one.version}` : null);
    const time = new Date(nowMs).toISOString();
    const versions = { before: versionOf(before), after: versionOf(after) };
    marks.add([{ at: counts.seen + 1, time, ...what, ...versions }]);
  }

  function thresholdsOf({ definition, startedMs }: SavedState, nowMs: number): ThresholdState[] {
    return (definition.content.thresholds ?? []).map((threshold) =>
      thresholdState(
        threshold,
        minutes.window(nowMs, threshold.windowMinutes),
        nowMs - startedMs >= threshold.windowMinutes * MINUTE_MS,
      ),
    );
  }

  function lookAtThresholds(state: SavedState, nowMs: number): void {
    const { definition, counts } = state;
    const at = { isMuted: mutedBy(definition), nowMs };
    for (const [index, threshold] of thresholdsOf(state, nowMs).entries()) {
      const key = `threshold-${index}`;
      const isOpen = alarms.isOpen(key);
      // A window that holds too little says neither.
      if (threshold.value === null || threshold.isCrossed === isOpen) continue;
      if (isOpen) alarms.end(key, at);
      else {
        const terms = { id: newId('alarm', nowMs), definition, place: counts.seen, nowMs };
        alarms.raise(thresholdAlarm(threshold, { ...terms, values: points.since(0) }), key, at);
      }
    }
  }

  function observe(
    given: MonitorDefinition,
    observations: readonly Observation[],
    nowMs: number,
  ): MonitorEvent[] {
    const opened = openState(given, nowMs);
    if (opened === undefined) return [];
    const fresh = points.unseen(observations);
    const state = takeObservations(opened, fresh, {
      ...parts,
      onAlarm(current, drift) {
        const { definition, counts, origin } = current;
        const id = newId('alarm', nowMs);
        const terms = { id, definition, place: counts.seen, nowMs };
        const alarm = driftAlarm(drift, points.since(origin + 1), terms);
        const told = current.anchors
          ? attributed(alarm, attributionOf(current.anchors, current.run))
          : alarm;
        alarms.raise(told, null, { isMuted: mutedBy(definition), nowMs });
        mark(current, { kind: 'alarm', subject: subjectOf(definition), nowMs });
        return alarm.after?.value ?? drift.baseline.value;
      },
      onRecovered(current) {
        alarms.end(null, { isMuted: mutedBy(current.definition), nowMs });
        mark(current, { kind: 'recovered', subject: subjectOf(current.definition), nowMs });
      },
      onLearned: (current) =>
        mark(current, { kind: 'baseline', subject: subjectOf(current.definition), nowMs }),
    });
    lookAtThresholds(state, nowMs);
    row.write(state);
    return alarms.events();
  }

  function stateOf(saved: SavedState | undefined, nowMs: number): MonitorState {
    if (saved === undefined) return EMPTY_STATE;
    const { definition, run: savedRun, counts, startedMs, lastValueMs } = saved;
    const run = createRun(definition, savedRun);
    return {
      status: run.status(),
      version: definition.version,
      baseline: run.baseline(),
      baselineLacks: run.lacks(),
      mean: run.mean(),
      evidence: run.evidence(),
      counts,
      thresholds: thresholdsOf(saved, nowMs),
      anchors: anchorsOf(saved),
      openAlarms: alarms.openCount(),
      lastValueAt: lastValueMs === null ? null : new Date(lastValueMs).toISOString(),
      startedAt: new Date(startedMs).toISOString(),
    };
  }

  function anchorsOf({ anchors, definition, run, counts }: SavedState): MonitorState['anchors'] {
    if (anchors?.key !== definition.anchorsKey || !anchors) return null;
    return anchorState(anchors, definition, { stream: run, counted: counts.counted });
  }

  return {
    ...createAnchorTurns({ row, alarms, marks, transactionSync, openState, mark }),

    observe: (given, observations, nowMs) =>
      transactionSync(() => observe(given, observations, nowMs)),

    check: (given, nowMs) => transactionSync(() => observe(given, [], nowMs)),

    told: (ids) => alarms.told(ids),

    state: (nowMs) => stateOf(row.read(), nowMs),

    timeline() {
      const saved = row.read();
      const baseline = saved && createRun(saved.definition, saved.run).baseline();
      return { points: bins.points(), marks: marks.list(), baseline: baseline ?? null };
    },

    alarms: (limit, before) => alarms.list(limit, before),

    findAlarm: (id) => alarms.find(id),

    acknowledge: (id, by, atMs) => alarms.acknowledge(id, by, atMs),

    reset: (baseline, nowMs) =>
      transactionSync(() => {
        const saved = row.read();
        if (saved === undefined) return [];
        const { definition, counts } = saved;
        const run = createRun(definition, saved.run);
        run.restart(baseline, counts.counted);
        for (const key of [null, JUDGE]) alarms.end(key, { isMuted: mutedBy(definition), nowMs });
        mark(saved, { kind: 'reset', subject: subjectOf(definition), nowMs });
        const anchors =
          saved.anchors && restartAnchors(saved.anchors, definition, { which: baseline, nowMs });
        row.write({ ...saved, run: run.save(), origin: counts.counted, anchors: anchors ?? null });
        return alarms.events();
      }),

    forget: (ids) =>
      transactionSync(() => {
        points.forget(ids);
        const saved = row.read();
        if (!saved?.anchors) return;
        const anchors = forgetAnchors(saved.anchors, new Set(ids));
        if (anchors !== saved.anchors) row.write({ ...saved, anchors });
      }),

    erase: (upTo) =>
      transactionSync(() => {
        emptyTables(sql);
        row.close(upTo);
      }),

    trial: (given, observations, nowMs) =>
      transactionSync(() => {
        emptyTables(sql);
        observe(given, observations, nowMs);
        const result = { state: stateOf(row.read(), nowMs), alarms: alarms.list(100) };
        emptyTables(sql);
        return result;
      }),
  };
}

function startState(definition: MonitorDefinition, nowMs: number): SavedState {
  return {
    definition,
    run: createRun(definition).save(),
    ...{ origin: 0, known: {}, binWidth: 1, startedMs: nowMs, lastValueMs: null },
    counts: { seen: 0, counted: 0, abstained: 0, errors: 0 },
  };
}

const EMPTY_STATE: MonitorState = {
  status: 'learning',
  ...{ version: null, baseline: null, baselineLacks: 0, mean: null, evidence: 0 },
  counts: { seen: 0, counted: 0, abstained: 0, errors: 0 },
  ...{ thresholds: [], anchors: null, openAlarms: 0, lastValueAt: null, startedAt: null },
};
