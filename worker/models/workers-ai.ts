import * as z from 'zod';
import type { AiBinding } from '../core/env.ts';
import { createTtlCache } from '../core/ttl-cache.ts';
import { countWhole, readCompletion, unknownShape } from './openai/read-completion.ts';
import { readUsage, Usage } from './openai/usage.ts';
import { type Completion, type CompletionRequest, ModelError, type Provider } from './provider.ts';
import { forward } from './workers-ai/forward.ts';
import { namesOf } from './workers-ai/model-names.ts';
import { FORMAT_NOT_MET, lacksJsonMode, readRoom, toModelError } from './workers-ai-error.ts';

const NAME = 'Workers AI';

const TextAnswer = z.object({
  response: z.union([z.string(), z.record(z.string(), z.unknown())]),
  usage: Usage,
});
const RerankingAnswer = z.object({
  response: z.array(z.object({ id: z.int().min(0), score: z.number() })),
});
const EmbeddingAnswer = z.object({ data: z.array(z.array(z.number()).min(1)).min(1) });

// Models of one name are replaced.
const REMEMBERED_MS = 3_600_000;
const MOST_MODELS = 100;

// What one call of an embedding model takes.
const TEXTS_A_CALL = 100;

/**
 * Workers AI through its binding. JSON mode takes the schema itself; the answer may be text or an
 * object already, or have OpenAI's shape, as newer models do. It gives no version but the model's
 * name, and no token probabilities unless an answer carries them.
 *
 * Source: Cloudflare's Workers AI documentation (JSON mode, errors, embedding models,
 * bge-reranker-base).
 */
export function createWorkersAi(ai: AiBinding, nowMs: () => number): Provider {
  const withoutJsonMode = createTtlCache<true>(REMEMBERED_MS, MOST_MODELS, nowMs);
  const withNamedSchema = createTtlCache<true>(REMEMBERED_MS, MOST_MODELS, nowMs);

  /** Runs a model; rejects with the binding's own errors. */
  async function runRaw(model: string, input: object, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([ai.run(model, input, { signal }), aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async function run(model: string, input: object, signal: AbortSignal): Promise<unknown> {
    try {
      return await runRaw(model, input, signal);
    } catch (cause) {
      throw signal.aborted ? cause : toModelError(cause);
    }
  }

  return {
    isFree: false,

    async complete(request) {
      const { model, signal } = request;
      // An answer that JSON mode could not give is asked for without it at last.
      let hasFormat = !withoutJsonMode.get(model) && request.previous?.code !== FORMAT_NOT_MET;
      let { maxTokens } = request;
      for (;;) {
        try {
          const answer = await runRaw(model, toInput(request, hasFormat, maxTokens), signal);
          return readAnswer(answer, request);
        } catch (cause) {
          if (signal.aborted || cause instanceof ModelError) throw cause;
          const room = readRoom(cause, maxTokens);
          if (hasFormat && lacksJsonMode(cause)) {
            hasFormat = false;
            withoutJsonMode.set(model, true);
          } else if (room !== undefined) maxTokens = room;
          else throw toModelError(cause);
        }
      }
    },

    async embed({ model, texts, signal }) {
      const vectors: number[][] = [];
      for (let from = 0; from < texts.length; from += TEXTS_A_CALL) {
        const text = texts.slice(from, from + TEXTS_A_CALL);
        const parsed = EmbeddingAnswer.safeParse(await run(model, { text }, signal));
        if (!parsed.success || parsed.data.data.length !== text.length) throw unknownShape(NAME);
        vectors.push(...parsed.data.data);
      }
      return { vectors, ...countRead(texts) };
    },

    forward: (request) => forward(request, { ai, withNamedSchema, nowMs }),

    listModels: async () => (ai.models ? namesOf(await ai.models({ per_page: 1_000 })) : undefined),

    async rerank({ model, query, texts, signal }) {
      const contexts = texts.map((text) => ({ text }));
      const input = { query, contexts, top_k: texts.length };
      const parsed = RerankingAnswer.safeParse(await run(model, input, signal));
      const scores = new Map(parsed.data?.response.map(({ id, score }) => [id, score]));
      const relevances = texts.map((_, i) => sigmoid(scores.get(i) ?? Number.NaN));
      if (relevances.some(Number.isNaN)) throw unknownShape(NAME);
      // The model reads the query with each of the texts.
      const read = [...texts.map(() => query), ...texts];
      return { relevances, ...countRead(read) };
    },
  };
}

/** A score's place from 0 to 1, as the model's documentation has it. */
function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

function toInput(
  { messages, schema, temperature, seed, logprobs }: CompletionRequest,
  hasFormat: boolean,
  maxTokens: number,
): object {
  return {
    messages,
    temperature,
    max_tokens: maxTokens,
    ...(hasFormat ? { response_format: { type: 'json_schema', json_schema: schema } } : {}),
    ...(seed === null ? {} : { seed }),
    ...(logprobs ? { logprobs: true } : {}),
  };
}

function readAnswer(answer: unknown, { model, messages }: CompletionRequest): Completion {
  const chat = readCompletion(answer, { messages }, NAME);
  if (chat) return { ...chat, modelVersion: chat.modelVersion ?? model };
  const plain = TextAnswer.safeParse(answer);
  if (!plain.success) throw unknownShape(NAME);
  const { response, usage } = plain.data;
  const text = typeof response === 'string' ? response : JSON.stringify(response);
  const sent = messages.map(({ content }) => content);
  return {
    text,
    reasoningText: null,
    finish: 'other',
    logprobs: null,
    modelVersion: model,
    ...countWhole(usage, { sent, received: [text] }, NAME),
  };
}

/** The binding does not say what embedding and reranking models read. */
function countRead(sent: readonly string[]) {
  const { usage } = readUsage(undefined, { sent, received: [] });
  return { usage, usageEstimated: true };
}
