import type {
  JsonObject,
  Keep,
  PipelineIdentity,
  PipelineJudge,
  RedactionSettings,
  Sample,
  StoreMode,
  Verdict,
} from '@assay/schema/types.ts';
import type { Judging } from '../../judging/judging-context.ts';
import { type PlanNeeds, planScoring } from '../../scoring/plan-scoring.ts';
import type { RequestContext } from '../../scoring/request-context.ts';
import { type ScoringNeeds, scoreSamples } from '../../scoring/score-samples.ts';

export type ScoreAnswerNeeds = PlanNeeds & ScoringNeeds;

/** What decides how an answer is scored. */
export type AnswerScoring = Pick<PipelineJudge, 'suite' | 'scorers' | 'sameFamily'>;

/** An answer that is to be scored. */
export interface AnswerToScore {
  sample: Sample;
  scoring: AnswerScoring;
  /** Names of the pipeline and others. */
  tags: string[];
  metadata: Verdict['metadata'];
  store: StoreMode;
  /** What is kept; messages of earlier releases do not say so. */
  keep?: Keep;
  redact?: RedactionSettings;
  /** The pipeline that the answer came through. */
  pipeline?: PipelineIdentity;
}

/** Scores an answer and stores the verdict. @throws as `planScoring` and `scoreSamples` do */
export async function scoreAnswer(
  { sample, scoring, pipeline, ...request }: AnswerToScore,
  context: RequestContext,
  needs: ScoreAnswerNeeds,
): Promise<Verdict> {
  const { sameFamily = 'warn', ...chosen } = scoring;
  const plan = await planScoring(chosen, context.principal.projectId, needs);
  const judging = withSelfEvaluation(needs.judging, sameFamily);
  const [verdict] = await scoreSamples({ ...request, sample }, { ...plan, pipeline }, context, {
    ...needs,
    judging,
  });
  if (verdict === undefined) throw new Error('a sample has a verdict');
  return verdict;
}

const STRICTNESS = ['allow', 'warn', 'refuse'] as const;

/** The stricter of what a pipeline and its project say of judges of the model's own family. */
function withSelfEvaluation(judging: Judging, least: 'warn' | 'refuse'): Judging {
  const { settingsCache } = judging;
  return {
    ...judging,
    settingsCache: {
      ...settingsCache,
      async get(projectId) {
        const settings = await settingsCache.get(projectId);
        const rank = Math.max(
          ...[least, settings.selfEvaluation].map((one) => STRICTNESS.indexOf(one)),
        );
        return { ...settings, selfEvaluation: STRICTNESS[rank] ?? 'refuse' };
      },
    },
  };
}

/** A verdict as the `assay` field shows it. */
export function verdictNote({ id, stored, passed, value, scores, costUsd }: Verdict): JsonObject {
  return {
    verdictId: stored === 'none' ? null : id,
    passed,
    value,
    costUsd,
    scores: scores.map(
      (score): JsonObject => ({
        name: score.name,
        status: score.status,
        value: score.value,
        passed: score.passed,
        reason: score.reason,
        ...(score.status === 'error' ? { code: score.error.code } : {}),
        ...(score.warnings?.length ? { warnings: [...score.warnings] } : {}),
      }),
    ),
  };
}
