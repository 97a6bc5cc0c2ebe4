import type { Config } from '../core/config.ts';
import type { Env } from '../core/env.ts';
import type { ChannelNeeds } from '../features/alerts/channels.ts';
import type { CheckHealthNeeds } from '../features/alerts/check-health.ts';
import type { DeliverAlertNeeds } from '../features/alerts/deliver-alert.ts';
import type { FindAlertNeeds } from '../features/alerts/find-alerts.ts';
import type { RaiseAlertNeeds } from '../features/alerts/raise-alert.ts';
import type { BindingCallers } from '../features/auth/binding-caller.ts';
import type { Keyring } from '../features/auth/keyring.ts';
import type { KeyNeeds } from '../features/auth/manage-keys.ts';
import type { RateLimitNeeds } from '../features/auth/rate-limit.ts';
import type { CompareBatchNeeds } from '../features/batches/compare-batches.ts';
import type { ControlBatchNeeds } from '../features/batches/control-batch.ts';
import type { CreateBatchNeeds } from '../features/batches/create-batch.ts';
import type { RowNeeds } from '../features/batches/find-rows.ts';
import type { LogOlderNeeds } from '../features/batches/log-older-results.ts';
import type { ScoreRangeNeeds } from '../features/batches/score-range.ts';
import type { ItemNeeds } from '../features/batches/stream-items.ts';
import type { SweepNeeds } from '../features/batches/sweep.ts';
import type { CreateAlignmentNeeds } from '../features/calibrations/alignment/create-alignment.ts';
import type { CreateCalibrationNeeds } from '../features/calibrations/create-calibration.ts';
import type { EncryptionNeeds } from '../features/data-control/encryption.ts';
import type { DataMapNeeds } from '../features/data-map/data-map.ts';
import type { CreateDatasetNeeds } from '../features/datasets/create-dataset.ts';
import type { DeleteDatasetNeeds } from '../features/datasets/delete-dataset.ts';
import type { ReadItemNeeds } from '../features/datasets/read-items.ts';
import type { DeletionNeeds } from '../features/erasure/deletion-needs.ts';
import type { DeliverEvaluationNeeds } from '../features/evaluation-export/deliver-evaluations.ts';
import type { QueueEvaluationNeeds } from '../features/evaluation-export/queue-evaluations.ts';
import type { EvaluationSettingsNeeds } from '../features/evaluation-export/settings.ts';
import type { AdvanceNeeds } from '../features/experiments/advance.ts';
import type { ControlExperimentNeeds } from '../features/experiments/control-experiment.ts';
import type { CreateExperimentNeeds } from '../features/experiments/create-experiment.ts';
import type { StepNeeds } from '../features/gateway/pipeline-steps.ts';
import type { PipelineNeeds } from '../features/gateway/pipelines/pipelines.ts';
import type { PreviewRouteNeeds } from '../features/gateway/route/preview-route.ts';
import type { GatewayNeeds } from '../features/gateway/run.ts';
import type { GuardNeeds } from '../features/guard/guard.ts';
import type { PolicyNeeds } from '../features/guard/policies.ts';
import type { OnceNeeds } from '../features/idempotency/answer-once.ts';
import type { Judging } from '../features/judging/judging-context.ts';
import type { WatchNeeds } from '../features/monitors/watch-monitors.ts';
import type { JudgeModelNeeds } from '../features/overview/judge-models.ts';
import type { OverviewNeeds } from '../features/overview/overview.ts';
import type { RecordActNeeds } from '../features/records/audit/record-act.ts';
import type { RecordReadingNeeds } from '../features/records/audit/record-reading.ts';
import type { SweepIntentNeeds } from '../features/records/audit/sweep-intents.ts';
import type { LineageNeeds } from '../features/records/lineage.ts';
import type { LogNeeds } from '../features/records/read-log.ts';
import type { ReceiptNeeds } from '../features/records/receipt.ts';
import type { SealNeeds } from '../features/records/seal.ts';
import type { UnloggedNeeds } from '../features/records/unlogged.ts';
import type { EnforceNeeds } from '../features/retention/enforce-retention.ts';
import type { AgreementNeeds } from '../features/reviews/agreement-report.ts';
import type { QuestionFromScorerNeeds } from '../features/reviews/question-from-scorer.ts';
import type { QueueNeeds } from '../features/reviews/queues.ts';
import type { ReviewNeeds } from '../features/reviews/review-items.ts';
import type { TakeLabelNeeds } from '../features/reviews/take-labels.ts';
import type { RunScheduleNeeds } from '../features/schedules/run-schedules.ts';
import type { CompareNeeds } from '../features/scoring/compare.ts';
import type { CustomScorerNeeds } from '../features/scoring/custom-scorers.ts';
import type { FindScorerNeeds } from '../features/scoring/find-scorers.ts';
import type { VerdictNeeds } from '../features/scoring/find-verdicts.ts';
import type { ReadScoringNeeds } from '../features/scoring/read-scoring.ts';
import type { ScoringNeeds } from '../features/scoring/score-samples.ts';
import type { SuiteNeeds } from '../features/scoring/suites.ts';
import type { FollowRuleNeeds } from '../features/traces/follow-rule.ts';
import type { PreviewRuleNeeds } from '../features/traces/preview-rule.ts';
import type { ScoreTracesNeeds } from '../features/traces/score-traces.ts';
import type { SweepTracesNeeds } from '../features/traces/sweep-traces.ts';
import type { TakeExportNeeds } from '../features/traces/take-export.ts';
import type { ExportNeeds } from '../features/transfer/export-project.ts';
import type { ImportNeeds } from '../features/transfer/import-project.ts';
import type { DeliverNeeds } from '../features/webhooks/deliver.ts';
import type { MigrationStore } from '../store/migrations.ts';

