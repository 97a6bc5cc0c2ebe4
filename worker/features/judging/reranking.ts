import type { Judge, Reranker } from '@assay/scorers/judging/judge.ts';
import type { Reranking } from '../../models/provider.ts';
import { answerKey } from './answer-key.ts';
import { toFailure } from './call-failed.ts';
import { callModel, type ModelCall, mostTokens } from './call-model.ts';
import { askOfEach } from './each-text.ts';
import type { JudgingContext } from './judging-context.ts';
import { createTally, type OnSpent } from './tally.ts';

/** Rates how relevant texts are to a query. Each rating is cached under the hash of both. */
export function createReranker(
  context: JudgingContext,
  admitted: Judge['admit'],
  onSpent: OnSpent,
): Reranker {
  return async (query, texts, { model, cache }) => {
    const { refused } = admitted(model);
    if (refused) return refused;
    const tally = createTally(onSpent);
    const keyOf = (text: string) =>
      answerKey(context.models, model, { rerank: model, query, text });
    try {
      const askTogether = async (missing: readonly string[]) => {
        const sent = [...missing.map(() => query), ...missing];
        const call: ModelCall<Reranking> = {
          model,
          most: { inputTokens: mostTokens(sent), outputTokens: 0 },
          limitMs: context.deadlineAtMs - context.nowMs(),
          send: (provider, name, signal) =>
            provider.rerank({ model: name, query, texts: missing, signal }),
        };
        const { relevances } = await callModel(call, context, tally.add);
        return relevances;
      };
      const each = { texts, keyOf, mode: cache, askTogether };
      const { answers, cached } = await askOfEach(each, context);
      return { ok: true, relevances: answers, ...tally.total(), cached };
    } catch (cause) {
      return toFailure(model, cause);
    }
  };
}
