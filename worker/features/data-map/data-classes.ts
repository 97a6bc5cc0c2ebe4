import type { DataClass, Keep, RetentionDays } from '@assay/schema/types.ts';

interface Kept {
  keep: Keep;
  days: RetentionDays;
  /** Days for which answers of judges are cached at most. */
  cacheDays: number;
}

const REPLY_DAYS = 1;
const TRACE_DAYS = 1;
const EVENT_DAYS = 30;

/** What is kept of a project's data, for how long. */
export function dataClasses({ keep, days, cacheDays }: Kept): DataClass[] {
  const keepsTexts = keep === 'sample' || keep === 'exchange';
  const keepsAny = keep !== 'nothing';
  return [
    {
      id: 'verdicts',
      contains: 'verdicts of single requests with scores, reasons, evidence, metadata and samples',
      ...{ hasTexts: true, isCollected: keepsAny, keptDays: days.verdicts },
    },
    {
      id: 'judgeExchanges',
      contains: 'prompts that judges were sent, and their raw answers; kept with their samples',
      ...{ hasTexts: true, isCollected: keep === 'exchange', keptDays: longest(days) },
    },
    {
      id: 'batches',
      contains: 'batches and experiments with their samples and results',
      ...{ hasTexts: true, isCollected: keepsAny, keptDays: days.batches },
    },
    {
      id: 'datasets',
      contains: 'data sets with their samples and labels',
      ...{ hasTexts: true, isCollected: true, keptDays: null },
    },
    {
      id: 'traces',
      contains: 'what spans say of samples, until their trace is scored by a rule',
      ...{ hasTexts: true, isCollected: true, keptDays: TRACE_DAYS },
    },
    {
      id: 'monitors',
      contains:
        'ids, times and values of the newest verdicts with what they are told apart by, ids and values of anchors, timelines and alarms',
      ...{ hasTexts: false, isCollected: keepsAny, keptDays: null },
    },
    {
      id: 'evaluationDeliveries',
      contains: 'ids of verdicts that are sent as events, with the status of answers',
      ...{ hasTexts: false, isCollected: true, keptDays: EVENT_DAYS },
    },
    {
      id: 'labels',
      contains: 'labels with the names of people and their comments, and answers of reviewers',
      ...{ hasTexts: true, isCollected: true, keptDays: days.labels },
    },
    {
      id: 'judgeAnswers',
      contains: 'answers of judges in the cache, which may quote samples, and vectors of texts',
      ...{ hasTexts: true, isCollected: keepsTexts },
      keptDays: Math.min(cacheDays, days.judgeAnswers ?? cacheDays),
    },
    {
      id: 'replies',
      contains: 'replies for an Idempotency-Key, encrypted with the key of the caller',
      ...{ hasTexts: true, isCollected: true, keptDays: REPLY_DAYS },
    },
    {
      id: 'definitions',
      contains: 'suites, scorers, policies, pipelines, monitors and questions with their examples',
      ...{ hasTexts: true, isCollected: true, keptDays: null },
    },
    {
      id: 'webhooks',
      contains:
        'alerts, and deliveries to webhooks and channels, with the answers of their servers',
      ...{ hasTexts: false, isCollected: true, keptDays: days.webhooks },
    },
    {
      id: 'usage',
      contains: 'calls, tokens and cost of models by day',
      ...{ hasTexts: false, isCollected: true, keptDays: null },
    },
    {
      id: 'deletions',
      contains: 'deletions with what they were asked to delete, and their signed reports',
      ...{ hasTexts: false, isCollected: true, keptDays: null },
    },
    {
      id: 'audit',
      contains: 'who changed or read what, with the names of keys',
      ...{ hasTexts: false, isCollected: true, keptDays: null },
    },
    {
      id: 'log',
      contains: 'salted hashes of verdicts, deletions and audit entries',
      ...{ hasTexts: false, isCollected: true, keptDays: null },
    },
  ];
}

/** An exchange goes with its sample, and that with its verdict or its batch at the latest. */
function longest({ verdicts, batches, samples }: RetentionDays): number | null {
  const rows = verdicts === null || batches === null ? null : Math.max(verdicts, batches);
  return samples === null || rows === null ? (samples ?? rows) : Math.min(samples, rows);
}
