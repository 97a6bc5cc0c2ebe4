import { estimateTokenCount } from 'tokenx';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import type { SampleView } from '../sample.ts';
import { joinAbbreviations } from './abbreviations.ts';
import { graphemes, sentences, spendOnSegments, words } from './segment.ts';

/**
 * Whether the output is neither too short nor too long. Within `min` and `max` the value is 1; below
 * it is length / min, above it is max / length, so that twice too long is 0.5. `raw` is the length.
 *
 * Characters are what a reader counts as such. Words and sentences are cut by Unicode's rules, by
 * dictionary in Chinese, Japanese and Thai; `Dr. Smith`, `e.g.` and `No. 5` end no sentence. Tokens are the sample's own count
 * (`generation.usage.outputTokens`) where it has one; otherwise an estimate, and the reason says so:
 * an exact count would need the tokenizer of the model.
 *
 * Source: Unicode Standard Annex 29; promptfoo word-count.
 */
export const length = defineScorer({
  id: 'length',
  aliases: {
    'word-count': { unit: 'words' },
    'response-length': {},
    'token-limit': { unit: 'tokens' },
    'character-count': { unit: 'characters' },
  },
  version: 2,
  kind: 'code',
  group: 'text',
  summary:
    'Whether the length of the output is within bounds, in characters, words, sentences or tokens.',
  source: 'Unicode Standard Annex 29',
  needs: ['output'],
  params: () =>
    z
      .strictObject({
        unit: z
          .enum(['characters', 'words', 'sentences', 'tokens'])
          .default('characters')
          .describe('The unit to count.'),
        min: z.int().min(0).optional().describe('Minimum length.'),
        max: z.int().min(0).optional().describe('Maximum length.'),
      })
      .refine(({ min, max }) => min !== undefined || max !== undefined, {
        error: 'give `min`, `max`, or both',
      })
      .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
        error: '`min` must not be above `max`',
      }),
  threshold: 1,
  examples: () => [
    {
      title: 'Four words where at most three are wanted',
      sample: { output: 'Yes, we can help.' },
      params: { unit: 'words', max: 3 },
      value: 0.75,
    },
  ],
  score(sample, { unit, min = 0, max = Number.POSITIVE_INFINITY }, { work }) {
    spendOnSegments(work, [sample.output], `counting ${unit} of \`output\``);
    const { count, note } = measure(sample, sample.output, unit);
    const told = `${count} ${unit}${note}`;
    if (count < min) return scored(count / min, `${told}; at least ${min} wanted.`, { raw: count });
    if (count > max) return scored(max / count, `${told}; at most ${max} wanted.`, { raw: count });
    return scored(1, `${told}, as wanted.`, { raw: count });
  },
});

type Unit = 'characters' | 'words' | 'sentences' | 'tokens';

// Every printable ASCII character and line feed is a character of its own.
function isPlain(text: string): boolean {
  return /^[\n -~]*$/.test(text);
}

function measure(sample: SampleView, text: string, unit: Unit): { count: number; note: string } {
  switch (unit) {
    case 'characters':
      return { count: isPlain(text) ? text.length : graphemes(text).length, note: '' };
    case 'words':
      return { count: words(text).length, note: '' };
    case 'sentences':
      return { count: joinAbbreviations(sentences(text)).length, note: '' };
    case 'tokens': {
      const counted = sample.generation?.usage?.outputTokens;
      if (counted !== undefined) return { count: counted, note: ' by the model’s own count' };
      return { count: estimateTokenCount(text), note: ' by estimate' };
    }
  }
}
