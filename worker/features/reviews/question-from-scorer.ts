import type { JsonObject, Question, QuestionFromScorer } from '@assay/schema/types.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { resolveScorers } from '@assay/scorers/resolve.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { JudgingModels } from '../judging/judging-context.ts';
import { expandReferences } from '../scoring/expand-references.ts';
import type { FindCustomScorerNeeds } from '../scoring/find-custom-scorer.ts';
import { parseVersionReference } from '../scoring/version-cache.ts';
import { type QuestionNeeds, saveQuestion } from './questions.ts';

export interface QuestionFromScorerNeeds extends QuestionNeeds, FindCustomScorerNeeds {
  judging: JudgingModels;
}

/** The name of the question that is made of a judge. */
export function nameFromScorer({ scorer, name }: QuestionFromScorer): string {
  return name ?? parseVersionReference(scorer).name;
}

/**
 * Makes a question of what a judge is asked, so that people are asked the same. Asked again, it adds
 * a version only if the rubric has changed.
 *
 * @throws InvalidScorers, or ApiProblem `invalid_request` for what is no judge
 */
export async function questionFromScorer(
  projectId: string,
  given: QuestionFromScorer,
  needs: QuestionFromScorerNeeds,
): Promise<{ question: Question; isNew: boolean }> {
  const { scorer, params, guidelines, comment } = given;
  const reference = { scorer, ...(params === undefined ? {} : { params: params as JsonObject }) };
  const references = await expandReferences([reference], projectId, needs);
  const [resolved] = await whenLoaded(() =>
    resolveScorers(references, '/scorer', needs.judging.models.defaults),
  );
  const asked = resolved?.scorer.question?.(resolved.params);
  if (resolved === undefined || asked === undefined) {
    throw new ApiProblem('invalid_request', {
      errors: [
        {
          pointer: '/scorer',
          message: 'is not a judge; write the question with POST /v1/questions',
        },
      ],
    });
  }
  const input = {
    description: `What ${scorer} asks its judge.`,
    ...asked,
    ...(guidelines === undefined ? {} : { guidelines }),
    ...(comment === undefined ? {} : { comment }),
    name: nameFromScorer(given),
  };
  return saveQuestion(projectId, input, { name: scorer, fingerprint: resolved.fingerprint }, needs);
}
