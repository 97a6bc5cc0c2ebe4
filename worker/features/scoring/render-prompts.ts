import type { PromptRequest, RenderedPrompt } from '@assay/schema/types.ts';
import {
  type JudgeCall,
  NO_EMBEDDER,
  NO_JUDGE,
  NO_RERANKER,
  type NotCompleted,
} from '@assay/scorers/judging/judge.ts';
import type { ResolvedScorer } from '@assay/scorers/resolve.ts';
import { readSample } from '@assay/scorers/sample.ts';
import { type DataTermsNeeds, dataTermsOf } from '../data-control/data-terms.ts';
import { redactPlan } from '../data-control/redact.ts';
import { createPace } from './pace.ts';
import { type PlanNeeds, planScoring } from './plan-scoring.ts';
import type { ScoringNeeds } from './score-samples.ts';

export type PromptNeeds = PlanNeeds & Pick<ScoringNeeds, 'runScorers' | 'nowMs'> & DataTermsNeeds;

/** Stands in where no model is configured, so that there is something to ask. */
const NO_MODEL = 'none/none';
/** The marker of a real call is random; this one shows where it stands. */
const MARKER = 'MARKER';
const DEADLINE_MS = 10_000;

const ONLY_RENDERED: NotCompleted = {
  ok: false,
  code: 'judge_unconfigured',
  reason: 'The prompt is only rendered.',
};

/**
 * What scorers ask models about a sample, without asking: the first calls of each. What a scorer asks
 * after an answer depends on the answer.
 *
 * @throws InvalidScorers, or ApiProblem `unknown_scorer`
 */
export async function renderPrompts(
  { sample, scorers }: PromptRequest,
  projectId: string,
  needs: PromptNeeds,
): Promise<RenderedPrompt[]> {
  const { judging, nowMs } = needs;
  const defaults = { judge: NO_MODEL, ...judging.models.defaults };
  const models = { ...judging.models, defaults };
  const planned = await planScoring({ scorers }, projectId, {
    ...needs,
    judging: { ...judging, models },
  });
  const plan = redactPlan(planned, await dataTermsOf({}, projectId, needs));
  const prompts = new Map<string, RenderedPrompt>();
  const record = ({ name }: ResolvedScorer, { model, messages }: JudgeCall) => {
    const asked = messages.map(({ role, content }) => ({ role, content }));
    prompts.set(JSON.stringify([name, asked]), {
      scorer: name,
      model: model === NO_MODEL ? null : model,
      messages: asked,
    });
  };
  await needs.runScorers(plan.scorers, readSample(sample), {
    nowMs,
    deadlineAtMs: nowMs() + DEADLINE_MS,
    requiredByDefault: true,
    pace: createPace(),
    models: (resolved) => ({
      judge: {
        ...NO_JUDGE,
        admit: () => ({ warnings: [] }),
        nonce: () => MARKER,
        async complete(call) {
          record(resolved, call);
          return ONLY_RENDERED;
        },
        async remember(_model, _key, _mode, make) {
          return { value: (await make()).value, cached: false };
        },
      },
      embed: NO_EMBEDDER,
      rerank: NO_RERANKER,
    }),
  });
  return [...prompts.values()];
}
