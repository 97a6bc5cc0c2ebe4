import { ALERTS } from './alerts.ts';
import { AUDIT } from './audit.ts';
import { BATCH_RESULTS } from './batch-results.ts';
import { BATCH_ROWS } from './batch-rows.ts';
import { BATCHES } from './batches.ts';
import { CALIBRATIONS } from './calibrations.ts';
import { COMPARE } from './compare.ts';
import { CUSTOM_SCORERS } from './custom-scorers.ts';
import { DATASET_UPLOADS } from './dataset-uploads.ts';
import { DATASETS } from './datasets.ts';
import { DELETIONS } from './deletions.ts';
import { ENCRYPTION } from './encryption.ts';
import { EVALUATION_EXPORT } from './evaluation-export.ts';
import { EXPERIMENTS } from './experiments.ts';
import { GATEWAY } from './gateway.ts';
import { GUARD } from './guard.ts';
import { GUARD_GATEWAYS } from './guard-gateways.ts';
import { HEALTH } from './health.ts';
import { KEYS } from './keys.ts';
import { LABELS } from './labels.ts';
import { LOG } from './log.ts';
import { LOG_FILES } from './log-files.ts';
import { MONITORS } from './monitors.ts';
import type {
  DocumentedOpenRoute,
  DocumentedOperation,
  OpenRoute,
  Operation,
} from './operation.ts';
import { PIPELINES } from './pipelines.ts';
import { PROBES } from './probes.ts';
import { PROJECT } from './project.ts';
import { QUESTIONS } from './questions.ts';
import { QUEUES } from './queues.ts';
import { RECORDS, SIGNING_KEYS } from './records.ts';
import { RETENTION } from './retention.ts';
import { REVIEWS } from './reviews.ts';
import { SCHEDULES } from './schedules.ts';
import { SCORE } from './score.ts';
import { SCORERS } from './scorers.ts';
import { SUITES } from './suites.ts';
import { TRACE_RULES } from './trace-rules.ts';
import { TRANSFER } from './transfer.ts';
import { VERDICTS } from './verdicts.ts';
import { WEBHOOKS } from './webhooks.ts';

/** Every operation, in the order an agent needs the tools. A new group is a line here. */
const DEFINED = [
  ...SCORERS,
  SCORE,
  ...GUARD,
  ...GUARD_GATEWAYS,
  ...GATEWAY,
  ...COMPARE,
  ...CUSTOM_SCORERS,
  ...VERDICTS,
  ...RECORDS,
  ...LOG,
  ...BATCHES,
  ...BATCH_RESULTS,
  ...BATCH_ROWS,
  ...WEBHOOKS,
  ...EXPERIMENTS,
  ...PROBES,
  ...SUITES,
  ...PIPELINES,
  ...TRACE_RULES,
  ...MONITORS,
  ...EVALUATION_EXPORT,
  ...ALERTS,
  ...SCHEDULES,
  ...DATASETS,
  ...DATASET_UPLOADS,
  ...QUESTIONS,
  ...LABELS,
  ...QUEUES,
  ...REVIEWS,
  ...CALIBRATIONS,
  ...KEYS,
  ...PROJECT,
  ...ENCRYPTION,
  ...RETENTION,
  ...AUDIT,
  ...DELETIONS,
  ...TRANSFER,
] as const;

export type Defined = (typeof DEFINED)[number];

/** With what the OpenAPI document and the list of tools say of them. */
export const DOCUMENTED_OPERATIONS: readonly DocumentedOperation[] = DEFINED;

export const OPERATIONS: readonly Operation[] = DEFINED;

/** Whatever has a route of the documentation. */
export const DOCUMENTED_ROUTES: readonly (DocumentedOperation | DocumentedOpenRoute)[] = [
  ...DOCUMENTED_OPERATIONS,
  ...SIGNING_KEYS,
  ...LOG_FILES,
  ...HEALTH,
];

export const ROUTES: readonly (Operation | OpenRoute)[] = DOCUMENTED_ROUTES;
