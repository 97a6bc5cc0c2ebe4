import type { Log } from '../../core/log.ts';
import type { BatchStore } from '../../store/batches.ts';
import type { DeletionStore } from '../../store/deletions.ts';
import type { BatchErasure } from '../../store/erase-batch-samples.ts';
import type { ContentErasure } from '../../store/erase-contents.ts';
import type { ExperimentErasure } from '../../store/erase-experiments.ts';
import type { JudgeAnswerErasure } from '../../store/erase-judge-answers.ts';
import type { LabelErasure } from '../../store/erase-labels.ts';
import type { ProjectErasure } from '../../store/erase-project.ts';
import type { TraceErasure } from '../../store/erase-traces.ts';
import type { DeletionJob } from '../../store/erased-count.ts';
import type { ExperimentStore } from '../../store/experiments.ts';
import type { ItemStore } from '../../store/items.ts';
import type { LoggedVerdicts } from '../../store/logged-verdicts.ts';
import type { MonitorWriters } from '../../store/monitor-writers.ts';
import type { MonitorStore } from '../../store/monitors.ts';
import type { ProjectLogs } from '../../store/project-logs.ts';
import type { ProjectStore } from '../../store/projects.ts';
import type { TraceStore } from '../../store/traces.ts';
import type { VerdictStore } from '../../store/verdicts.ts';
import type { SigningKeys } from '../records/signing-keys.ts';

export interface DeletionNeeds {
  deletions: DeletionStore;
  projects: ProjectStore;
  verdicts: VerdictStore;
  loggedVerdicts: LoggedVerdicts;
  batches: BatchStore;
  experiments: ExperimentStore;
  items: Pick<ItemStore, 'page'>;
  traces: TraceStore;
  projectLogs: ProjectLogs;
  monitors: MonitorStore;
  monitorWriters: MonitorWriters;
  erasure: Erasure;
  signingKeys: SigningKeys | undefined;
  nowMs(): number;
  log: Log;
}

/** What finds and erases copies of samples. */
export interface Erasure {
  labels: LabelErasure;
  batches: BatchErasure;
  experiments: ExperimentErasure;
  contents: ContentErasure;
  judgeAnswers: JudgeAnswerErasure;
  project: ProjectErasure;
  traces: TraceErasure;
}

/** A value of metadata that is searched for. */
export interface MetadataTarget {
  key: string;
  value: string;
}

/** What is searched for. */
export type Target =
  | { kind: 'verdicts'; verdictIds: string[] }
  | ({ kind: 'metadata' } & MetadataTarget)
  | { kind: 'project' };

/** A deletion while it runs. */
export interface RunningDeletion extends DeletionJob {
  keyId: string;
  createdAtMs: number;
}

/** What a step came to. */
export type StepOutcome =
  | { status: 'more'; cursor: string }
  | { status: 'done' }
  /** It must wait for something to end, and is tried again later. */
  | { status: 'waits'; cursor: string | null };

/** A part of a deletion. A run may stop before or after it, and it may run twice. */
export interface Phase<Given> {
  name: string;
  step(
    deletion: RunningDeletion,
    target: Given,
    cursor: string | null,
    needs: DeletionNeeds,
  ): Promise<StepOutcome>;
}

export const DONE: StepOutcome = { status: 'done' };
