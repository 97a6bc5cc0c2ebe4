import type { GateOutcome, ScheduledRun } from '@assay/schema/types.ts';

/** A run that is due, with what it is to run. */
export interface Starting<Content> {
  projectId: string;
  schedule: string;
  content: Content;
  /** What ids are made from: the same for a run that is started again. */
  seed: string;
}

/** A run that was started. */
export interface Started<Content> {
  projectId: string;
  content: Content;
  /** What it made. */
  id: string;
  /** What the run before it made, if that completed. */
  previousId: string | null;
}

/** How a run ended. */
export interface RunEnd {
  /** `failed` if it came to nothing. */
  status: 'completed' | 'failed';
  outcome: GateOutcome | null;
  reasons: string[];
}

/** Something that a schedule can run. */
export interface ScheduledKind<Content extends ScheduledRun, Needs> {
  kind: Content['kind'];
  /** Refuses what could never run. @throws ApiProblem or InvalidScorers */
  check(projectId: string, content: Content, needs: Needs): Promise<void>;
  /**
   * Starts it, once for a seed however often it is called.
   *
   * @returns the id of what it made
   * @throws ApiProblem; one that can be retried is
   */
  start(starting: Starting<Content>, needs: Needs): Promise<string>;
  /** How it ended; undefined while it runs. */
  end(started: Started<Content>, needs: Needs): Promise<RunEnd | undefined>;
  /** Path of what it made in the dashboard. */
  pathOf(id: string): string;
}
