import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { quotable } from '../judging/quotable.ts';
import { failWithoutDeeds, showTask } from './numbered-calls.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check whether the agent did what was planned.

{{plan}}

${tellBlocks(['input', 'conversation', 'tools', 'calls', 'output'], 'calls')}

For each step of the plan, look at what was called and said later:
- "why": what was done for this step, in one sentence.
- "verdict":
   - "followed": it was done, when it was its turn;
   - "out-of-order": it was done as planned, but too early or too late;
   - "changed": it was done in another way, and nothing was lost, or the agent gave a good reason why it could not be done;
   - "skipped": it was not done, or done so badly that the plan failed.

To say that a step was done is not enough when it needed a tool and none was called.`,
});

const givenPrompt = definePrompt({
  version: 2,
  instructions: `The plan has these steps. In "items", give one entry for each step, with its number in "number":
{{steps}}`,
});
const textPrompt = definePrompt({
  version: 2,
  instructions: `The plan is this text. In "items", give one entry for each step in it, in order, with the step in "item":

{{plan}}`,
});
const ownPrompt = definePrompt({
  version: 2,
  instructions: `The plan is the one that the data sets out before the agent acts. In "items", give one entry for each step in it, with the step in "item" and the words that plan it, copied exactly, in "quote". If there is no plan, give an empty list.`,
});

/**
 * Whether an agent did what was planned. The judge calls each step of the plan followed (1), out of
 * order (0.5), changed (0.5) or skipped (0); the value is the mean and `raw` the number not simply
 * followed. Steps beyond the plan are not counted: `step-efficiency` looks at those.
 *
 * The plan is the parameter `plan`: a list of steps, each of which the judge must answer for, or a
 * text that it divides itself. Without it the plan is the one that the conversation lays out, and
 * if there is none the scorer abstains. Where nothing was said and nothing called it is an error.
 *
 * Source: DeepEval PlanAdherence.
 */
export const planAdherence = defineVerdicts({
  id: 'plan-adherence',
  version: 2,
  group: 'agents',
  summary: 'Whether an agent did the planned steps.',
  source: 'DeepEval PlanAdherence',
  needs: [],
  params: () =>
    z.strictObject({
      plan: z
        .union([z.array(z.string().min(1).max(500)).min(1).max(50), z.string().min(1).max(8_000)])
        .optional()
        .describe(
          'The steps, in order, or a text that contains them. Defaults to the plan stated in the conversation.',
        ),
    }),
  threshold: 0.8,
  degenerate: 'ask',
  examples: () => [
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
  variables: ({ plan }) => ({ plan: tellPlan(plan) }),
  wordings: [givenPrompt, textPrompt, ownPrompt],
  items: 'steps',
  isExplained: true,
  // The plan is not in the sample, so its steps point at what was made of them.
  numbered: ({ output }, { plan }) =>
    Array.isArray(plan)
      ? plan.map((_, i) => ({
          number: i + 1,
          pointer: output === undefined ? '/toolCalls' : '/output',
        }))
      : undefined,
  worths: () => ({ followed: 1, 'out-of-order': 0.5, changed: 0.5, skipped: 0 }),
  shows: showTask,
  quotes: (sample, { plan }) =>
    plan === undefined ? quotable(sample, ['messages', 'input', 'output']) : [],
  nothing: failWithoutDeeds,
});

function tellPlan(plan: string | readonly string[] | undefined): string {
  if (plan === undefined) return fillPrompt(ownPrompt, {});
  if (typeof plan === 'string') return fillPrompt(textPrompt, { plan });
  const steps = plan.map((step, i) => `${i + 1}. ${step}`).join('\n');
  return fillPrompt(givenPrompt, { steps });
}
