import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { comparable } from './comparable-text.ts';
import { withoutEmphasis } from './markdown-emphasis.ts';
import { closingQuotes } from './quotation-marks.ts';
import { wantedTextParams, wantedTexts } from './wanted-texts.ts';

/**
 * Whether the output is one of a closed list of answers, such as labels of a classifier. White space,
 * quotation marks of any language and Markdown emphasis around the output do not count, nor does a
 * full stop at its end; case does unless told otherwise, and is folded as `contains` does.
 *
 * Source: promptfoo's enumerations through is-json and equals; the label check of OpenAI's graders.
 */
export const oneOf = defineScorer({
  id: 'one-of',
  aliases: { enum: {}, 'one-of-labels': {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Whether the output is one of a closed list of answers.',
  source: 'closed-label classification',
  needs: ['output'],
  params: () => z.strictObject(wantedTextParams),
  threshold: 1,
  examples: () => [
    {
      title: 'A label with typical decoration',
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
    const answer = comparable(bare(sample.output), caseSensitive);
    const match = wanted.find((text) => comparable(bare(text), caseSensitive) === answer);
    return match === undefined
      ? scored(0, `The output is none of the ${wanted.length} answers.`)
      : scored(1, `The output is "${match}".`);
  },
});

// Latin, Chinese and Japanese (three widths), Hindi, Urdu, Ethiopic, Armenian.
const FULL_STOPS = '.。．｡।۔።։';

/** An answer without what models put around it. */
function bare(text: string): string {
  let answer = text.trim();
  for (let inner = unwrap(answer); inner !== answer; inner = unwrap(answer)) answer = inner;
  return answer;
}

function unwrap(answer: string): string {
  if (answer.length < 2) return answer;
  const last = answer.slice(-1);
  if (FULL_STOPS.includes(last)) return answer.slice(0, -1).trimEnd();
  const isQuoted = closingQuotes(answer.charAt(0)).includes(last);
  return isQuoted ? answer.slice(1, -1).trim() : withoutEmphasis(answer);
}
