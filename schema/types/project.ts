import type { TokenUsage } from './sample.ts';

/** Settings of a project about models. */
export interface ProjectSettings {
  allowedModels: string[] | null;
  selfEvaluation: 'allow' | 'warn' | 'refuse';
  dailyCapUsd: number | null;
}

/** What a project spent on models in one day (UTC). */
export interface DailySpend {
  day: string;
  costUsd: number;
  calls: number;
  usage: TokenUsage;
}
