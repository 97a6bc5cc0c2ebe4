import type { GuardStreamDialect } from '../types.ts';
import { aiSdk } from './ai-sdk.ts';
import { anthropic } from './anthropic.ts';
import type { Dialect } from './dialect.ts';
import { openAiChat } from './openai-chat.ts';
import { openAiResponses } from './openai-responses.ts';
import { plainText } from './plain-text.ts';

export const DIALECTS: Readonly<Record<GuardStreamDialect, Dialect>> = {
  text: plainText,
  'openai-chat': openAiChat,
  'openai-responses': openAiResponses,
  'ai-sdk': aiSdk,
  anthropic,
};

/** The dialect of a stream, told from one of its chunks; undefined if it can be of any. */
export function dialectOf(chunk: unknown): Dialect | undefined {
  return Object.values(DIALECTS).find((dialect) => dialect.recognizes(chunk));
}
