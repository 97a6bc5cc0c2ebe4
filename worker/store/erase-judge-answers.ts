import type { Database } from './database.ts';
import { countErased, type DeletionJob } from './erased-count.ts';

/** Removes cached answers of judges, in D1. */
export interface JudgeAnswerErasure {
  /** Removes some of a project's answers; true when none is left. */
  removeSome(job: DeletionJob): Promise<boolean>;
}

const ROWS_A_STEP = 5_000;

export function createJudgeAnswerErasure({ d1, attempt }: Database): JudgeAnswerErasure {
  return {
    async removeSome(job) {
      const remove = d1
        .prepare(
          `DELETE FROM judge_cache WHERE rowid IN
             (SELECT rowid FROM judge_cache WHERE project_id = ?1 LIMIT ${ROWS_A_STEP})`,
        )
        .bind(job.projectId);
      const [deleted] = await attempt(() =>
        d1.batch([remove, countErased(d1, job, 'judgeAnswers')]),
      );
      return (deleted?.meta.changes ?? 0) < ROWS_A_STEP;
    },
  };
}
