import type { ScorerReference } from './scorer-reference.ts';
import type { VerdictMetadata } from './verdict.ts';

/** Which verdicts a monitor watches; all that is given must hold. */
export interface MonitorFilter {
  /** Name of the rule for live traces that scored it. */
  rule?: string;
  /** Name of its suite. */
  suite?: string;
  /** Name of the gateway's pipeline that the answer came through. */
  pipeline?: string;
  /** Name of the data set of its batch. */
  dataset?: string;
  /** Name of the guard policy that decided. */
  policy?: string;
  /** Tags that it must all have. */
  tags?: string[];
  /** Keys and values that it must all have. */
  metadata?: VerdictMetadata;
}

export type MonitorMeasure = 'value' | 'passed';

export type MonitorDirection = 'decrease' | 'increase' | 'both';

/** What the mean was while all was well. */
export type MonitorBaseline =
  | { mean: number }
  | { first: number }
  | { batch: string }
  | { from: string; to: string };

export type ThresholdMeasure =
  | 'pass_rate'
  | 'mean'
  | 'error_rate'
  | 'abstention_rate'
  | 'cost'
  | 'latency_p95'
  | 'count';

export type MonitorSeverity = 'info' | 'warning' | 'error' | 'critical';

/** A figure over the last minutes that must not be crossed. */
export interface MonitorThreshold {
  measure: ThresholdMeasure;
  above?: number;
  below?: number;
  /** Length of the window, 5 to 10,080. */
  windowMinutes: number;
  /** Verdicts that the window must hold before it counts. Defaults to 20; `cost` and `count` need none. */
  minimumCount?: number;
  severity?: MonitorSeverity;
}

/** Which stored verdicts are frozen as anchors: the newest that `where` matches, of a time, of a batch, or by their ids. */
export type MonitorAnchorVerdicts =
  | { ids: string[] }
  | { batch: string }
  | { from?: string; to?: string };

/** Samples that are judged again and again, to tell drift of the judge from drift of what it judges. */
export interface MonitorAnchors {
  /** `name` for the version that is newest when it starts, or `name@3`. Needed without `verdicts`. */
  dataset?: string;
  /**
   * Stored verdicts that are frozen when the monitor starts: their samples are judged again, and compared
   * with what the judge said then. `{}` is the newest that the monitor watches.
   */
  verdicts?: MonitorAnchorVerdicts;
  /** Suite that judges them. Without `suite` and `scorers`, that of the monitor's `where`, or of its rule. */
  suite?: string;
  scorers?: ScorerReference[];
  /** One anchor is judged after so many values. Defaults to 20. */
  every?: number;
  /** The most anchors that are used, 10 to 1,000. Defaults to 600. */
  limit?: number;
  /** With `dataset`: question whose labels are what the judge is compared with; its own first scores if omitted. */
  labels?: string;
}

export interface MonitorContent {
  /** `live`: verdicts that are stored one by one. `batches`: results of batches once they end. */
  source?: 'live' | 'batches';
  where?: MonitorFilter;
  /** Name of a score; the verdict itself if omitted. */
  scorer?: string;
  measure?: MonitorMeasure;
  baseline?: MonitorBaseline;
  /** Values that pass on average until a false alarm, at least. Defaults to 10,000. */
  targetRunLength?: number;
  /** The smallest change of the mean worth an alarm. Defaults to 0.05. */
  smallestEffect?: number;
  direction?: MonitorDirection;
  thresholds?: MonitorThreshold[];
  anchors?: MonitorAnchors;
  /** Keys of metadata that an alarm may name as its cause. */
  slices?: string[];
  severity?: MonitorSeverity;
  /** Whether alarms are only recorded. Defaults to false. */
  isMuted?: boolean;
  /** Whether verdicts are watched. Defaults to true. */
  isEnabled?: boolean;
}

export interface MonitorVersionInput extends MonitorContent {
  description?: string;
}

export interface MonitorInput extends MonitorVersionInput {
  name: string;
}

/** A named, versioned monitor of a project. */
export interface Monitor extends MonitorContent {
  name: string;
  version: number;
  description: string;
  fingerprint: string;
  createdAt: string;
}

/** `learning`: the baseline is not complete. `alarm`: it has moved, and is not back yet. */
export type MonitorStatus = 'learning' | 'watching' | 'alarm' | 'off';

/** A mean with limits, from `count` values. */
export interface MonitorMean {
  value: number;
  low: number;
  high: number;
  count: number;
}

/** A threshold, and what its window holds. */
export interface ThresholdState extends MonitorThreshold {
  /** Null if the window holds too little. */
  value: number | null;
  count: number;
  isCrossed: boolean;
}

/** Who moved. `undecided` while anchors are awaited, and where they do not tell. */
export type WhoMoved = 'none' | 'application' | 'judge' | 'both' | 'undecided';

/** A number with its interval. */
export interface MonitorInterval {
  value: number;
  low: number;
  high: number;
}

/** What is known of who moved. */
export interface MonitorAttribution {
  moved: WhoMoved;
  /** How many more anchors are to be judged first. */
  awaited: number;
  /** How far the judge's scores moved on the anchors. */
  judge: MonitorInterval | null;
  /** How far the stream moved beyond that. */
  application: MonitorInterval | null;
  /** Why nobody is blamed where it is `undecided`, and what to do; null otherwise. */
  reason: string | null;
}

