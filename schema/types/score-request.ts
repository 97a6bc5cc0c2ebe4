import type { Keep } from './data-settings.ts';
import type { RedactionSettings } from './redaction.ts';
import type { Sample } from './sample.ts';
import type { Policy, ScorerReference } from './scorer-reference.ts';
import type { StoreMode, Verdict, VerdictMetadata } from './verdict.ts';

interface ScoreOptions {
  scorers?: ScorerReference[];
  suite?: string;
  policy?: Policy;
  store?: StoreMode;
  keep?: Keep;
  redact?: RedactionSettings;
  deadlineMs?: number;
  metadata?: VerdictMetadata;
  tags?: string[];
}

export interface ScoreOneRequest extends ScoreOptions {
  sample: Sample;
}

export interface ScoreManyRequest extends ScoreOptions {
  samples: Sample[];
}

export type ScoreRequest = ScoreOneRequest | ScoreManyRequest;

export interface ScoreManyResponse {
  verdicts: Verdict[];
}
