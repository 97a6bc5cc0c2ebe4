import type { JsonObject } from './json.ts';
import type { Sample, TokenUsage } from './sample.ts';
import type { Score } from './score.ts';

export interface CompareRequest {
  a: Sample | Sample[];
  b: Sample | Sample[];
  scorer?: string;
  params?: JsonObject;
  deadlineMs?: number;
}

export interface ComparedPair {
  id: string | null;
  winner: 'a' | 'b' | 'tie' | null;
  score: Score;
}

/** Two systems compared over pairs of outputs. */
export interface Comparison {
  wins: { a: number; b: number };
  ties: number;
  undecided: number;
  winRate: number | null;
  interval: { low: number; high: number } | null;
  pairs: ComparedPair[];
  usage: TokenUsage;
  costUsd: number;
}