/** What the anchors of a monitor say. */
export interface AnchorState extends MonitorAttribution {
  /** Name and version; null for frozen verdicts. */
  dataset: string | null;
  /** How many there are; one whose sample was deleted is none. */
  anchors: number;
  /** `references`: what the judge says of each is learned. `baseline`: how far it is off. */
  status: 'references' | 'baseline' | 'watching' | 'alarm';
  /** How often an anchor is still to be judged before they are watched. */
  lacks: number;
  judged: number;
  failed: number;
  costUsd: number;
  /** Of all that the monitor saw judged, the share that were anchors. */
  share: number | null;
  /** How much speaks for a move of the judge: an alarm is raised at 1. */
  evidence: number;
  lastAt: string | null;
  /** Why they could not be judged the last time. */
  fault: string | null;
}

/** What a monitor knows. */
export interface MonitorState {
  status: MonitorStatus;
  /** Version of the monitor that it is about. */
  version: number | null;
  /** Null while it is learned, and without one. */
  baseline: MonitorMean | null;
  /** Values that the baseline still lacks; 0 if none. */
  baselineLacks: number;
  /** The mean since the last start, alarm or recovery; the limits hold at all times at once, 95 times in 100. */
  mean: MonitorMean | null;
  /** How much speaks for a change: an alarm is raised at 1. */
  evidence: number;
  counts: { seen: number; counted: number; abstained: number; errors: number };
  thresholds: ThresholdState[];
  /** Null without anchors, and before the first of them is judged. */
  anchors: AnchorState | null;
  /** The alarms that are not over. */
  openAlarms: number;
  lastValueAt: string | null;
  startedAt: string | null;
}

/** A monitor with what it knows. */
export interface MonitorReport extends Monitor {
  state: MonitorState;
}

/** Some values that followed each other. */
export interface TimelinePoint {
  /** Place of the last of them, from 1. */
  at: number;
  from: string;
  to: string;
  count: number;
  /** Mean of these values; null if there are none. */
  value: number | null;
  /** Mean since the last start, alarm or recovery, with its confidence sequence. */
  mean: number | null;
  low: number | null;
  high: number | null;
  /** The most that spoke for a change: an alarm is raised at 1. */
  evidence: number;
  abstained: number;
  errors: number;
}

/** Something that changed on the way. */
export interface TimelineMark {
  /** Place of the first value after it, from 1. */
  at: number;
  time: string;
  kind: 'version' | 'fingerprint' | 'monitor' | 'alarm' | 'recovered' | 'reset' | 'baseline';
  /** What changed, such as `judge model of faithfulness` or `release`. */
  subject: string;
  before: string | null;
  after: string | null;
}

export interface MonitorTimeline {
  points: TimelinePoint[];
  marks: TimelineMark[];
  baseline: MonitorMean | null;
}

/** What explains a part of an alarm. */
export interface AlarmCause {
  /** `scorer`, `slice` or `version`. */
  kind: 'scorer' | 'slice' | 'version';
  /** Such as `release`, or the name of a score. */
  name: string;
  value: string | null;
  before: number | null;
  after: number;
  /** Values that have it since the change. */
  count: number;
  /** Share of the whole change that it accounts for; null if it has no such share. */
  share: number | null;
}

/** A monitor's alarm. */
export interface MonitorAlarm {
  id: string;
  monitor: string;
  version: number;
  /** `judge`: the judge moved on the anchors. */
  kind: 'drift' | 'threshold' | 'judge';
  severity: MonitorSeverity;
  status: 'open' | 'over';
  title: string;
  summary: string;
  raisedAt: string;
  /** Since about when; null for a threshold. */
  since: string | null;
  /** The change lies between these, 95 times in 100. */
  sinceEarliest: string | null;
  sinceLatest: string | null;
  /** Place of the value that raised it, and of the first that it is about, from 1. */
  at: number;
  changeAt: number | null;
  direction: 'decrease' | 'increase' | null;
  before: MonitorMean | null;
  after: MonitorMean | null;
  /** The change of the mean with its limits. */
  effect: { value: number; low: number; high: number } | null;
  threshold: ThresholdState | null;
  /** Who moved, as the anchors say; null without anchors. */
  attribution: MonitorAttribution | null;
  causes: AlarmCause[];
  /** Verdicts that show it best. */
  examples: { id: string; value: number | null }[];
  overAt: string | null;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
}

export interface MonitorResetInput {
  /** `keep`: watch for a change from the same mean. `learn`: what comes now is the new baseline. */
  baseline?: 'keep' | 'learn';
}

/** What a monitor would have said of verdicts that are stored. */
export interface MonitorPreview {
  /** Verdicts that were looked at, and those that match. */
  looked: number;
  matched: number;
  state: MonitorState;
  alarms: MonitorAlarm[];
}

/** What moved in the last days, over all monitors. */
export interface MonitorSummary {
  from: string;
  to: string;
  monitors: number;
  /** For people, in a few sentences. */
  summary: string;
  alarms: MonitorAlarm[];
  /** The means that moved the most, worst first. */
  moves: MonitorMove[];
  /** Pages of the monitors that are named, if the project says where its dashboard is. */
  links: { title: string; url: string }[];
}

export interface MonitorMove {
  monitor: string;
  status: MonitorStatus;
  before: MonitorMean;
  after: MonitorMean;
  change: number;
  isWorse: boolean;
}

/** A monitor to try out, and on what. */
export interface MonitorPreviewInput {
  monitor: MonitorVersionInput;
  /** Results of a batch, instead of stored verdicts. */
  batch?: string;
  from?: string;
  to?: string;
}

export interface MonitorSummaryQuery {
  /** How many days to look back, 1 to 365. Defaults to 7. */
  days?: number;
}
