import { z } from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { foldCase, wantedTextParams, wantedTexts } from './wanted-texts.ts';

/**
 * Whether the output is one of a closed list of answers, such as labels of a classifier. White space
 * and one pair of quotes around the output do not count, nor does a full stop at its end; case does
 * unless told otherwise.
 *
 * Source: promptfoo's enumerations through is-json and equals; the label check of OpenAI's graders.
 */
export const oneOf = defineScorer({
  id: 'one-of',
  aliases: { enum: {}, 'one-of-labels': {} },
  version: 1,
  kind: 'code',
  group: 'text',
  summary: 'Whether the output is one of a closed list of answers.',
  source: 'closed-label classification',
  needs: ['output'],
  params: z.strictObject(wantedTextParams),
  threshold: 1,
  examples: [
    {
      title: 'A label with the usual trimmings',
      sample: { output: '"refund".' },
      params: { values: ['refund', 'complaint', 'other'] },
      value: 1,
    },
    {
      title: 'A label with an explanation is not the label',
      sample: { output: 'refund, because they ask for money' },
      params: { values: ['refund', 'complaint', 'other'] },
      value: 0,
    },
  ],
  score(sample, { values, caseSensitive }) {
    const wanted = wantedTexts(values, sample);
    if ('status' in wanted) return wanted;
    const answer = foldCase(bare(sample.output), caseSensitive);
    const match = wanted.find((text) => foldCase(bare(text), caseSensitive) === answer);
    return match === undefined
      ? scored(0, `The output is none of the ${wanted.length} answers.`)
      : scored(1, `The output is "${match}".`);
  },
});

const QUOTES = /^(["'`“”‘’])(.*)\1$/su;

function bare(text: string): string {
  const unstopped = text.trim().replace(/[.。]$/u, '');
  const [, , inner] = QUOTES.exec(unstopped) ?? [];
  return (inner ?? unstopped).trim();
}
