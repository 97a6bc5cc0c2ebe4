import { Buffer } from 'node:buffer';
import type { TokenUsage } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { Embedder, Judge } from '@assay/scorers/judging/judge.ts';
import { priceOf } from '../models/prices.ts';
import type { Embedding } from '../models/provider.ts';
import { findProvider, mostTokens, type Session, toFailure } from './judging.ts';
import { persist } from './persist.ts';

/** Embeds texts in one call; the vectors of a set of texts are kept under the hash of its content. */
export function createEmbedder(
  session: Session,
  admitted: Judge['admit'],
  onSpent: (usage: TokenUsage, costUsd: number) => void,
): Embedder {
  return async (texts, { model, cache }) => {
    const { refused } = admitted(model);
    if (refused) return refused;
    const key = fingerprint({ embed: model, texts });
    let usage: TokenUsage = { inputTokens: 0, outputTokens: 0 };
    let costUsd = 0;
    try {
      const { value, cached } = await session.memory.remember(key, cache, async () => {
        const made = await embedBy(model, texts, session);
        ({ usage, costUsd } = made);
        onSpent(usage, costUsd);
        return { value: made.vectors.map(pack), keep: true };
      });
      return { ok: true, vectors: value.map(unpack), usage, costUsd, cached };
    } catch (cause) {
      return toFailure(model, cause);
    }
  };
}

async function embedBy(
  model: string,
  texts: readonly string[],
  session: Session,
): Promise<Embedding & { costUsd: number }> {
  const { provider, name } = findProvider(model, session);
  const price = provider.isFree ? { input: 0, output: 0 } : priceOf(model, session.models.prices);
  const most = { inputTokens: mostTokens(texts), outputTokens: 0 };
  const reservation = await session.purse.reserve(model, price, most);
  let usage: TokenUsage | undefined;
  try {
    const answer = await persist(
      (signal) => session.connections(signal, () => provider.embed({ model: name, texts, signal })),
      session.signal,
      session.deadlineAtMs - session.nowMs(),
      { ...session, hedgeAfterMs: undefined },
    );
    usage = answer.usage;
    return { ...answer, costUsd: reservation.end(usage) };
  } finally {
    if (usage === undefined) reservation.end(undefined);
  }
}

// Single precision is what models give; as text it takes a third of what JSON would.
function pack(vector: readonly number[]): string {
  return Buffer.from(new Float32Array(vector).buffer).toString('base64');
}

function unpack(text: string): number[] {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: bytes.byteLength / 4 }, (_, i) => bytes.readFloatLE(i * 4));
}
