import { z } from 'zod';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { definePrompt } from '../judging/prompt.ts';
import { showTask } from './numbered-calls.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `Check whether the agent did what was planned.

{{plan}}

Give each step of the plan a verdict by what was called and said afterwards:
   - "followed": it was done, when its turn had come;
   - "changed": it was done in another way or at another time than planned, and nothing was lost by it;
   - "skipped": it was not done, or done so that the plan was defeated.

A step that could not be done any more, and was dropped for a reason the agent names, is "changed". Saying that a step was done, where it took a tool and none was called, does not do it. Say in \`why\` what was done in its place.`,
});

const GIVEN = 'The plan has these steps, by number:';
const OWN =
  'The plan is the one that the agent, or whoever instructs it, lays out in the data before acting: list its steps as `item`, each once, with the words that plan it as `quote`. Where no plan is laid out, give an empty list.';

/**
 * Whether an agent did what was planned. The judge calls each step of the plan followed (1), changed
 * (0.5) or skipped (0); the value is the mean and `raw` the number not simply followed. The plan is
 * the parameter `plan`, or else one that is laid out in the conversation; where there is none the
 * scorer abstains. Steps beyond the plan are not counted: `step-efficiency` looks at those.
 *
 * Source: DeepEval PlanAdherence.
 */
export const planAdherence = defineVerdicts({
  id: 'plan-adherence',
  version: 1,
  group: 'agents',
  summary: 'Whether an agent did the steps that were planned.',
  source: 'DeepEval PlanAdherence',
  needs: ['output'],
  params: z.strictObject({
    plan: z
      .array(z.string().min(1).max(500))
      .min(1)
      .max(50)
      .optional()
      .describe('The steps, in order; those laid out in the conversation when left out.'),
  }),
  threshold: 0.8,
  degenerate: 'ask',
  examples: [
    {
      title: 'The second step was skipped',
      sample: {
        input: 'Refund order 17.',
        output: 'The refund is on its way.',
        toolCalls: [{ name: 'find_order', arguments: { id: 17 } }],
      },
      params: { plan: ['Find the order', 'Refund it'] },
      answers: [
        {
          reasoning: 'No refund was made.',
          items: [
            { number: 1, verdict: 'followed' },
            { number: 2, why: 'No tool for it was called.', verdict: 'skipped' },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  variables: ({ plan }) => ({
    plan: plan ? [GIVEN, ...plan.map((step, i) => `${i + 1}. ${step}`)].join('\n') : OWN,
  }),
  items: 'steps',
  // The plan is not in the sample, so its steps point at what was made of them.
  numbered: (_, { plan }) => plan?.map((_, i) => ({ number: i + 1, pointer: '/output' })),
  worths: () => ({ followed: 1, changed: 0.5, skipped: 0 }),
  shows: showTask,
  quotes: ({ input = '', output, messages = [] }) => [
    { pointer: '/input', text: input },
    { pointer: '/output', text: output },
    ...messages.map(({ content }, i) => ({ pointer: `/messages/${i}/content`, text: content })),
  ],
});
