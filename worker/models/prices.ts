import type { TokenUsage } from '@assay/schema/types.ts';
import * as z from 'zod';

/** US dollars a million tokens. */
export interface Price {
  input: number;
  output: number;
}

export const Prices = z.record(
  z.string(),
  z.strictObject({ input: z.number().min(0), output: z.number().min(0) }),
);

/**
 * List prices as they were published, by the model's own name; ASSAY_PRICES overrides them, by
 * that name or by `provider/model`. Prices change: check yours.
 */
const PUBLISHED: Record<string, Price> = {
  'gpt-5': { input: 1.25, output: 10 },
  'gpt-5-mini': { input: 0.25, output: 2 },
  'gpt-5-nano': { input: 0.05, output: 0.4 },
  'gpt-4.1': { input: 2, output: 8 },
  'gpt-4.1-mini': { input: 0.4, output: 1.6 },
  'gpt-4.1-nano': { input: 0.1, output: 0.4 },
  'gpt-4o': { input: 2.5, output: 10 },
  'gpt-4o-mini': { input: 0.15, output: 0.6 },
  'text-embedding-3-small': { input: 0.02, output: 0 },
  'text-embedding-3-large': { input: 0.13, output: 0 },
  '@cf/meta/llama-3.3-70b-instruct-fp8-fast': { input: 0.293, output: 2.253 },
  '@cf/meta/llama-3.1-8b-instruct-fp8-fast': { input: 0.045, output: 0.384 },
  '@cf/mistralai/mistral-small-3.1-24b-instruct': { input: 0.351, output: 0.555 },
  '@cf/google/gemma-3-12b-it': { input: 0.345, output: 0.556 },
  '@cf/openai/gpt-oss-20b': { input: 0.2, output: 0.3 },
  '@cf/openai/gpt-oss-120b': { input: 0.35, output: 0.75 },
  '@cf/baai/bge-m3': { input: 0.012, output: 0 },
  '@cf/baai/bge-reranker-base': { input: 0.0031, output: 0 },
};

/** The price of a model; undefined when none is known. */
export function priceOf(model: string, overrides: Record<string, Price>): Price | undefined {
  const name = model.slice(model.indexOf('/') + 1);
  // A model may be called `constructor`: only what stands in a table is a price.
  const own = (table: Record<string, Price>, key: string) =>
    Object.hasOwn(table, key) ? table[key] : undefined;
  return own(overrides, model) ?? own(overrides, name) ?? own(PUBLISHED, name);
}

export function costOf({ inputTokens, outputTokens }: TokenUsage, price: Price): number {
  return (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
}
