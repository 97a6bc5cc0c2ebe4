import type { JsonObject } from './json.ts';

export type RedactingDetectorId =
  | 'detect-pii'
  | 'detect-secrets'
  | 'detect-banned-terms'
  | 'detect-urls'
  | 'detect-canary';

/** What to look for and replace. */
export type RedactingDetector =
  | RedactingDetectorId
  | { scorer: RedactingDetectorId; params?: JsonObject; threshold?: number };

/** What is replaced in a sample, and before what. */
export interface RedactionSettings {
  /** Before verdict and sample are stored. */
  stored?: RedactingDetector[];
  /** Before a judge or another model sees the sample. */
  models?: RedactingDetector[];
}
