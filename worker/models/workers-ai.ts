import type { JudgeMessage } from '@assay/scorers/judging/judge.ts';
import { z } from 'zod';
import { countWhole, readCompletion, unknownShape } from './openai/read-completion.ts';
import { readUsage, Usage } from './openai/usage.ts';
import { type Completion, ModelError, type Provider } from './provider.ts';

const NAME = 'Workers AI';

/** The part of the AI binding that is used; tests put a fake in its place. */
export interface AiBinding {
  run(model: string, input: object, options?: { signal?: AbortSignal }): Promise<unknown>;
}

const TextAnswer = z.object({
  response: z.union([z.string(), z.record(z.string(), z.unknown())]),
  usage: Usage,
});
const RerankingAnswer = z.object({
  response: z.array(z.object({ id: z.int().min(0), score: z.number() })),
});
const EmbeddingAnswer = z.object({ data: z.array(z.array(z.number()).min(1)).min(1) });

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
export function createWorkersAi(ai: AiBinding): Provider {
  async function run(model: string, input: object, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([ai.run(model, input, { signal }), aborted.promise]);
    } catch (cause) {
      if (signal.aborted) throw cause;
      throw toError(cause);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  return {
    isFree: false,

    async complete({ model, messages, schema, temperature, seed, maxTokens, signal, logprobs }) {
      const input = {
        messages,
        temperature,
        max_tokens: maxTokens,
        response_format: { type: 'json_schema', json_schema: schema },
        ...(seed === null ? {} : { seed }),
        ...(logprobs ? { logprobs: true } : {}),
      };
      const answer = await run(model, input, signal);
      return readAnswer(answer, model, messages);
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

function readAnswer(answer: unknown, model: string, messages: readonly JudgeMessage[]): Completion {
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

/** Source: the error codes of Workers AI's documentation. */
function toError(cause: unknown): ModelError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = /\b(3\d{3}|5\d{3})\b/.exec(message)?.[1] ?? '';
  switch (code) {
    case '3040':
      return new ModelError('judge_rate_limited', 'Workers AI is out of capacity.', {
        isTransient: true,
      });
    case '3036':
      return new ModelError(
        'judge_quota_exhausted',
        'The account’s daily allowance of Workers AI is used up.',
      );
    case '3006':
      return new ModelError('judge_input_too_large', 'The sample is too large for Workers AI.');
    case '3007':
    case '3008':
      return new ModelError('judge_timeout', 'Workers AI took too long.', { isTransient: true });
    case '3042':
    case '5007':
      return new ModelError('judge_rejected', 'Workers AI has no such model.');
    case '5016':
      return new ModelError('judge_rejected', 'The model’s terms have to be accepted first.');
    case '3003':
    case '5004':
      return new ModelError('judge_rejected', 'Workers AI refused the call as invalid.');
    default:
      return new ModelError('judge_unavailable', 'Workers AI failed.', { isTransient: true });
  }
}
