import { z } from 'zod';
import { defineJudge } from '../judging/define-judge.ts';
import { show } from '../judging/fence.ts';
import type { JudgeWarning } from '../judging/judge.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { findQuote } from '../judging/quote.ts';
import { abstained, failed, scored } from '../outcome.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `The output is meant to be a summary of the input. Check it in both directions.

Claims: split the output into its claims, short statements of fact, complete in themselves. Call each "supported" when the input says it, "contradicted" when the input says otherwise, and "absent" when it says neither. Copy the words of the output that make it.

Points: {{points}} For each, say whether the output covers it: whether a reader of the output alone would know it.

Go by the input alone, not by what you know.`,
});

const OWN_POINTS =
  'list the points of the input that a reader of a summary must not miss, the most important first, at most {{most}}. Number them from 1.';
const GIVEN_POINTS = 'take these, by their numbers, and leave none out:\n{{list}}\n';

const claim = z.object({
  claim: z.string().describe('The claim, complete in itself.'),
  quote: z.string().describe('The words of the output that make it.'),
  verdict: z.enum(['supported', 'contradicted', 'absent']),
});

const point = z.object({
  number: z.int().min(1).describe('Its number.'),
  point: z.string().describe('The point in one sentence.'),
  covered: z.boolean().describe('Whether the output covers it.'),
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
  aliases: { summary: {}, 'summary-score': { aggregate: 'mean' } },
  version: 1,
  group: 'grounding',
  summary: 'Whether a summary is true to the input and has what matters.',
  source: 'DeepEval Summarization; Ragas SummaryScore',
  needs: ['input', 'output'],
  params: z.strictObject({
    points: z
      .array(z.string().min(1).max(500))
      .min(1)
      .max(30)
      .optional()
      .describe('What the summary has to cover; the judge finds the points when left out.'),
    mostPoints: z
      .int()
      .min(1)
      .max(20)
      .default(5)
      .describe('How many points the judge looks for at most.'),
    aggregate: z
      .enum(['min', 'mean'])
      .default('min')
      .describe('The lower of alignment and coverage, or their mean.'),
  }),
  threshold: 0.7,
  degenerate: 0,
  examples: [
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
    claims: z.array(claim).max(100).describe('Every claim of the output, in its order.'),
    points: z.array(point).max(60).describe('Every point.'),
  },
  ask(sample, { points, mostPoints }) {
    const list = points?.map((text, i) => `${i + 1}. ${text}`).join('\n');
    const task = list
      ? fillPrompt({ version: 1, instructions: GIVEN_POINTS }, { list })
      : fillPrompt({ version: 1, instructions: OWN_POINTS }, { most: String(mostPoints) });
    return {
      instructions: fillPrompt(prompt, { points: task }),
      blocks: show(sample, ['input', 'output']),
    };
  },
  conclude([{ claims, points: judged }], { output }, { points: given, aggregate }) {
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
        at: findQuote(each.quote, [{ pointer: '/output', text: output }], note),
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
    };
  },
});
