import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

/** The tokens of a text by OpenAI's o200k_base; those of other models are within a tenth of it for English. */
export function tokensOf(text: string): number {
  return countTokens(text, { disallowedSpecial: new Set() });
}
