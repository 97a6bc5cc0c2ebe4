import type { Batch } from './batch.ts';
import type { Experiment } from './experiment.ts';

export interface WebhookSecret {
  secret: string;
  previousUntil: string | null;
}

export interface WebhookRotation {
  overlapSeconds?: number;
}

export interface WebhookDelivery {
  id: string;
  url: string;
  status: 'pending' | 'delivered' | 'failed';
  answers: WebhookAnswer[];
  createdAt: string;
}

export interface WebhookAnswer {
  at: string;
  status: number | null;
  latencyMs: number;
  error: string | null;
}

/** The message that a webhook receives. */
export type WebhookMessage =
  | { type: 'batch.completed'; timestamp: string; data: Batch }
  | { type: 'experiment.completed'; timestamp: string; data: Experiment };
