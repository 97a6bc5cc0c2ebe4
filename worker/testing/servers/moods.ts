import { anthropic, azure, deepseek, gemini, gemma, groq, qwen, qwq, xai } from './hosted.ts';
import { gpt4o, gpt5, o1Mini, oSeries } from './openai.ts';
import {
  llamaCpp,
  llamaCppGemma,
  lmStudio,
  olderModel,
  ollama,
  strictFastApi,
  vllm,
  vllmCountingLess,
  vllmGemma,
} from './self-hosted.ts';
import type { ServerMood } from './server.ts';

/** Servers as they are documented, or reported in public issues, to answer. */
export const MOODS = {
  ...{ gpt4o, gpt5, o1Mini, oSeries },
  ...{ azure, gemini, gemma, anthropic, deepseek, qwen, qwq, groq, xai },
  ...{ vllm, vllmCountingLess, vllmGemma, strictFastApi, ollama, llamaCpp, llamaCppGemma },
  ...{ lmStudio, olderModel },
} satisfies Record<string, ServerMood>;

export type MoodName = keyof typeof MOODS;
