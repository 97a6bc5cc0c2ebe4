import type { TokenUsage } from '@assay/schema/types.ts';
import type { CacheMode } from '@assay/scorers/judging/judge.ts';
import { priceOf } from '../models/prices.ts';
import type { Provider } from '../models/provider.ts';
import { gather } from './gather.ts';
import { findProvider, mostTokens, type Session } from './judging.ts';
import { persist } from './persist.ts';

/**
 * Asks something of each of several texts. What is known of a text, or is on its way, is not asked
 * again; the rest goes together.
 *
 * @param keyOf what an answer is kept under
 * @param askTogether gives one answer a text, in their order
 * @returns one answer a text, and whether all were known
 */
export async function askOfEach<Answer extends string | number>(
  texts: readonly string[],
  keyOf: (text: string) => string,
  mode: CacheMode,
  { memory }: Session,
  askTogether: (missing: readonly string[]) => Promise<readonly Answer[]>,
): Promise<{ answers: Answer[]; cached: boolean }> {
  const ask = gather(askTogether);
  const found = await Promise.all(
    [...new Set(texts)].map(async (text) => {
      const make = async () => ({ value: await ask(text), keep: true });
      return { text, ...(await memory.remember<Answer>(keyOf(text), mode, make)) };
    }),
  );
  const byText = new Map(found.map(({ text, value }) => [text, value]));
  return {
    answers: texts.flatMap((text) => byText.get(text) ?? []),
    cached: found.every(({ cached }) => cached),
  };
}

/**
 * Calls a model that only reads, within the cap.
 *
 * @param texts all that it is sent
 * @throws ModelError
 */
export async function callWithin<Answer extends { usage: TokenUsage }>(
  model: string,
  texts: readonly string[],
  session: Session,
  call: (provider: Provider, name: string, signal: AbortSignal) => Promise<Answer>,
): Promise<Answer & { costUsd: number }> {
  const { provider, name } = findProvider(model, session);
  const price = provider.isFree ? { input: 0, output: 0 } : priceOf(model, session.models.prices);
  const most = { inputTokens: mostTokens(texts), outputTokens: 0 };
  const reservation = await session.purse.reserve(model, price, most);
  let usage: TokenUsage | undefined;
  try {
    const answer = await persist(
      (signal) => session.connections(signal, () => call(provider, name, signal)),
      session.signal,
      session.deadlineAtMs - session.nowMs(),
      session,
    );
    usage = answer.usage;
    return { ...answer, costUsd: reservation.end(usage) };
  } finally {
    if (usage === undefined) reservation.end(undefined);
  }
}
