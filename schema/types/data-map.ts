import type { Keep } from './data-settings.ts';

/** Where a deployment keeps its database; `unknown` where it is not configured. */
export interface DataStorage {
  /** Hint of the location of D1, such as `weur`. */
  location: string;
  /** Jurisdiction that D1 is restricted to. */
  jurisdiction: string;
}

export type DataClassId =
  | 'verdicts'
  | 'judgeExchanges'
  | 'batches'
  | 'datasets'
  | 'traces'
  | 'monitors'
  | 'evaluationDeliveries'
  | 'labels'
  | 'judgeAnswers'
  | 'replies'
  | 'definitions'
  | 'webhooks'
  | 'usage'
  | 'deletions'
  | 'audit'
  | 'log';

/** A class of data that is kept. */
export interface DataClass {
  id: DataClassId;
  contains: string;
  /** Whether it may contain texts of samples, or quote them. */
  hasTexts: boolean;
  /** Whether today's settings let more of it be stored. */
  isCollected: boolean;
  /** Days for which it is kept; null until it is deleted. */
  keptDays: number | null;
}

/** A third party that data of the project could reach, or did lately. */
export interface DataRecipient {
  kind: 'model' | 'http-step' | 'webhook' | 'telemetry' | 'alert-channel' | 'experiment';
  /** Name of the provider, of the pipeline or of the channel, or the host of the webhook. */
  name: string;
  /** Host and port; null for Workers AI and Workers behind bindings, and for providers that are not configured any more. */
  host: string | null;
  /** `texts` of samples, or a `summary` of a batch or an alert without any. */
  receives: 'texts' | 'summary';
  /** Whether today's settings let data reach it. */
  isReachable: boolean;
  /** What was sent to it; null where that is not recorded. */
  lately: DataSent | null;
}

/** What was sent in the last 30 days, today included. */
export interface DataSent {
  times: number;
  /** Day (UTC); null if nothing was sent. */
  lastDay: string | null;
}

/** Where the data of a project is, for how long, and who else could see it. */
export interface DataMap {
  at: string;
  storage: DataStorage;
  keep: Keep;
  classes: DataClass[];
  /** Whether callers may have summaries of batches sent to any public host that they name. */
  webhooksEnabled: boolean;
  recipients: DataRecipient[];
}