/** Services that the entry points use directly. */
interface EntryNeeds {
  config: Config;
  keyring: Keyring;
  bindingCallers: BindingCallers;
  judging: Judging;
  migrations: MigrationStore;
}

/** The services of every entry point: its own needs, and those of each feature behind it. */
export type AppServices = EntryNeeds &
  KeyNeeds &
  RateLimitNeeds &
  FindScorerNeeds &
  ReadScoringNeeds &
  CustomScorerNeeds &
  SuiteNeeds &
  ScoringNeeds &
  GuardNeeds &
  GatewayNeeds &
  AdvanceNeeds &
  CreateExperimentNeeds &
  ControlExperimentNeeds &
  StepNeeds &
  PolicyNeeds &
  PipelineNeeds &
  PreviewRouteNeeds &
  CompareNeeds &
  VerdictNeeds &
  ReceiptNeeds &
  LineageNeeds &
  SealNeeds &
  LogNeeds &
  UnloggedNeeds &
  EnforceNeeds &
  DataMapNeeds &
  RecordActNeeds &
  RecordReadingNeeds &
  SweepIntentNeeds &
  DeletionNeeds &
  ExportNeeds &
  ImportNeeds &
  DeliverNeeds &
  RaiseAlertNeeds &
  FindAlertNeeds &
  ChannelNeeds &
  RunScheduleNeeds &
  CheckHealthNeeds &
  DeliverAlertNeeds &
  OnceNeeds &
  CompareBatchNeeds &
  ItemNeeds &
  RowNeeds &
  OverviewNeeds &
  JudgeModelNeeds &
  SweepNeeds &
  LogOlderNeeds &
  ScoreRangeNeeds &
  CreateDatasetNeeds &
  ReadItemNeeds &
  DeleteDatasetNeeds &
  CreateBatchNeeds &
  QuestionFromScorerNeeds &
  TakeLabelNeeds &
  QueueNeeds &
  ReviewNeeds &
  AgreementNeeds &
  ControlBatchNeeds &
  CreateCalibrationNeeds &
  CreateAlignmentNeeds &
  TakeExportNeeds &
  FollowRuleNeeds &
  EvaluationSettingsNeeds &
  QueueEvaluationNeeds &
  DeliverEvaluationNeeds &
  PreviewRuleNeeds &
  ScoreTracesNeeds &
  SweepTracesNeeds &
  WatchNeeds &
  EncryptionNeeds;

/** The services of an isolate, built before its first request. */
export type ServicesFor = (env: Env) => AppServices;
