import type { Database } from './database.ts';
import { countErased, type DeletionJob } from './erased-count.ts';

/** Removes what people said of samples, in D1. */
export interface LabelErasure {
  /** Removes labels and reviews of targets, and takes their items out of the review queues. */
  eraseAbout(job: DeletionJob, targets: readonly string[]): Promise<void>;
}

export function createLabelErasure({ d1, attempt }: Database): LabelErasure {
  return {
    async eraseAbout(job, targets) {
      if (targets.length === 0) return;
      const { projectId } = job;
      const about = (statement: string) =>
        d1.prepare(statement).bind(projectId, JSON.stringify(targets));
      // By the keys of every question and queue, since neither is found by the target alone.
      const items = `SELECT i.rowid FROM review_queues q CROSS JOIN json_each(?2) t
        CROSS JOIN review_items i ON i.project_id = ?1 AND i.queue = q.name AND i.target = t.value
        WHERE q.project_id = ?1`;
      await attempt(() =>
        d1.batch([
          about(
            `DELETE FROM labels WHERE rowid IN (
               SELECT l.rowid FROM questions q CROSS JOIN json_each(?2) t
               CROSS JOIN labels l ON l.project_id = ?1 AND l.question = q.name
                 AND l.version = q.version AND l.target = t.value
               WHERE q.project_id = ?1)`,
          ),
          countErased(d1, job, 'labels'),
          about(
            `DELETE FROM reviews WHERE rowid IN (
               SELECT r.rowid FROM review_items i
               CROSS JOIN reviews r ON r.project_id = i.project_id AND r.queue = i.queue AND r.at = i.at
               WHERE i.rowid IN (${items}))`,
          ),
          countErased(d1, job, 'reviews'),
          about(`UPDATE review_items SET is_gone = 1 WHERE rowid IN (${items})`),
        ]),
      );
    },
  };
}
