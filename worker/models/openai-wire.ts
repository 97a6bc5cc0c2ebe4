import type { Finish } from '@assay/scorers/judging/judge.ts';
import { z } from 'zod';

// What OpenAI-compatible servers answer. They differ in what they leave out, so all but the text
// itself may be missing; what is not read is passed over.

const tokens = z.number().int().min(0).catch(0);

const usage = z
  .object({ prompt_tokens: tokens, completion_tokens: tokens.optional() })
  .nullish()
  .catch(undefined);

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

const part = z.object({ text: z.string().optional() });

export const ChatCompletion = z.object({
  model: z.string().max(200).nullish().catch(undefined),
  system_fingerprint: z.string().max(200).nullish().catch(undefined),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.union([z.string(), z.array(part)]).nullish(),
          refusal: z.string().nullish(),
          // vLLM and DeepSeek say `reasoning_content`, newer vLLM and OpenRouter `reasoning`.
          reasoning_content: z.string().nullish().catch(undefined),
          reasoning: z.string().nullish().catch(undefined),
        }),
        logprobs,
      }),
    )
    .min(1),
  usage,
});

export type ChatCompletion = z.output<typeof ChatCompletion>;

export const EmbeddingList = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })).min(1),
  usage,
});

export const ErrorAnswer = z.object({
  error: z.union([
    z.string(),
    z.object({
      message: z.string().nullish(),
      code: z.union([z.string(), z.number()]).nullish(),
      param: z.string().nullish(),
      type: z.string().nullish(),
    }),
  ]),
});

/** The text of an answer's first choice, and why it ended. */
export function readChoice({ choices }: ChatCompletion) {
  const [choice] = choices;
  const content = choice?.message.content ?? '';
  const text =
    typeof content === 'string' ? content : content.map((each) => each.text ?? '').join('');
  const isRefused = Boolean(choice?.message.refusal) || choice?.finish_reason === 'content_filter';
  const listed = choice?.logprobs?.content;
  return {
    text,
    reasoningText: choice?.message.reasoning_content ?? choice?.message.reasoning ?? null,
    finish: readFinish(choice?.finish_reason),
    isRefused,
    logprobs:
      listed?.map(({ token, logprob = null, top_logprobs: top }) => ({ token, logprob, top })) ??
      null,
  };
}

function readFinish(reason: string | null | undefined): Finish {
  if (reason === 'stop') return 'stop';
  return reason === 'length' || reason === 'max_tokens' ? 'length' : 'other';
}
