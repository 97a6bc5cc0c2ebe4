import type { Question } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { BatchLabel, BatchLabels } from '../batches/labelled-pairs.ts';
import { type LabelNeeds, readFinalLabels } from '../reviews/find-labels.ts';
import { getQuestion } from '../reviews/questions.ts';
import { gradeOf } from './grade-of.ts';
import { MOST_LABELS } from './labelled-samples.ts';

/** Reads what people said of the samples of a batch, for those who know no more of labels. */
export function createBatchLabels(needs: LabelNeeds): BatchLabels {
  return {
    async read(projectId, batchId, reference) {
      const question = await findQuestion(projectId, reference, needs);
      const found = new Map<number, BatchLabel>();
      if (question === undefined) return found;
      const query = { question, within: { batchId } };
      for await (const targets of readFinalLabels(projectId, query, needs)) {
        for (const { target, value, weight } of targets) {
          if (!('index' in target) || value === null || weight === null) continue;
          const grade = gradeOf(value, question);
          if (grade !== undefined) found.set(target.index, { grade, weight });
        }
        if (found.size > MOST_LABELS) return 'too_many';
      }
      return found;
    },
  };
}

/** Labels of calibrations may answer a question that was never declared. */
async function findQuestion(
  projectId: string,
  reference: string,
  needs: LabelNeeds,
): Promise<Question | undefined> {
  try {
    return await getQuestion(projectId, reference, needs);
  } catch (cause) {
    if (cause instanceof ApiProblem && cause.code === 'question_not_found') return undefined;
    throw cause;
  }
}
