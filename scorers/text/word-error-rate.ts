import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { errorRateParams, scoreErrorRate, transcript } from './error-rate.ts';
import { words } from './segment.ts';

/**
 * Word error rate, of transcriptions: WER = (substitutions + deletions + insertions) / words of the
 * expected text. `raw` is the rate; `value` is 1 − WER, and 0 where the rate is above 1. With several
 * expected texts the nearest counts. Beside an expected text without words an output with some gets 0.
 *
 * Words are what stands between spaces, punctuation included, as jiwer has it, which makes one word of
 * a Chinese, Japanese or Thai sentence: `tokenize: unicode` cuts these by dictionary, and leaves
 * punctuation out. character-error-rate is the usual measure for them.
 *
 * Source: jiwer; the speech recognition evaluations of NIST.
 */
export const wordErrorRate = defineScorer({
  id: 'word-error-rate',
  aliases: { wer: {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Wrong, missing and extra words of a transcription, per expected word.',
  source: 'jiwer; NIST',
  needs: ['output', 'references'],
  params: () =>
    z.strictObject({
      ...errorRateParams,
      tokenize: z
        .enum(['spaces', 'unicode'])
        .default('spaces')
        .describe('Words separated by spaces, or segmented by Unicode rules and dictionaries.'),
    }),
  threshold: 0.9,
  examples: () => [
    {
      title: 'One of two words is wrong',
      sample: { output: 'hello duck', expected: 'hello world' },
      value: 0.5,
    },
  ],
  score({ output, references }, { tokenize, ...settings }, { work }) {
    const cut = tokenize === 'unicode' ? words : between;
    const [found = [], ...wanted] = [output, ...references].map((text) =>
      cut(transcript(text, settings)),
    );
    return scoreErrorRate(found, wanted, 'words', work);
  },
});

function between(text: string): string[] {
  return text.match(/\S+/g) ?? [];
}
