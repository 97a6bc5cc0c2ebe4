import type { Policy, ScorerReference } from './scorer-reference.ts';

export interface SuiteInput {
  name: string;
  description?: string;
  scorers: ScorerReference[];
  policy?: Policy;
}

export interface SuiteVersionInput {
  description?: string;
  scorers: ScorerReference[];
  policy?: Policy;
}

export interface Suite {
  name: string;
  version: number;
  description: string;
  scorers: ScorerReference[];
  policy: Policy;
  fingerprint: string;
  createdAt: string;
}

/** The effect of saving a suite. */
export interface SuitePreview {
  isChanged: boolean;
  newest: Suite | null;
  next: Omit<Suite, 'version' | 'createdAt'>;
}
