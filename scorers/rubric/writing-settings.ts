const OUTPUT_TOKENS = 4_096;

/** How a judge model is asked to write a definition. */
export function writingSettings(model: string) {
  return {
    model,
    fallback: [],
    temperature: 0,
    seed: null,
    logprobs: false,
    cache: 'use' as const,
    vote: 0,
    maxTokens: OUTPUT_TOKENS,
    mostTokens: OUTPUT_TOKENS,
  };
}
