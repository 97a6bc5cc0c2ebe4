import { CompareRequest } from '@assay/schema/compare.ts';
import { ScoreRequest } from '@assay/schema/score-request.ts';
import type { Comparison, ScoreManyResponse, Verdict } from '@assay/schema/types.ts';
import { compare as compareOutputs } from '../../features/scoring/compare.ts';
import { planScoring } from '../../features/scoring/plan-scoring.ts';
import { readScoring } from '../../features/scoring/read-scoring.ts';
import { scoreSamples } from '../../features/scoring/score-samples.ts';
import { jsonValueOf } from './json-value.ts';
import type { Operation } from './operation.ts';
import { readBody } from './read.ts';

export const score: Operation<[request: unknown], Verdict | ScoreManyResponse> = {
  name: 'score',
  scope: 'score',
  async run(context, services, given) {
    const { projectId } = context.principal;
    const request = await readScoring(ScoreRequest, jsonValueOf(given), projectId, services);
    const plan = await planScoring(request, projectId, services);
    const verdicts = await scoreSamples(request, plan, context, services);
    const [only] = verdicts;
    return 'sample' in request && only !== undefined ? only : { verdicts };
  },
};

export const compare: Operation<[request: unknown], Comparison> = {
  name: 'compare',
  scope: 'score',
  run: async (context, services, given) =>
    compareOutputs(readBody(CompareRequest, given), context, services),
};
