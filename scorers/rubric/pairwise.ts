import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { type DataBlock, show } from '../judging/fence.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { failed, scored } from '../outcome.ts';
import {
  examplesPrompt,
  type KnownExample,
  MOST_EXAMPLES,
  showExamples,
  tellExamples,
} from './known-examples.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Compare two answers to the same question. Decide which one is better.

Criterion: {{criterion}}

${tellBlocks(['input', 'conversation', 'contexts', 'answers'], 'answers')}

1. In "reasoning", compare the two answers point by point.
2. In "better", write "1" if answer 1 is better, "2" if answer 2 is better, or "tie" if they are equally good.

Judge what the answers say. The order of the answers does not matter. A longer or more confident answer is not better for that alone.`,
});

const CRITERION =
  'Which answer helps the user more? It must be correct, complete and to the point, and do what was asked.';

/**
 * The output against another answer to the same input, always asked in both orders. The value is 1
 * where the output wins, 0 where the other does, and 0.5 for a tie. Judges that change their mind
 * with the order have told nothing but their bias: that is a tie, with the warning
 * `order_disagreement`. The other answer is `params.baseline`, or else `expected`.
 *
 * Source: L. Zheng et al., "Judging LLM-as-a-Judge", 2023, section 3.4 (swapping positions).
 */
export const pairwise = defineJudge({
  id: 'pairwise',
  aliases: {
    battle: {},
    summary: { criterion: 'Which summary better describes the text that was given?' },
  },
  version: 2,
  group: 'rubric',
  summary: 'Whether the output is better than another answer, judged in both orders.',
  source: 'Zheng et al. 2023',
  needs: ['output'],
  params: () =>
    z.strictObject({
      baseline: z
        .string()
        .max(262_144)
        .optional()
        .describe('The other answer. Defaults to `expected`.'),
      criterion: z
        .string()
        .min(1)
        .max(4_000)
        .default(CRITERION)
        .describe('The criterion for the better answer.'),
      examples: z
        .array(
          z.strictObject({
            first: z.string().max(4_000).describe('An answer.'),
            second: z.string().max(4_000).describe('Another to the same question.'),
            better: z.enum(['first', 'second', 'tie']).describe('Which is better.'),
            reason: z.string().max(1_000).optional().describe('Why.'),
          }),
        )
        .max(MOST_EXAMPLES)
        .default([])
        .describe('Pairs of answers with known results, as few-shot examples for the judge.'),
    }),
  paramAliases: { criteria: 'criterion' },
  threshold: 0.5,
  degenerate: 'ask',
  examples: () => [
    {
      title: 'Better in both orders',
      sample: { input: 'What is 2 + 2?', output: '4', expected: '5' },
      answers: [
        { reasoning: 'The first is right.', better: '1' },
        { reasoning: 'The second is right.', better: '2' },
      ],
      value: 1,
    },
    {
      title: 'The judge prefers the first in both orders',
      sample: { input: 'What is 2 + 2?', output: '4', expected: 'Four.' },
      answers: [
        { reasoning: 'The first.', better: '1' },
        { reasoning: 'The first.', better: '1' },
      ],
      value: 0.5,
    },
  ],
  prompts: [prompt, examplesPrompt],
  answer: { better: z.enum(['1', '2', 'tie']).describe('the better answer') },
  ask(sample, { baseline, criterion, examples }) {
    const known = examples.map(toKnown);
    const instructions = fillPrompt(prompt, { criterion }) + tellExamples(known);
    const asked = [
      ...showExamples(known),
      ...show(sample, [sample.messages ? 'messages' : 'input', 'contexts']),
    ];
    const output = sample.output;
    const other = baseline ?? sample.references?.[0];
    if (other === undefined) {
      return failed(
        'sample_field_missing',
        'There is no answer to compare with. Set `baseline`, or add `expected` to the sample.',
      );
    }
    return [
      { instructions, blocks: [...asked, ...answers(output, other)] },
      { instructions, blocks: [...asked, ...answers(other, output)] },
    ];
  },
  question: ({ criterion }) => ({ kind: 'pairwise', text: criterion }),
  conclude([forward, backward]) {
    const first = value(forward.better, '1');
    const second = value(backward?.better ?? 'tie', '2');
    const reason = `Judged in both orders: ${forward.reasoning} / ${backward?.reasoning ?? ''}`;
    if (Math.abs(first - second) === 1) {
      return {
        ...scored(0.5, `A tie: the judge’s choice depends on the order. ${reason}`),
        warnings: ['order_disagreement'],
      };
    }
    const mean = (first + second) / 2;
    // A win in one order and a tie in the other is a win.
    return scored(mean === 0.5 ? 0.5 : Math.round(mean), reason);
  },
});

/** Told in the words that the judge answers with. */
function toKnown({ first, second, better, reason }: Compared): KnownExample {
  const verdict = { first: '1', second: '2', tie: 'tie' }[better];
  return { texts: answers(first, second), verdict, reason };
}

interface Compared {
  first: string;
  second: string;
  better: 'first' | 'second' | 'tie';
  reason?: string | undefined;
}

function answers(first: string, second: string): DataBlock[] {
  return [
    { name: 'answer 1', text: first },
    { name: 'answer 2', text: second },
  ];
}

/** 1 when the output won, standing in this place; 0.5 for a tie. */
function value(better: '1' | '2' | 'tie', place: '1' | '2'): number {
  if (better === 'tie') return 0.5;
  return better === place ? 1 : 0;
}
