import type { TokenUsage } from '@assay/schema/types.ts';
import * as z from 'zod';
import { countTokens } from '../token-count.ts';

const count = z.number().min(0).nullish().catch(undefined);
const details = z.object({ reasoning_tokens: count }).nullish().catch(undefined);

/** Token counts by the names that servers and gateways give them. */
export const Usage = z
  .object({
    prompt_tokens: count,
    input_tokens: count,
    promptTokenCount: count,
    prompt_eval_count: count,
    cache_read_input_tokens: count,
    cache_creation_input_tokens: count,
    completion_tokens: count,
    output_tokens: count,
    candidatesTokenCount: count,
    eval_count: count,
    total_tokens: count,
    totalTokenCount: count,
    thoughtsTokenCount: count,
    reasoning_tokens: count,
    completion_tokens_details: details,
    output_tokens_details: details,
  })
  .nullish()
  .catch(undefined);

export type Usage = z.output<typeof Usage>;

/** What was sent and what came back, to check a server's counts against. */
export interface Exchange {
  sent: readonly string[];
  received: readonly string[];
}

export interface CountedUsage {
  usage: TokenUsage;
  /** Whether the server's counts were missing or impossible, and Assay counted. */
  usageEstimated: boolean;
  /** Whether the server read only a part of the prompt. */
  isPromptCut: boolean;
}

/**
 * What a call used. Counts that are missing, zero or far too low are estimated; thinking that is
 * counted beside the answer is added to it.
 */
export function readUsage(given: Usage, { sent, received }: Exchange): CountedUsage {
  const { input, output } = readCounts(given ?? {});
  const prompt = checkPrompt(input, sent);
  const written = received.join('').length;
  const isOutputKnown =
    output > 0 ? output * LEAST_CREDIBLE >= countLeast(received) : written === 0;
  return {
    usage: {
      inputTokens: Math.ceil(prompt.tokens),
      outputTokens: Math.ceil(isOutputKnown ? output : countTokens(...received).typical),
    },
    usageEstimated: prompt.isEstimated || !isOutputKnown,
    isPromptCut: prompt.isCut,
  };
}

function readCounts(given: NonNullable<Usage>): { input: number; output: number } {
  // Anthropic counts what it reads from its cache, or writes to it, beside the input.
  const cached = (given.cache_read_input_tokens ?? 0) + (given.cache_creation_input_tokens ?? 0);
  const input =
    given.prompt_tokens ??
    given.promptTokenCount ??
    given.prompt_eval_count ??
    (given.input_tokens ?? 0) + cached;
  const output =
    given.completion_tokens ??
    given.candidatesTokenCount ??
    given.eval_count ??
    given.output_tokens ??
    0;
  const total = given.total_tokens ?? given.totalTokenCount ?? 0;
  const thinking =
    given.completion_tokens_details?.reasoning_tokens ??
    given.output_tokens_details?.reasoning_tokens ??
    given.thoughtsTokenCount ??
    given.reasoning_tokens ??
    0;
  // OpenAI counts thinking within the answer; xAI and Google beside it, where the total tells.
  if (input === 0) return { input: Math.max(0, total - output), output };
  if (total > input + output) return { input, output: total - input };
  const isBeside = total === 0 && thinking > output;
  return { input, output: isBeside ? output + thinking : output };
}

const LEAST_CREDIBLE = 10;
// No server has a window below this; whatever counts less does not count the prompt.
const LEAST_WINDOW = 256;
// Below this many tokens a prompt fits every default window.
const LEAST_CUT = 1_500;
const BYTES_A_TOKEN = 4;
const encoder = new TextEncoder();

function checkPrompt(input: number, sent: readonly string[]) {
  const bytes = sent.reduce((sum, text) => sum + encoder.encode(text).byteLength, 0);
  const asIs = { tokens: input, isEstimated: false, isCut: false };
  if (input * BYTES_A_TOKEN >= bytes) return asIs;
  const { typical, least } = countTokens(...sent);
  if (input <= 0 || (input < LEAST_WINDOW && input * LEAST_CREDIBLE < least)) {
    return { tokens: typical, isEstimated: true, isCut: false };
  }
  const isFarTooFew = input < least * 0.8 || (isWindow(input) && input < typical * 0.65);
  return { ...asIs, isCut: input >= LEAST_WINDOW && typical >= LEAST_CUT && isFarTooFew };
}

/**
 * Whether a count is about what fits a window of a power of two: Ollama cuts to the window, or to
 * half of it and two or three tokens.
 */
function isWindow(tokens: number): boolean {
  return Math.abs(tokens - 2 ** Math.round(Math.log2(tokens))) <= 3;
}

function countLeast(texts: readonly string[]): number {
  return countTokens(...texts).least;
}
