/**
 * The contract as plain interfaces, one file per subject, which the SDK publishes. The zod schemas in
 * this folder validate and describe the same shapes; `types.test.ts` fails if the two differ.
 */

export type * from './types/alert.ts';
export type * from './types/alignment.ts';
export type * from './types/api-key.ts';
export type * from './types/audit.ts';
export type * from './types/batch.ts';
export type * from './types/batch-comparison.ts';
export type * from './types/batch-gate.ts';
export type * from './types/batch-row.ts';
export type * from './types/calibration.ts';
export type * from './types/calibration-report.ts';
export type * from './types/compare.ts';
export type * from './types/content-part.ts';
export type * from './types/custom-scorer.ts';
export type * from './types/data-map.ts';
export type * from './types/data-settings.ts';
export type * from './types/dataset.ts';
export type * from './types/dataset-selection.ts';
export type * from './types/deletion.ts';
export type * from './types/encryption.ts';
export type * from './types/experiment.ts';
export type * from './types/export.ts';
export type * from './types/filters.ts';
export type * from './types/gateway.ts';
export type * from './types/guard.ts';
export type * from './types/guard-stream.ts';
export type * from './types/json.ts';
export type * from './types/judge-exchange.ts';
export type * from './types/label.ts';
export type * from './types/lineage.ts';
export type * from './types/log.ts';
export type * from './types/message.ts';
export type * from './types/overview.ts';
export type * from './types/page.ts';
export type * from './types/pipeline.ts';
export type * from './types/problem.ts';
export type * from './types/project.ts';
export type * from './types/prompt.ts';
export type * from './types/question.ts';
export type * from './types/receipt.ts';
export type * from './types/redaction.ts';
export type * from './types/retention.ts';
export type * from './types/review.ts';
export type * from './types/sample.ts';
export type * from './types/score.ts';
export type * from './types/score-calibration.ts';
export type * from './types/score-request.ts';
export type * from './types/scorer-info.ts';
export type * from './types/scorer-reference.ts';
export type * from './types/suite.ts';
export type * from './types/tool.ts';
export type * from './types/trace-rule.ts';
export type * from './types/verdict.ts';
export type * from './types/webhook.ts';
