import type { ProjectSettings } from '@assay/schema/types.ts';
import type { DefaultModels } from '@assay/scorers/judging/judge.ts';
import type { Log } from '../../core/log.ts';
import type { Models } from '../../models/configure.ts';
import type { JudgeCache } from '../../store/judge-cache.ts';
import type { JudgeFlushes } from '../../store/judge-flushes.ts';
import type { JudgeSpend } from '../../store/judge-spend.ts';
import type { DataSettingsCache } from '../data-control/data-settings-cache.ts';
import type { AnswerCache, InFlightCalls } from './answer-cache.ts';
import type { Budget } from './budget.ts';
import type { Connections } from './connections.ts';
import type { ModelUses } from './model-use.ts';
import type { SettingsCache } from './settings-cache.ts';

/** The models that the deployment is configured with. */
export interface JudgingModels {
  models: { defaults: DefaultModels };
}

/** What asking models needs. */
export interface Judging extends JudgingModels {
  models: Models;
  cache: JudgeCache;
  spend: JudgeSpend;
  flushes: JudgeFlushes;
  settingsCache: SettingsCache;
  dataSettings: DataSettingsCache;
  inFlight: InFlightCalls;
  nowMs(): number;
  /** A number from 0 to 1, for jitter. */
  random(): number;
  log: Log;
}

/** What the calls of one invocation share. */
export interface JudgingContext extends Judging {
  settings: ProjectSettings;
  deadlineAtMs: number;
  signal: AbortSignal;
  connections: Connections;
  answers: AnswerCache;
  budget: Budget;
  uses: ModelUses;
}
