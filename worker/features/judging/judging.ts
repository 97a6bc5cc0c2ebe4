import { randomBytes } from 'node:crypto';
import { newId } from '@assay/schema/ids.ts';
import type { Sample } from '@assay/schema/types.ts';
import type { ModelCapabilities } from '@assay/scorers/define.ts';
import { makeMarker } from '@assay/scorers/judging/marker.ts';
import type { ResolvedScorer } from '@assay/scorers/resolve.ts';
import { admit } from './admission.ts';
import { createAnswerCache } from './answer-cache.ts';
import { answerKey } from './answer-key.ts';
import { createBudget } from './budget.ts';
import { complete } from './complete.ts';
import { createConnections } from './connections.ts';
import { createEmbedder } from './embedding.ts';
import type { Judging, JudgingContext } from './judging-context.ts';
import { createModelUses, versionIn } from './model-use.ts';
import { createReranker } from './reranking.ts';
import { createTally, type Spent } from './tally.ts';

export interface RunOptions {
  projectId: string;
  deadlineAtMs: number;
  /** Aborts when the caller disconnects. */
  signal?: AbortSignal | undefined;
}

/** The models as one invocation uses them. */
export interface JudgingRun {
  /**
   * The models for one sample, and the total of what asking them for it cost.
   *
   * @param deadlineAtMs for samples with a deadline of their own, before that of the context
   */
  forSample(sample: Sample, deadlineAtMs?: number): SampleModels;
  /** Writes the spend and the answers to keep since the last flush. Never throws. */
  flush(): Promise<void>;
}

export interface SampleModels {
  models(resolved: ResolvedScorer): ModelCapabilities;
  spent(): Spent;
}

/** Opens the models for one invocation. */
export async function beginJudging(
  judging: Judging,
  { projectId, deadlineAtMs, signal }: RunOptions,
): Promise<JudgingRun> {
  const settings = await judging.settingsCache.get(projectId);
  const context: JudgingContext = {
    ...judging,
    settings,
    deadlineAtMs,
    signal: signal ?? new AbortController().signal,
    connections: createConnections(),
    answers: createAnswerCache({ ...judging, ...judging.models, projectId, deadlineAtMs }),
    uses: createModelUses(),
    budget: createBudget(judging.spend, projectId, settings.dailyCapUsd, judging.nowMs()),
  };
  return {
    forSample: (sample, ownDeadlineAtMs = deadlineAtMs) =>
      modelsForSample(sample, { ...context, deadlineAtMs: ownDeadlineAtMs }),
    flush: () => flush(context, projectId),
  };
}

/** A failed write is logged: the verdict must not be lost with its cost. */
async function flush(context: JudgingContext, projectId: string): Promise<void> {
  const { budget, answers, uses, flushes, nowMs, log } = context;
  const atMs = nowMs();
  try {
    await flushes.write({
      id: newId('flush', atMs),
      ...{ projectId, atMs, day: budget.day },
      spending: budget.takeSpending(),
      answers: answers.takeAnswers(),
      uses: uses.take(),
    });
  } catch {
    log({ level: 'error', event: 'judge_settlement_unwritten', projectId });
  }
}

function modelsForSample(sample: Sample, context: JudgingContext): SampleModels {
  const tally = createTally();
  const admitted = (model: string) =>
    admit(model, sample.generator, context.settings, context.models);
  const marker = makeMarker(randomBytes(6));
  return {
    spent: tally.total,
    models: (resolved) => ({
      judge: {
        admit: admitted,
        nonce: () => marker,
        complete: (call) => complete(call, context, tally.add),
        async remember(model, key, mode, make) {
          const kept = answerKey(context.models, model, [resolved.calibratedAs, key]);
          const answer = await context.answers.remember(kept, mode, make);
          if (answer.cached) context.uses.cached(model, versionIn(answer.value));
          return answer;
        },
      },
      embed: createEmbedder(context, admitted, tally.add),
      rerank: createReranker(context, admitted, tally.add),
    }),
  };
}
