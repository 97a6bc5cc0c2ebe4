import type { TokenUsage } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { Judge, Reranker } from '@assay/scorers/judging/judge.ts';
import { askOfEach, callWithin } from './each-text.ts';
import { type Session, toFailure } from './judging.ts';

/** Tells how relevant texts are to a query. What is told of each is kept under the hash of both. */
export function createReranker(
  session: Session,
  admitted: Judge['admit'],
  onSpent: (usage: TokenUsage, costUsd: number) => void,
): Reranker {
  return async (query, texts, { model, cache }) => {
    const { refused } = admitted(model);
    if (refused) return refused;
    const spent = { usage: { inputTokens: 0, outputTokens: 0 }, costUsd: 0 };
    const keyOf = (text: string) => fingerprint({ rerank: model, query, text });
    try {
      const { answers, cached } = await askOfEach(texts, keyOf, cache, session, async (missing) => {
        const sent = [...missing.map(() => query), ...missing];
        const { relevances, usage, costUsd } = await callWithin(
          model,
          sent,
          session,
          (provider, name, signal) => {
            return provider.rerank({ model: name, query, texts: missing, signal });
          },
        );
        onSpent(usage, costUsd);
        spent.usage.inputTokens += usage.inputTokens;
        spent.costUsd += costUsd;
        return relevances;
      });
      return { ok: true, relevances: answers, ...spent, cached };
    } catch (cause) {
      return toFailure(model, cause);
    }
  };
}
