import type {
  DeletionNeeds,
  Phase,
  RunningDeletion,
  StepOutcome,
  Target,
} from './deletion-needs.ts';
import { BATCHES, DELETED_BATCHES, NAMED_RESULTS } from './erase-batches.ts';
import { JUDGE_ANSWERS } from './erase-caches.ts';
import { DATASETS } from './erase-datasets.ts';
import { EXPERIMENTS } from './erase-experiments.ts';
import { LOCK_KEYS, LOG, MONITORS, TABLES } from './erase-project.ts';
import { TRACE_FACTS, WAITING_TRACES } from './erase-traces.ts';
import { LABELLED_VERDICTS, NAMED_VERDICTS, SAMPLED_VERDICTS } from './erase-verdicts.ts';

/** The phases of each kind of deletion, in their order. */
const PHASES: { [Kind in Target['kind']]: readonly Phase<Extract<Target, { kind: Kind }>>[] } = {
  verdicts: [NAMED_VERDICTS, NAMED_RESULTS, JUDGE_ANSWERS],
  metadata: [
    WAITING_TRACES,
    TRACE_FACTS,
    LABELLED_VERDICTS,
    SAMPLED_VERDICTS,
    EXPERIMENTS,
    BATCHES,
    DELETED_BATCHES,
    DATASETS,
    JUDGE_ANSWERS,
  ],
  project: [LOCK_KEYS, MONITORS, TABLES, LOG],
};

/** The name of a phase; null once all are done. */
export function phaseName(kind: Target['kind'], phase: number): string | null {
  return PHASES[kind][phase]?.name ?? null;
}

/** One step of a phase; `done` where there is no such phase. */
export function stepOf(
  target: Target,
  { phase, cursor }: { phase: number; cursor: string | null },
  deletion: RunningDeletion,
  needs: DeletionNeeds,
): Promise<StepOutcome> | undefined {
  switch (target.kind) {
    case 'verdicts':
      return PHASES.verdicts[phase]?.step(deletion, target, cursor, needs);
    case 'metadata':
      return PHASES.metadata[phase]?.step(deletion, target, cursor, needs);
    case 'project':
      return PHASES.project[phase]?.step(deletion, target, cursor, needs);
  }
}
