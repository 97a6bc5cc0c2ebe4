import type {
  MonitorAlarm,
  MonitorContent,
  MonitorState,
  MonitorTimeline,
} from '@assay/schema/types.ts';
import type { Baseline } from '../statistics/drift/baseline.ts';
import type { AnchorDraw, AnchorSet, AnchorTurn } from './anchor-turn.ts';

/** A version of a monitor, with all that its writer needs to know of it. */
export interface MonitorDefinition {
  name: string;
  version: number;
  content: MonitorContent;
  /** What a stored batch or time range came to; absent if the baseline is learned, given, or not asked for. */
  baseline?: Baseline;
  /** Differs if what was observed under another version says nothing of this one. */
  watched: string;
  /** Differs if anchors that were judged say nothing of this version; absent without anchors. */
  anchorsKey?: string;
}

/** What is to be done about anchors now. */
export type AnchorWork =
  /** Nothing: there are none, or others are at it. */
  | { kind: 'nothing' }
  /** Say which they are. */
  | { kind: 'unknown' }
  | { kind: 'turns'; turns: AnchorTurn[] };

/** What a monitor is told of a verdict. */
export interface Observation {
  /** Of the verdict: it is counted once. */
  id: string;
  atMs: number;
  /** From 0 to 1; null without a score. */
  value: number | null;
  outcome: 'passed' | 'failed' | 'undecided' | 'abstained' | 'error';
  /** In US dollars. */
  costUsd: number;
  latencyMs: number;
  /** What it can be told apart by, such as `release`. */
  slices: Record<string, string>;
  /** What decided it, such as `judge model of faithfulness`. */
  versions: Record<string, string>;
  /** Values of its scores by name. */
  scores: Record<string, number>;
}

/** Something that others are to be told of, until they were. */
export interface MonitorEvent {
  id: number;
  /** `stands`: open under a newer version of the monitor too, whose alert may have ended with the one before. */
  kind: 'raised' | 'stands' | 'over';
  /** `drift`, or which threshold: one alarm of a subject is open at a time. */
  subject: string;
  alarm: MonitorAlarm;
  /** Whether the alarm is only recorded. */
  isMuted: boolean;
  atMs: number;
}

/** The one writer of a monitor. */
export interface MonitorWriter {
  /**
   * Takes observations in their order, each id once: all of them, or none. A version that is newer than
   * the last takes its place first; one that is older is not looked at.
   *
   * @returns the events that nobody was told of
   */
  observe(
    definition: MonitorDefinition,
    observations: readonly Observation[],
    nowMs: number,
  ): MonitorEvent[];
  /** Looks at the windows of thresholds, which time alone can cross. */
  check(definition: MonitorDefinition, nowMs: number): MonitorEvent[];
  /** What anchors are to be judged now, and keeps others from it for some minutes. */
  anchorWork(definition: MonitorDefinition, at: { nowMs: number; limit: number }): AnchorWork;
  /** Starts with anchors, unless it has. */
  startAnchors(definition: MonitorDefinition, anchors: AnchorSet, nowMs: number): void;
  /**
   * Takes what judging anchors came to, each turn once.
   *
   * @returns the events that nobody was told of
   */
  takeAnchors(
    definition: MonitorDefinition,
    draws: readonly AnchorDraw[],
    nowMs: number,
  ): MonitorEvent[];
  /** Notes why anchors could not be judged. */
  failAnchors(
    definition: MonitorDefinition,
    failed: { turns: readonly AnchorTurn[]; fault: string },
    nowMs: number,
  ): void;
  /** Forgets events that others were told of. */
  told(ids: readonly number[]): void;
  state(nowMs: number): MonitorState;
  timeline(): MonitorTimeline;
  /** Newest first, those before an id. */
  alarms(limit: number, before?: string): MonitorAlarm[];
  /** @returns null if there is no such alarm */
  findAlarm(id: string): MonitorAlarm | null;
  /** @returns null if there is no such alarm */
  acknowledge(id: string, by: string, atMs: number): MonitorAlarm | null;
  /** Ends the alarms and starts the detector again. */
  reset(baseline: 'keep' | 'learn', nowMs: number): MonitorEvent[];
  /** Forgets which verdicts some observations were of, and those that were frozen as anchors. */
  forget(ids: readonly string[]): void;
  /** Removes everything. From then on only versions above `upTo` are taken. */
  erase(upTo: number): void;
  /** What observations would come to. Nothing of it stays. */
  trial(
    definition: MonitorDefinition,
    observations: readonly Observation[],
    nowMs: number,
  ): { state: MonitorState; alarms: MonitorAlarm[] };
}

type Remote<Methods> = {
  [Name in keyof Methods]: Methods[Name] extends (...args: infer Args) => infer Value
    ? (...args: Args) => Promise<Value>
    : never;
};

/** A monitor's writer, kept by its Durable Object. */
export type RemoteMonitor = Remote<MonitorWriter>;

/** The part of a binding of Durable Objects that is used. */
export interface MonitorNamespace {
  getByName(name: string): RemoteMonitor;
}
