import type { ScheduledRun } from '@assay/schema/types.ts';
import type { CreateCalibrationNeeds } from '../calibrations/create-calibration.ts';
import { BATCH_KIND, type BatchKindNeeds } from './batch-kind.ts';
import { CALIBRATION_KIND } from './calibration-kind.ts';
import { EXPERIMENT_KIND, type ExperimentKindNeeds } from './experiment-kind.ts';
import type { RunEnd, ScheduledKind, Started, Starting } from './scheduled-kind.ts';

export type KindNeeds = BatchKindNeeds & CreateCalibrationNeeds & ExperimentKindNeeds;

/** A kind with its content, whichever it is. */
export interface OpenKind {
  check(projectId: string, needs: KindNeeds): Promise<void>;
  start(starting: Omit<Starting<never>, 'content'>, needs: KindNeeds): Promise<string>;
  end(started: Omit<Started<never>, 'content'>, needs: KindNeeds): Promise<RunEnd | undefined>;
  pathOf(id: string): string;
}

/** What schedules can run. A new kind is a file like `batch-kind.ts`, and a case here. */
export function kindOf(content: ScheduledRun): OpenKind {
  switch (content.kind) {
    case 'batch':
      return open(BATCH_KIND, content);
    case 'calibration':
      return open(CALIBRATION_KIND, content);
    case 'experiment':
      return open(EXPERIMENT_KIND, content);
  }
}

function open<Content extends ScheduledRun>(
  kind: ScheduledKind<Content, KindNeeds>,
  content: Content,
): OpenKind {
  return {
    check: (projectId, needs) => kind.check(projectId, content, needs),
    start: (starting, needs) => kind.start({ ...starting, content }, needs),
    end: (started, needs) => kind.end({ ...started, content }, needs),
    pathOf: kind.pathOf,
  };
}
