import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { findSkipped, noClaimField, sentencesField, showSentences } from '../judging/coverage.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { show } from '../judging/fence.ts';
import type { JudgeWarning } from '../judging/judge.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { quotable } from '../judging/quotable.ts';
import { findQuote } from '../judging/quote.ts';
import { abstained, failed, scored } from '../outcome.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check a summary in two ways: is it true to the text, and does it cover the text?

${tellBlocks(['input', 'output'], 'output', { input: 'the text, and the only source of truth.', output: 'the summary, one sentence a line, with its number.' })}

1. In "claims", list every fact that the summary states. In "claim", write it as one short sentence that can be understood alone. In "sentences", give the numbers of its sentences. In "quote", copy its words. In "verdict", compare it with the text:
   - "supported": the text says it;
   - "contradicted": the text says something else;
   - "absent": the text does not say it.
2. In "noClaim", list the numbers of sentences that state no fact, such as headings. Name every sentence, in a claim or in "noClaim".
3. In "points", {{points}} In "number", give its number; in "point", say it in one sentence; in "covered", answer true if a reader of the summary alone would know it, and false if not.

Do not use your own knowledge. The texts may be in different languages.`,
});

const OWN_POINTS =
  'list the points of the text that a reader of the summary must know, at most {{most}}, the most important first.';
const GIVEN_POINTS = 'give one entry for each of these points, and leave none out:\n{{list}}\n';

const claim = z.object({
  sentences: sentencesField,
  claim: z.string().describe('the claim'),
  quote: z.string().describe('words of the summary'),
  verdict: z.enum(['supported', 'contradicted', 'absent']),
});

const point = z.object({
  number: z.int().min(1).describe('number of the point'),
  point: z.string().describe('the point'),
  covered: z.boolean().describe('if the summary covers it'),
});

/**
 * Whether the output is a sound summary of the input: true to it, and with what matters. The judge
 * checks the summary's claims against the input (alignment: the share supported) and the input's main
 * points, or those that `points` names, against the summary (coverage: the share covered). The value
 * is the lower of the two, or their mean; `raw` is the number of faults in both. Evidence is the
 * claims that are not supported, and the points missing.
 *
 * An empty output, or a copy of the input, is worth 0. Where the input has no points the scorer
 * abstains; a summary without claims covers nothing.
 *
 * Source: DeepEval Summarization (alignment and coverage, the lower of them); Ragas SummaryScore.
 */
export const summarization = defineJudge({
  id: 'summarization',
  aliases: {
    'summary-score': { aggregate: 'mean' },
    'summarization-score': { aggregate: 'mean' },
  },
  version: 2,
  group: 'grounding',
  summary: 'Whether a summary is true to the input and covers its key points.',
  source: 'DeepEval Summarization; Ragas SummaryScore',
  needs: ['input', 'output'],
  params: () =>
    z.strictObject({
      points: z
        .array(z.string().min(1).max(500))
        .min(1)
        .max(30)
        .optional()
        .describe('The points that the summary must cover. If omitted, the judge finds them.'),
      mostPoints: z
        .int()
        .min(1)
        .max(20)
        .default(5)
        .describe('Maximum number of points that the judge looks for.'),
      aggregate: z
        .enum(['min', 'mean'])
        .default('min')
        .describe('How alignment and coverage are combined: their minimum, or their mean.'),
    }),
  threshold: 0.7,
  degenerate: 0,
  examples: () => [
    {
      title: 'True to the text, with one point of two',
      sample: {
        input: 'The council met on Monday. It raised the fee to 5 EUR. The change begins in May.',
        output: 'The fee rises to 5 EUR.',
      },
      answers: [
        {
          reasoning: 'The date is missing.',
          claims: [
            {
              claim: 'The fee rises to 5 EUR.',
              quote: 'The fee rises to 5 EUR',
              verdict: 'supported',
            },
          ],
          points: [
            { number: 1, point: 'The fee rises to 5 EUR.', covered: true },
            { number: 2, point: 'It begins in May.', covered: false },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompts: [
    prompt,
    { version: 1, instructions: OWN_POINTS },
    { version: 1, instructions: GIVEN_POINTS },
  ],
  answer: {
    claims: z.array(claim).max(100).describe('all claims'),
    noClaim: noClaimField,
    points: z.array(point).max(60).describe('all points'),
  },
  ask(sample, { points, mostPoints }) {
    const list = points?.map((text, i) => `${i + 1}. ${text}`).join('\n');
    const task = list
      ? fillPrompt({ version: 1, instructions: GIVEN_POINTS }, { list })
      : fillPrompt({ version: 1, instructions: OWN_POINTS }, { most: String(mostPoints) });
    return {
      instructions: fillPrompt(prompt, { points: task }),
      blocks: [...show(sample, ['input']), ...showSentences(show(sample, ['output']))],
    };
  },
  conclude([{ claims, noClaim, points: judged }], sample, { points: given, aggregate }) {
    const left = given?.findIndex((_, i) => !judged.some(({ number }) => number === i + 1)) ?? -1;
    if (left !== -1) {
      return failed('judge_output_invalid', `The judge left out point ${left + 1}.`);
    }
    const points = given
      ? given.map((text, i) => ({
          point: text,
          covered: judged.some(({ number, covered }) => number === i + 1 && covered),
        }))
      : judged;
    if (points.length === 0) return abstained('The judge found no point that a summary must have.');
    const found = claims.map((each) => {
      const note = `${each.verdict}: ${each.claim}`;
      return {
        ...each,
        note,
        at: findQuote(each.quote, quotable(sample, ['output']), note),
      };
    });
    const wrong = found.filter(({ verdict }) => verdict !== 'supported');
    const missing = points.filter(({ covered }) => !covered);
    const alignment = claims.length === 0 ? 0 : 1 - wrong.length / claims.length;
    const coverage = 1 - missing.length / points.length;
    const value = aggregate === 'min' ? Math.min(alignment, coverage) : (alignment + coverage) / 2;
    const notes = missing.map(({ point: text }) => `missing: ${text}`);
    const told = [...wrong.map(({ note }) => note), ...notes].join(' ');
    const warnings: JudgeWarning[] = found.some(({ at }) => !at) ? ['quote_not_found'] : [];
    return {
      ...scored(
        value,
        `Alignment ${alignment.toFixed(2)}, coverage ${coverage.toFixed(2)}. ${told}`.trim(),
        {
          raw: wrong.length + missing.length,
          evidence: [
            ...wrong.map(({ at, note }) => at ?? { note }),
            ...notes.map((note) => ({ note })),
          ],
        },
      ),
      warnings,
      skipped: findSkipped(show(sample, ['output']), claims, noClaim),
    };
  },
});
