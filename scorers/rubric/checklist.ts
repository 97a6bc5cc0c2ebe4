import * as z from 'zod';
import { ALL_BLOCKS } from '../judging/blocks.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { showAll } from '../judging/fence.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { scored } from '../outcome.ts';
import {
  exampleOf,
  examplesPrompt,
  MOST_EXAMPLES,
  showExamples,
  tellExamples,
} from './known-examples.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check the output against this list. Look at each item on its own.

{{items}}

${ALL_BLOCKS}

Give one entry in "items" for each item of the list, in the same order:
1. In "reasoning", say what the output shows about the item.
2. In "holds", answer true if the item is true of the output, and false if it is not.

If the data does not show that an item is true, answer false.`,
});

const item = z.strictObject({
  item: z.string().min(1).max(1_000).describe('A statement that is true or false for the output.'),
  weight: z.number().positive().max(1_000).default(1).describe('Weight in the value.'),
});

/**
 * Yes or no to each item of a list. The value is the share of items that hold, by weight; `raw` is
 * the number that do not. Each item is asked in a call of its own, unless `together` asks for one.
 *
 * Source: Y. Lin et al., "WildBench", 2024, and J. Lee et al., "CheckEval", 2025, on checklists
 * instead of grades.
 */
export const checklist = defineJudge({
  id: 'checklist',
  version: 2,
  group: 'rubric',
  summary: 'The share of a list’s items that are true for the output.',
  source: 'CheckEval (Lee et al. 2025); WildBench (Lin et al. 2024)',
  needs: ['output'],
  params: () =>
    z
      .strictObject({
        items: z
          .array(z.union([z.string().min(1).max(1_000), item]))
          .min(1)
          .max(30)
          .describe('The statements that should be true: texts, or `{ item, weight }`.'),
        examples: z
          .array(
            z.strictObject({
              output: z.string().max(4_000).describe('An output.'),
              holds: z
                .array(z.boolean())
                .min(1)
                .max(30)
                .describe('Whether each item is true for it.'),
              reason: z.string().max(1_000).optional().describe('Why.'),
            }),
          )
          .max(MOST_EXAMPLES)
          .default([])
          .describe('Outputs with known results, as few-shot examples for the judge.'),
        together: z
          .boolean()
          .default(false)
          .describe('Judge all items in one call: cheaper, but less independent.'),
      })
      .superRefine(({ items, examples }, context) => {
        for (const [i, { holds }] of examples.entries()) {
          if (holds.length === items.length) continue;
          const message = `must have one result for each of the ${items.length} items`;
          context.addIssue({ code: 'custom', path: ['examples', i, 'holds'], message });
        }
      }),
  threshold: 0.8,
  degenerate: 0,
  examples: () => [
    {
      title: 'One of two items holds',
      sample: { input: 'Cancel my order.', output: 'Done. Your order is cancelled.' },
      params: { items: ['It confirms the cancellation.', 'It names the refund.'] },
      answers: [
        { reasoning: '', items: [{ reasoning: 'It says "cancelled".', holds: true }] },
        { reasoning: '', items: [{ reasoning: 'No refund is named.', holds: false }] },
      ],
      value: 0.5,
    },
  ],
  prompts: [prompt, examplesPrompt],
  answer: ({ items, together }) => ({
    items: z
      .array(z.object({ reasoning: z.string().describe('what you see'), holds: z.boolean() }))
      .length(together ? items.length : 1)
      .describe('one for each item'),
  }),
  ask(sample, { items, examples, together }) {
    const numbered = items.map((each, i) => ({
      i,
      text: typeof each === 'string' ? each : each.item,
    }));
    const groups = together ? [numbered] : numbered.map((each) => [each]);
    return groups.map((group) => {
      // Of an example only the items that are asked for now are told.
      const known = examples.map(({ output, holds, reason }) =>
        exampleOf(
          output,
          group.map(({ i }, at) => `item ${at + 1} ${holds[i]}`).join(', '),
          reason,
        ),
      );
      const list = group.map(({ text }, at) => `${at + 1}. ${text}`).join('\n');
      return {
        instructions: fillPrompt(prompt, { items: list }) + tellExamples(known),
        blocks: [...showExamples(known), ...showAll(sample)],
      };
    });
  },
  question: ({ items }) => ({
    kind: 'pass-fail',
    text: `Are all of these true for the output?\n\n${items.map((each) => `- ${typeof each === 'string' ? each : each.item}`).join('\n')}`,
  }),
  conclude(answers, _sample, { items }) {
    const checked = answers.flatMap((answer) => answer.items);
    const weighed = items.map((each, i) => ({
      text: typeof each === 'string' ? each : each.item,
      weight: typeof each === 'string' ? 1 : each.weight,
      holds: checked[i]?.holds === true,
      reasoning: checked[i]?.reasoning ?? '',
    }));
    const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
    const held = weighed.reduce((sum, { weight, holds }) => sum + (holds ? weight : 0), 0);
    const missing = weighed.filter(({ holds }) => !holds);
    const faults = missing.map(({ text, reasoning }) => `"${text}": ${reasoning}`).join(' ');
    return scored(
      held / total,
      `${items.length - missing.length} of ${items.length} items hold. ${faults}`.trim(),
      {
        raw: missing.length,
        evidence: missing.map(({ text }) => ({ note: `does not hold: ${text}` })),
      },
    );
  },
});
