import type { Database } from './store/database.ts';
import { onFirstUse } from './store/on-first-use.ts';

/** The stores that scoring one sample does without, each loaded by its first use. */
export function createLaterStores(database: Database, rangesInQueue: number) {
  return {
    traceRules: onFirstUse(() =>
      import('./store/trace-rules.ts').then((store) => store.createTraceRuleStore(database)),
    ),
    traces: onFirstUse(() =>
      import('./store/traces.ts').then((store) => store.createTraceStore(database)),
    ),
    ruleVerdicts: onFirstUse(() =>
      import('./store/rule-verdicts.ts').then((store) => store.createRuleVerdictStore(database)),
    ),
    sessionTraces: onFirstUse(() =>
      import('./store/session-traces.ts').then((store) => store.createSessionTraceStore(database)),
    ),
    monitors: onFirstUse(() =>
      import('./store/monitors.ts').then((store) => store.createMonitorStore(database)),
    ),
    monitorOutbox: onFirstUse(() =>
      import('./store/monitor-outbox.ts').then((store) => store.createMonitorOutbox(database)),
    ),
    evaluationTargetStore: onFirstUse(() =>
      import('./store/evaluation-targets.ts').then((store) =>
        store.createEvaluationTargetStore(database),
      ),
    ),
    evaluationDeliveries: onFirstUse(() =>
      import('./store/evaluation-deliveries.ts').then((store) =>
        store.createEvaluationDeliveryStore(database),
      ),
    ),
    activity: onFirstUse(() =>
      import('./store/activity.ts').then((store) => store.createActivityStore(database)),
    ),
    alerts: onFirstUse(() =>
      import('./store/alerts.ts').then((store) => store.createAlertStore(database)),
    ),
    alertChannels: onFirstUse(() =>
      import('./store/alert-channels.ts').then((store) => store.createAlertChannelStore(database)),
    ),
    alertDeliveries: onFirstUse(() =>
      import('./store/alert-deliveries.ts').then((store) =>
        store.createAlertDeliveryStore(database),
      ),
    ),
    alertSettings: onFirstUse(() =>
      import('./store/alert-settings.ts').then((store) => store.createAlertSettingsStore(database)),
    ),
    healthFigures: onFirstUse(() =>
      import('./store/health-figures.ts').then((store) => store.createHealthFigures(database)),
    ),
    schedules: onFirstUse(() =>
      import('./store/schedules.ts').then((store) => store.createScheduleStore(database)),
    ),
    alignments: onFirstUse(() =>
      import('./store/alignments.ts').then((store) => store.createAlignmentStore(database)),
    ),
    audit: onFirstUse(() =>
      import('./store/audit.ts').then((store) => store.createAuditStore(database)),
    ),
    judgeUse: onFirstUse(() =>
      import('./store/judge-use.ts').then((store) => store.createJudgeUse(database)),
    ),
    intake: onFirstUse(() =>
      import('./store/intake.ts').then((store) => store.createIntakeStore(database)),
    ),
    ranges: onFirstUse(() =>
      import('./store/ranges.ts').then((store) => store.createRangeStore(database, rangesInQueue)),
    ),
    turns: onFirstUse(() =>
      import('./store/range-turns.ts').then((store) =>
        store.createRangeTurns(database, rangesInQueue),
      ),
    ),
    items: onFirstUse(() =>
      import('./store/items.ts').then((store) => store.createItemStore(database)),
    ),
    rows: onFirstUse(() =>
      import('./store/rows.ts').then((store) => store.createRowStore(database)),
    ),
    webhooks: onFirstUse(() =>
      import('./store/webhooks.ts').then((store) => store.createWebhookStore(database)),
    ),
    pipelines: onFirstUse(() =>
      import('./store/pipelines.ts').then((store) => store.createPipelineStore(database)),
    ),
    loggedVerdicts: onFirstUse(() =>
      import('./store/logged-verdicts.ts').then((store) => store.createLoggedVerdicts(database)),
    ),
    loggedResults: onFirstUse(() =>
      import('./store/logged-results.ts').then((store) => store.createLoggedResultStore(database)),
    ),
    olderResults: onFirstUse(() =>
      import('./store/older-results.ts').then((store) => store.createOlderResultStore(database)),
    ),
    questions: onFirstUse(() =>
      import('./store/questions.ts').then((store) => store.createQuestionStore(database)),
    ),
    labels: onFirstUse(() =>
      import('./store/labels.ts').then((store) => store.createLabelStore(database)),
    ),
    labelTargets: onFirstUse(() =>
      import('./store/label-targets.ts').then((store) => store.createLabelTargetStore(database)),
    ),
    reviewQueues: onFirstUse(() =>
      import('./store/review-queues.ts').then((store) => store.createReviewQueueStore(database)),
    ),
    reviewSamples: onFirstUse(() =>
      import('./store/review-samples.ts').then((store) => store.createReviewSampleStore(database)),
    ),
    reviews: onFirstUse(() =>
      import('./store/reviews.ts').then((store) => store.createReviewStore(database)),
    ),
    datasets: onFirstUse(() =>
      import('./store/datasets.ts').then((store) => store.createDatasetStore(database)),
    ),
    datasetItems: onFirstUse(() =>
      import('./store/dataset-items.ts').then((store) => store.createDatasetItemStore(database)),
    ),
    uploads: onFirstUse(() =>
      import('./store/dataset-uploads.ts').then((store) =>
        store.createDatasetUploadStore(database),
      ),
    ),
    seals: onFirstUse(() =>
      import('./store/dataset-seals.ts').then((store) => store.createDatasetSealStore(database)),
    ),
    datasetPurges: onFirstUse(() =>
      import('./store/dataset-purges.ts').then((store) => store.createDatasetPurgeStore(database)),
    ),
    deletions: onFirstUse(() =>
      import('./store/deletions.ts').then((store) => store.createDeletionStore(database)),
    ),
    erasure: {
      labels: onFirstUse(() =>
        import('./store/erase-labels.ts').then((store) => store.createLabelErasure(database)),
      ),
      batches: onFirstUse(() =>
        import('./store/erase-batch-samples.ts').then((store) =>
          store.createBatchErasure(database),
        ),
      ),
      experiments: onFirstUse(() =>
        import('./store/erase-experiments.ts').then((store) =>
          store.createExperimentErasure(database),
        ),
      ),
      contents: onFirstUse(() =>
        import('./store/erase-contents.ts').then((store) => store.createContentErasure(database)),
      ),
      judgeAnswers: onFirstUse(() =>
        import('./store/erase-judge-answers.ts').then((store) =>
          store.createJudgeAnswerErasure(database),
        ),
      ),
      traces: onFirstUse(() =>
        import('./store/erase-traces.ts').then((store) => store.createTraceErasure(database)),
      ),
      project: onFirstUse(() =>
        import('./store/erase-project.ts').then((store) => store.createProjectErasure(database)),
      ),
    },
    recipients: onFirstUse(() =>
      import('./store/recipients.ts').then((store) => store.createRecipientStore(database)),
    ),
    exports: onFirstUse(() =>
      import('./store/export-rows.ts').then((store) => store.createExportStore(database)),
    ),
    imports: onFirstUse(() =>
      import('./store/import-rows.ts').then((store) => store.createImportStore(database)),
    ),
    sampleDrops: onFirstUse(() =>
      import('./store/drop-samples.ts').then((store) => store.createSampleDrops(database)),
    ),
    retention: onFirstUse(() =>
      import('./store/retention.ts').then((store) => store.createRetentionStore(database)),
    ),
    experiments: onFirstUse(() =>
      import('./store/experiments.ts').then((store) => store.createExperimentStore(database)),
    ),
    parts: onFirstUse(() =>
      import('./store/experiment-parts.ts').then((store) =>
        store.createExperimentPartStore(database),
      ),
    ),
    experimentCalls: onFirstUse(() =>
      import('./store/experiment-calls.ts').then((store) =>
        store.createExperimentCallStore(database),
      ),
    ),
    experimentCells: onFirstUse(() =>
      import('./store/experiment-cells.ts').then((store) =>
        store.createExperimentCellStore(database),
      ),
    ),
    projectSecrets: onFirstUse(() =>
      import('./store/project-secrets.ts').then((store) =>
        store.createProjectSecretStore(database),
      ),
    ),
    batches: onFirstUse(() =>
      import('./store/batches.ts').then((store) => store.createBatchStore(database)),
    ),
  };
}
