import type { Generation } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { lacks, withinBudget } from './generation-field.ts';

/**
 * How sure the model was of its own words: perplexity is exp(−mean of the tokens' natural-log
 * probabilities), from 1 (certain) upwards, and `raw`. The value is 1 / perplexity; with `max` it is 1
 * up to that perplexity and max / perplexity beyond it. Log probabilities come with the sample; none
 * are made here. Without a token there is none to compute, which is an error, as is one above 0.
 *
 * Source: Jelinek et al., "Perplexity, a measure of the difficulty of speech recognition tasks", 1977;
 * promptfoo perplexity. (Its perplexity-score is another scale, 1 / (1 + perplexity).)
 */
export const perplexity = defineScorer({
  id: 'perplexity',
  version: 1,
  kind: 'code',
  group: 'text',
  summary: 'How confident the model was in its tokens, from their log probabilities.',
  source: 'Jelinek et al. 1977',
  needs: ['generation'],
  params: () =>
    z.strictObject({
      max: z.number().min(1).optional().describe('Maximum perplexity for which the value is 1.'),
    }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'Every token had probability one half',
      sample: {
        output: 'Heads, tails.',
        generation: { logprobs: [-Math.LN2, -Math.LN2] },
      },
      value: 0.5,
    },
  ],
  score({ generation }, { max }) {
    if (generation.logprobs === undefined) return lacks('logprobs');
    const logprobs = readLogprobs(generation.logprobs);
    if (logprobs.length === 0) {
      return failed('sample_field_invalid', '`generation.logprobs` has no tokens.');
    }
    if (logprobs.some((logprob) => logprob > 0)) {
      return failed(
        'sample_field_invalid',
        '`generation.logprobs` must not contain a number above 0.',
      );
    }
    const mean = logprobs.reduce((sum, logprob) => sum + logprob / logprobs.length, 0);
    const raw = Math.exp(-mean);
    const reason = `Perplexity ${raw.toPrecision(4)} over ${logprobs.length} tokens.`;
    // Beyond what a double can hold, the value is 0 and there is no number to show.
    if (!Number.isFinite(raw)) return scored(0, reason);
    return scored(max === undefined ? 1 / raw : withinBudget(raw, max), reason, { raw });
  },
});

function readLogprobs(logprobs: NonNullable<Generation['logprobs']>): number[] {
  return Array.isArray(logprobs)
    ? logprobs
    : (logprobs.content ?? []).map(({ logprob }) => logprob);
}
