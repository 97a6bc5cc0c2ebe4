import { randomBytes } from 'node:crypto';
import type { JudgeExchange, Keep, Sample } from '@assay/schema/types.ts';
import type { ModelCapabilities } from '@assay/scorers/define.ts';
import { makeMarker } from '@assay/scorers/judging/marker.ts';
import type { ResolvedScorer } from '@assay/scorers/resolve.ts';
import { keepsTexts } from '../data-control/keep.ts';
import { admit } from './admission.ts';
import { createAnswerCache } from './answer-cache.ts';
import { answerKey } from './answer-key.ts';
import { createBudget } from './budget.ts';
import { complete } from './complete.ts';
import { createConnections } from './connections.ts';
import { createEmbedder } from './embedding.ts';
import { createExchangeRecord, type ExchangeRecord, NO_RECORD } from './exchanges.ts';
import { flush } from './flush.ts';
import type { Judging, JudgingContext } from './judging-context.ts';
import { createModelUses, versionIn } from './model-use.ts';
import { createReranker } from './reranking.ts';
import { createTally, type OnSpent, type Spent } from './tally.ts';

export interface RunOptions {
  projectId: string;
  deadlineAtMs: number;
  /** Aborts when the caller disconnects. */
  signal?: AbortSignal | undefined;
  /** What is kept of what is asked and answered; as the project keeps if omitted. */
  keep?: Keep | undefined;
  /** Models are asked even if an answer is cached or underway, and what they say is not cached. */
  asksAnew?: boolean | undefined;
  /** Called with what each call of a model used and cost. */
  onSpent?: OnSpent | undefined;
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
  /** @param asking what asks: `calibratedAs` keeps its cached answers apart */
  models(asking: Pick<ResolvedScorer, 'name' | 'calibratedAs'>): ModelCapabilities;
  spent(): Spent;
  /** What was asked and answered so far; empty unless that is kept. */
  exchanges(): JudgeExchange[];
}

/** Opens the models for one invocation. */
export async function beginJudging(
  judging: Judging,
  { projectId, deadlineAtMs, signal, keep: asked, asksAnew, onSpent }: RunOptions,
): Promise<JudgingRun> {
  const [settings, data] = await Promise.all([
    judging.settingsCache.get(projectId),
    judging.dataSettings.get(projectId),
  ]);
  const keep = asked ?? data.keep;
  const context: JudgingContext = {
    ...judging,
    settings,
    deadlineAtMs,
    signal: signal ?? new AbortController().signal,
    connections: createConnections(),
    answers: createAnswerCache({
      ...{ ...judging, ...judging.models, projectId, deadlineAtMs },
      keepsAnswers: keepsTexts(keep),
      asksAnew,
    }),
    uses: createModelUses(),
    budget: createBudget(judging.spend, projectId, settings.dailyCapUsd, judging.nowMs()),
  };
  return {
    forSample: (sample, ownDeadlineAtMs = deadlineAtMs) =>
      modelsForSample(
        sample,
        { ...context, deadlineAtMs: ownDeadlineAtMs },
        { record: keep === 'exchange' ? createExchangeRecord() : NO_RECORD, onSpent },
      ),
    flush: () =>
      flush({ ...context, projectId, takeAnswers: context.answers.takeAnswers }, context),
  };
}

function modelsForSample(
  sample: Sample,
  context: JudgingContext,
  { record, onSpent }: { record: ExchangeRecord; onSpent: OnSpent | undefined },
): SampleModels {
  const tally = createTally(onSpent);
  const admitted = (model: string) =>
    admit(model, sample.generator, context.settings, context.models);
  const marker = makeMarker(randomBytes(6));
  return {
    spent: tally.total,
    exchanges: record.all,
    models: (resolved) => ({
      judge: {
        admit: admitted,
        nonce: () => marker,
        async complete(call) {
          const completed = await complete(call, context, tally.add);
          record.called(resolved.name, call, completed);
          return completed;
        },
        async remember(model, key, mode, make) {
          const kept = answerKey(context.models, model, [resolved.calibratedAs, key]);
          const answer = await context.answers.remember(kept, mode, make);
          if (answer.cached) {
            const version = versionIn(answer.value);
            context.uses.cached(model, version);
            record.cached(resolved.name, model, version);
          }
          return answer;
        },
      },
      embed: createEmbedder(context, admitted, tally.add),
      rerank: createReranker(context, admitted, tally.add),
    }),
  };
}
