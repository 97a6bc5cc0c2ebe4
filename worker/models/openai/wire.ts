import type { Finish } from '@assay/scorers/judging/judge.ts';
import * as z from 'zod';
import { Usage } from './usage.ts';

// What OpenAI-compatible servers answer. They differ in what they leave out, so all but the text
// itself may be missing; what is not read is passed over.

const alternative = z.object({ token: z.string(), logprob: z.number() });

const logprobs = z
  .object({
    content: z
      .array(
        z.object({
          token: z.string(),
          logprob: z.number().nullish().catch(undefined),
          top_logprobs: z.array(alternative).default([]),
        }),
      )
      .nullish(),
  })
  .nullish()
  .catch(undefined);

// Mistral's reasoning models put their thinking into a part of its own.
const part = z.object({
  text: z.string().optional(),
  thinking: z
    .array(z.object({ text: z.string().optional() }))
    .optional()
    .catch(undefined),
});

const message = z.object({
  content: z.union([z.string(), z.array(part)]).nullish(),
  refusal: z.string().nullish(),
  // vLLM and DeepSeek say `reasoning_content`, newer vLLM and OpenRouter `reasoning`.
  reasoning_content: z.string().nullish().catch(undefined),
  reasoning: z.string().nullish().catch(undefined),
});

export const ChatCompletion = z.object({
  model: z.string().max(200).nullish().catch(undefined),
  system_fingerprint: z.string().max(200).nullish().catch(undefined),
  choices: z
    .array(
      z
        .object({ finish_reason: z.string().nullish(), message: message.nullish(), logprobs })
        .refine(({ finish_reason, message }) => message || finish_reason),
    )
    .min(1),
  usage: Usage,
  usageMetadata: Usage,
});

export type ChatCompletion = z.output<typeof ChatCompletion>;

export const EmbeddingList = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })).min(1),
  usage: Usage,
});

/** The text of an answer's first choice, and why it ended. */
export function readChoice({ choices }: ChatCompletion) {
  const [choice] = choices;
  const { content, refusal, reasoning_content, reasoning } = choice?.message ?? {};
  const parts = typeof content === 'string' ? [{ text: content }] : (content ?? []);
  const thoughts = parts.flatMap((each) => ('thinking' in each ? (each.thinking ?? []) : []));
  const reason = choice?.finish_reason ?? '';
  const listed = choice?.logprobs?.content;
  return {
    text: joinTexts(parts),
    reasoningText: reasoning_content ?? reasoning ?? (joinTexts(thoughts) || null),
    finish: readFinish(reason),
    isRefused: Boolean(refusal) || REFUSED.test(reason),
    isFailed: reason === 'error',
    logprobs:
      listed?.map(({ token, logprob = null, top_logprobs: top }) => ({ token, logprob, top })) ??
      null,
  };
}

function joinTexts(parts: readonly { text?: string | undefined }[]): string {
  return parts.map(({ text = '' }) => text).join('');
}

// OpenAI's word; Google's, which its OpenAI endpoint passes on; Zhipu's and Bedrock's.
const REFUSED =
  /content.?filter|safety|prohibited_content|recitation|blocklist|spii|refusal|sensitive|guardrail/i;

function readFinish(reason: string): Finish {
  if (/^(?:stop|eos|end_turn|eos_token|stop_sequence|complete)$/i.test(reason)) return 'stop';
  const isLength =
    /^(?:length|max_(?:output_)?tokens|model_length|model_context_window_exceeded)$/i;
  return isLength.test(reason) ? 'length' : 'other';
}
