import * as z from 'zod';
import { definePrompt } from '../judging/prompt.ts';
import { abstained } from '../outcome.ts';
import { defineFulfilment } from './define-fulfilment.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check whether the output follows its instructions.

First collect the instructions from {{from}}: what to do, and every rule for it, such as what to include or leave out, form, length, language, style, role, and what to do in a certain case. If a sentence has several rules, split it: "in French, without lists" is two. A later instruction replaces an earlier one of the same speaker. If the user contradicts the system, the system counts. Leave out what only informs. Do not add what nobody wrote.`,
});

const FROM = {
  system: 'the turns of the system and the developer, and nowhere else',
  user: 'the input and the turns of the user, and nowhere else',
  both: 'the turns of the system, the developer and the user, and the input',
};

/**
 * The share of the instructions it was given that the output follows. The judge splits the prompt
 * into its instructions, or takes yours from `instructions`, and says of each whether the output
 * follows it (1), with a slip (0.5) or not (0); the value is their mean, `raw` the number not wholly
 * followed. An instruction whose case did not arise ("if asked for a price, …") does not count.
 *
 * `from` tells whose instructions are meant: `system` for the system and developer messages, `user`
 * for the input, `both` (the default) for all of them. Without any the scorer abstains; with `system`
 * and no such message it does so without a call. An empty output is worth 0. What can be counted is
 * counted better by code: `length`, `json-schema`, `regex`, `language`.
 *
 * Source: PromptAlignment of DeepEval (a list of instructions, each followed or not) and of Mastra
 * (whose instructions); J. Zhou et al., "IFEval", 2023, on instructions one by one.
 */
export const promptAlignment = defineFulfilment({
  id: 'prompt-alignment',
  aliases: {
    'instruction-following': {},
  },
  version: 2,
  summary: 'The share of the instructions it was given that the output follows.',
  source: 'DeepEval and Mastra PromptAlignment; Zhou et al. 2023 (IFEval)',
  params: () =>
    z.strictObject({
      instructions: z
        .array(z.string().min(1).max(1_000))
        .min(1)
        .max(30)
        .optional()
        .describe('The instructions, where you know them; the judge reads them otherwise.'),
      from: z
        .enum(['system', 'user', 'both'])
        .default('both')
        .describe('Whose instructions the judge reads: the system’s, the user’s, or both.'),
    }),
  threshold: 0.8,
  examples: () => [
    {
      title: 'A rule of form is broken',
      sample: {
        input: 'List three fruits in French, each on its own line.',
        output: 'pomme, poire, prune',
      },
      answers: [
        {
          reasoning: 'Three fruits, in French, but on one line.',
          items: [
            {
              item: 'List three fruits.',
              asked: 'List three fruits',
              quote: 'pomme, poire, prune',
              verdict: 'met',
            },
            {
              item: 'In French.',
              asked: 'in French',
              quote: 'pomme, poire, prune',
              verdict: 'met',
            },
            {
              item: 'Each on its own line.',
              asked: 'each on its own line',
              quote: 'pomme, poire, prune',
              verdict: 'missed',
            },
          ],
        },
      ],
      value: 2 / 3,
    },
  ],
  items: 'instructions',
  findPrompt: prompt,
  variables: ({ from }) => ({ from: FROM[from] }),
  listed: ({ instructions }) => instructions,
  nothing({ messages = [] }, { instructions, from }) {
    if (instructions !== undefined || from !== 'system') return undefined;
    const isThere = messages.some(({ role }) => role === 'system' || role === 'developer');
    return isThere ? undefined : abstained('The sample has no system or developer message.');
  },
});
