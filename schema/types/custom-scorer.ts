import type { JsonObject } from './json.ts';
import type { Sample } from './sample.ts';

export type CustomScorerBase = 'rubric' | 'checklist' | 'classify' | 'pairwise' | 'javascript';

/** A custom scorer: a judge scorer with fixed parameters, saved under a name. */
export interface CustomScorerInput {
  name: string;
  description?: string;
  base: CustomScorerBase;
  params: JsonObject;
  threshold?: number | null;
}

export interface CustomScorerVersionInput {
  description?: string;
  base: CustomScorerBase;
  params: JsonObject;
  threshold?: number | null;
}

export interface CustomScorer {
  name: string;
  version: number;
  description: string;
  base: CustomScorerBase;
  params: JsonObject;
  threshold: number | null;
  fingerprint: string;
  createdAt: string;
}

export interface CustomScorerTrial {
  base: CustomScorerBase;
  params: JsonObject;
  threshold?: number | null;
  sample: Sample;
}
