export type { AssayBinding, BindingProps } from '@assay/schema/binding.ts';
export type * from '@assay/schema/types.ts';
export { ApiPromise, type WithResponse } from './api-promise.ts';
export { Assay } from './client.ts';
export {
  AssayError,
  type AssayErrorDetails,
  AuthenticationError,
  ConflictError,
  ConnectionError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  TimeoutError,
  ValidationError,
} from './errors.ts';
export { GuardBlockedError } from './guard-blocked-error.ts';
export { type GuardedStream, type GuardStreamOptions, guardStream } from './guard-stream.ts';
export type { AssayOptions, RequestOptions } from './options.ts';
export { Page, PagePromise } from './page.ts';
export type { PollOptions } from './poll.ts';
export type { Audit } from './resources/audit.ts';
export type { Batches, WaitOptions } from './resources/batches.ts';
export type { Calibrations } from './resources/calibrations.ts';
export type { Datasets } from './resources/datasets.ts';
export type { Deletions } from './resources/deletions.ts';
export type { EvaluationExport } from './resources/evaluation-export.ts';
export type { Experiments, ExperimentWaitOptions } from './resources/experiments.ts';
export type { Guarding, GuardPolicies } from './resources/guard.ts';
export type { Keys } from './resources/keys.ts';
export type { Labels } from './resources/labels.ts';
export type { Monitors } from './resources/monitors.ts';
export type { Pipelines } from './resources/pipelines.ts';
export type { Probes, ProbeWaitOptions } from './resources/probes.ts';
export type { Project } from './resources/project.ts';
export type { ItemSource, PushOptions } from './resources/push-items.ts';
export type { Questions } from './resources/questions.ts';
export type { Queues } from './resources/queues.ts';
export type { Reviews } from './resources/reviews.ts';
export type { Rules } from './resources/rules.ts';
export type { ScoreEvent, Scoring } from './resources/score.ts';
export type { Scorers } from './resources/scorers.ts';
export type { AppendOptions, CreateOptions } from './resources/send-samples.ts';
export type { Suites } from './resources/suites.ts';
export type { Verdicts } from './resources/verdicts.ts';
export type { Webhooks } from './resources/webhooks.ts';
export type { SampleSource, Source } from './samples.ts';
export type { JudgeDials, ScorerParams } from './scorer-params.ts';
export type {
  OwnParams,
  ParamsOf,
  ScorerName,
  ScorerReference,
  ScorerSettings,
} from './scorer-reference.ts';
export type {
  Alignment,
  AlignmentResult,
  Batch,
  BatchOptions,
  BatchReport,
  CalibrationInput,
  CompareRequest,
  CustomScorerInput,
  CustomScorerTrial,
  CustomScorerVersionInput,
  ProbeInput,
  PromptRequest,
  ScoreManyRequest,
  ScoreOneRequest,
  ScoreRequest,
  Suite,
  SuiteInput,
  SuitePreview,
  SuiteVersionInput,
} from './types.ts';
