import { Buffer } from 'node:buffer';
import type { TokenUsage } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { CacheMode, Embedder, Judge } from '@assay/scorers/judging/judge.ts';
import { askOfEach, callWithin } from './each-text.ts';
import { type Session, toFailure } from './judging.ts';

/** Embeds texts. Each vector is kept under the hash of its text. */
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
      const keyOf = (text: string) => fingerprint({ embed: model, text });
      const { answers, cached } = await askOfEach(texts, keyOf, mode, session, async (missing) => {
        const { vectors, usage, costUsd } = await callWithin(
          model,
          missing,
          session,
          (provider, name, signal) => provider.embed({ model: name, texts: missing, signal }),
        );
        onSpent(usage, costUsd);
        spent.usage.inputTokens += usage.inputTokens;
        spent.costUsd += costUsd;
        return vectors.map(pack);
      });
      return { vectors: answers.map(unpack), cached };
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
