import type { GateOutcome } from './batch.ts';
import type { BatchGateRequest } from './batch-gate.ts';
import type { DatasetSelection } from './dataset-selection.ts';
import type { ExperimentInput } from './experiment.ts';
import type { ScorerReference } from './scorer-reference.ts';

/** A batch over a data set. */
export interface ScheduledBatch {
  kind: 'batch';
  dataset: DatasetSelection;
  /** Name of a suite (`name` or `name@version`), or scorers. */
  suite?: string;
  scorers?: ScorerReference[];
  tags?: string[];
  /** Evaluated when the batch has ended; `base` defaults to the run before. */
  gate?: Omit<BatchGateRequest, 'base' | 'allowMissingBase' | 'allowFailedBase'>;
}

/** A calibration of a judge against the labels of a data set. */
export interface ScheduledCalibration {
  kind: 'calibration';
  scorer: ScorerReference;
  /** `name` for the newest version, or `name@3`. */
  dataset: string;
  question?: string;
  /** Least agreement with people, 0 to 1. It fails if the whole interval is below. */
  minAgreement?: number;
}

/** An experiment over a data set, compared with the run before. */
export interface ScheduledExperiment {
  kind: 'experiment';
  experiment: ExperimentOverDataset;
  /** Most that the share of answers that pass may fall from the run before, 0 to 1, for any variant. */
  maxRegression?: number;
}

/** An experiment whose samples are the items of a data set. */
export interface ExperimentOverDataset extends Omit<ExperimentInput, 'samples' | 'webhook'> {
  dataset: DatasetSelection;
}

export type ScheduledRun = ScheduledBatch | ScheduledCalibration | ScheduledExperiment;

export interface ScheduleContent {
  description?: string;
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  cron: string;
  /** IANA name. Defaults to `UTC`. */
  timeZone?: string;
  run: ScheduledRun;
  /** How severe the alert of a failed run or gate is; `none` for no alert. Defaults to `error`. */
  alert?: 'none' | 'warning' | 'error' | 'critical';
}

export interface ScheduleInput extends ScheduleContent {
  name: string;
}

/** What a project runs every so often. */
export interface Schedule extends ScheduleContent {
  name: string;
  isPaused: boolean;
  /** The next times that it is due. */
  next: string[];
  /** The newest run; null before the first. */
  lastRun: ScheduleRun | null;
  createdAt: string;
  updatedAt: string;
}

export interface ScheduleRun {
  id: string;
  schedule: string;
  trigger: 'due' | 'manual';
  dueAt: string;
  /** Times that it was due in vain before, while nothing ran. */
  missed: number;
  kind: ScheduledRun['kind'];
  status: 'waiting' | 'running' | 'completed' | 'failed';
  /** Id of the batch, calibration or experiment that it made. */
  made: string | null;
  /** Page of the dashboard that shows it. */
  path: string | null;
  outcome: GateOutcome | null;
  reasons: string[];
  createdAt: string;
  endedAt: string | null;
}
