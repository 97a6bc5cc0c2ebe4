import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { errorRateParams, scoreErrorRate, transcript } from './error-rate.ts';

/**
 * Character error rate, of transcriptions: CER = (substitutions + deletions + insertions) /
 * characters of the expected text, spaces included, those at both ends omitted. `raw` is the rate;
 * `value` is 1 − CER, and 0 where the rate is above 1. Characters are code points. With several
 * expected texts the nearest counts. Beside an empty expected text an output that is not empty gets
 * 0.
 *
 * Source: jiwer; the speech recognition evaluations of NIST.
 */
export const characterErrorRate = defineScorer({
  id: 'character-error-rate',
  aliases: { cer: {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Wrong, missing and extra characters of a transcription, per expected character.',
  source: 'jiwer; NIST',
  needs: ['output', 'references'],
  params: () => z.strictObject(errorRateParams),
  threshold: 0.9,
  examples: () => [
    {
      title: 'One letter too many, of eleven',
      sample: { output: 'i cant spell', expected: 'i can spell' },
      value: 10 / 11,
    },
  ],
  score({ output, references }, settings, { work }) {
    const [found = [], ...wanted] = [output, ...references].map((text) =>
      Array.from(transcript(text, settings).trim()),
    );
    return scoreErrorRate(found, wanted, 'characters', work);
  },
});
