import { Buffer } from 'node:buffer';
import type { CacheMode, Embedder, Judge } from '@assay/scorers/judging/judge.ts';
import type { Embedding } from '../../models/provider.ts';
import { answerKey } from './answer-key.ts';
import { toFailure } from './call-failed.ts';
import { callModel, type ModelCall, mostTokens } from './call-model.ts';
import { askOfEach } from './each-text.ts';
import type { JudgingContext } from './judging-context.ts';
import { createTally, type OnSpent } from './tally.ts';

/** Embeds texts. Each vector is cached under the hash of its text. */
export function createEmbedder(
  context: JudgingContext,
  admitted: Judge['admit'],
  onSpent: OnSpent,
): Embedder {
  return async (texts, { model, cache }) => {
    const { refused } = admitted(model);
    if (refused) return refused;
    const tally = createTally(onSpent);

    async function embedAll(mode: CacheMode) {
      const keyOf = (text: string) => answerKey(context.models, model, { embed: model, text });
      const askTogether = async (missing: readonly string[]) => {
        const call: ModelCall<Embedding> = {
          model,
          most: { inputTokens: mostTokens(missing), outputTokens: 0 },
          limitMs: context.deadlineAtMs - context.nowMs(),
          send: (provider, name, signal) => provider.embed({ model: name, texts: missing, signal }),
        };
        const { vectors } = await callModel(call, context, tally.add);
        return vectors.map(pack);
      };
      const each = { texts, keyOf, mode, askTogether };
      const { answers, cached } = await askOfEach(each, context);
      return { vectors: answers.map(unpack), cached };
    }

    try {
      let { vectors, cached } = await embedAll(cache);
      // The model behind the name was replaced: cached vectors of the former one do not match.
      if (!isOfOneLength(vectors)) ({ vectors, cached } = await embedAll('refresh'));
      return { ok: true, vectors, ...tally.total(), cached };
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
