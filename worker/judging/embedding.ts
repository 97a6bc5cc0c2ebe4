import { Buffer } from 'node:buffer';
import type { TokenUsage } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { CacheMode, Embedder, Judge } from '@assay/scorers/judging/judge.ts';
import { priceOf } from '../models/prices.ts';
import type { Embedding } from '../models/provider.ts';
import { gather } from './gather.ts';
import { findProvider, mostTokens, type Session, toFailure } from './judging.ts';
import { persist } from './persist.ts';

/**
 * Embeds texts. Each vector is kept under the hash of its text: what is known, or on its way, is
 * not sent again, and the rest goes in one call.
 */
export function createEmbedder(
  session: Session,
  admitted: Judge['admit'],
  onSpent: (usage: TokenUsage, costUsd: number) => void,
): Embedder {
  return async (texts, { model, cache }) => {
    const { refused } = admitted(model);
    if (refused) return refused;
    const spent = { usage: { inputTokens: 0, outputTokens: 0 }, costUsd: 0 };

    async function embedAll(mode: CacheMode) {
      const embed = gather<string, number[]>(async (missing) => {
        const { vectors, usage, costUsd } = await embedBy(model, missing, session);
        onSpent(usage, costUsd);
        spent.usage.inputTokens += usage.inputTokens;
        spent.costUsd += costUsd;
        return vectors;
      });
      const found = await Promise.all(
        [...new Set(texts)].map(async (text) => {
          const key = fingerprint({ embed: model, text });
          const make = async () => ({ value: pack(await embed(text)), keep: true });
          const { value, cached } = await session.memory.remember(key, mode, make);
          return { text, vector: unpack(value), cached };
        }),
      );
      const vectors = new Map(found.map(({ text, vector }) => [text, vector]));
      return {
        vectors: texts.map((text) => vectors.get(text) ?? []),
        cached: found.every((each) => each.cached),
      };
    }

    try {
      let { vectors, cached } = await embedAll(cache);
      // The model behind the name was exchanged: what is known of the former does not go with it.
      if (!isOfOneLength(vectors)) ({ vectors, cached } = await embedAll('refresh'));
      return { ok: true, vectors, ...spent, cached };
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
      session,
    );
    usage = answer.usage;
    return { ...answer, costUsd: reservation.end(usage) };
  } finally {
    if (usage === undefined) reservation.end(undefined);
  }
}

function isOfOneLength(vectors: readonly (readonly number[])[]): boolean {
  return vectors.every(({ length }) => length === vectors[0]?.length);
}

// Single precision is what models give; as text it takes a third of what JSON would.
function pack(vector: readonly number[]): string {
  return Buffer.from(new Float32Array(vector).buffer).toString('base64');
}

function unpack(text: string): number[] {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: bytes.byteLength / 4 }, (_, i) => bytes.readFloatLE(i * 4));
}
