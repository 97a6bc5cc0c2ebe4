import type {
  ExperimentChoice,
  ExperimentRequirement,
  ExperimentVariant,
  Keep,
  Policy,
  RedactionSettings,
  ScorerReference,
  ScorerSettings,
  SelectedDataset,
  SuiteIdentity,
} from '@assay/schema/types.ts';
import type { Lane } from './grid.ts';
import type { ProbePlan } from './probe-plan.ts';

/** What an experiment runs, settled when it was made: nothing in it changes with a suite or a default. */
export interface ExperimentPlan {
  /** Without `changes`, which have rows of their own. */
  variants: ExperimentVariant[];
  lanes: Lane[];
  seed: number;
  concurrency: number;
  retry: { attempts: number; maxWaitMs: number };
  /** What its batches are made with. */
  scoring: {
    scorers?: ScorerReference[];
    suite?: string;
    policy: Policy;
    keep: Exclude<Keep, 'nothing'>;
    redact?: RedactionSettings;
  };
  /** All of its scorers, those of the suite included, as it was made. */
  scorers: ScorerSettings[];
  suite: SuiteIdentity | null;
  agreement: ScorerReference | null;
  dataset: SelectedDataset | null;
  choose: ExperimentChoice | null;
  require: ExperimentRequirement[];
  /** The key that made it, in whose name its targets are asked. */
  keyId: string;
  /** Whether its samples stay as they were given once it has ended. */
  keepsSamples: boolean;
  /** What is known of the probe that it runs. */
  probe?: ProbePlan;
}

export function readPlan(json: string): ExperimentPlan {
  return JSON.parse(json);
}
