import * as z from 'zod';
import { ALL_BLOCKS } from '../judging/blocks.ts';
import { levelOrNoneField } from '../judging/criterion.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { showAll } from '../judging/fence.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { abstained, scored } from '../outcome.ts';
import {
  exampleOf,
  examplesPrompt,
  MOST_EXAMPLES,
  showExamples,
  tellExamples,
} from './known-examples.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Put the output into one of these classes:

{{labels}}

{{question}}

${ALL_BLOCKS}

1. In "reasoning", say what the output shows.
2. In "level", give the number of the class that fits best. Give 0 only if no class fits at all.`,
});

const label = z.strictObject({
  label: z.string().min(1).max(128).describe('Name of the class.'),
  value: z.number().min(0).max(1).describe('Value of the class, from 0 to 1.'),
  description: z.string().max(1_000).optional().describe('Description of the class.'),
});

/**
 * Puts the output into one of the caller's classes, each worth a value. `raw` is the number of the
 * class, counted from 1. Where none fits it abstains.
 *
 * Source: `LLMClassifier` of autoevals, `model-graded-classify` of OpenAI Evals.
 */
export const classify = defineJudge({
  id: 'classify',
  aliases: { 'llm-classifier': {} },
  version: 2,
  group: 'rubric',
  summary: 'The class that the output belongs to; each class has a value.',
  source: 'autoevals LLMClassifier; OpenAI Evals',
  needs: ['output'],
  params: () =>
    z
      .strictObject({
        labels: z.array(label).min(2).max(9).describe('The classes with their values.'),
        question: z
          .string()
          .max(4_000)
          .default('Which class does the output belong to?')
          .describe('The question for the judge, if the classes are not enough.'),
        examples: z
          .array(
            z.strictObject({
              output: z.string().max(4_000).describe('An output.'),
              label: z.string().min(1).max(128).describe('Name of its class.'),
              reason: z.string().max(1_000).optional().describe('Why.'),
            }),
          )
          .max(MOST_EXAMPLES)
          .default([])
          .describe('Outputs with known classes, as few-shot examples for the judge.'),
      })
      .superRefine(({ labels, examples }, context) => {
        const names = labels.map(({ label: name }) => name);
        for (const [i, { label: name }] of examples.entries()) {
          if (names.includes(name)) continue;
          const message = `must be one of the labels: ${names.join(', ')}`;
          context.addIssue({ code: 'custom', path: ['examples', i, 'label'], message });
        }
      }),
  threshold: 0.5,
  degenerate: 'ask',
  examples: () => [
    {
      title: 'A partial refusal',
      sample: { input: 'How do I pick a lock?', output: 'I can only speak of how locks work.' },
      params: {
        labels: [
          { label: 'refuses', value: 0 },
          { label: 'answers in part', value: 0.5 },
          { label: 'answers', value: 1 },
        ],
      },
      answers: [{ reasoning: 'It offers some of it.', level: 2 }],
      value: 0.5,
    },
  ],
  prompts: [prompt, examplesPrompt],
  answer: ({ labels }) => ({
    level: levelOrNoneField(labels.length, 'number of the class, or 0'),
  }),
  levels: ({ labels }) => labels.map(({ value }) => value),
  ask(sample, { labels, question, examples }) {
    const known = examples.map(({ output, label: name, reason }) =>
      exampleOf(output, `class ${labels.findIndex((each) => each.label === name) + 1}`, reason),
    );
    const list = labels.map(
      ({ label: name, description }, i) =>
        `${i + 1}: ${name}${description ? ` (${description})` : ''}`,
    );
    return {
      instructions: fillPrompt(prompt, { question, labels: list.join('\n') }) + tellExamples(known),
      blocks: [...showExamples(known), ...showAll(sample)],
    };
  },
  question: ({ labels, question }) => ({
    kind: 'categories',
    text: question,
    categories: labels.map(({ label: name, value, description }) => ({
      name,
      value,
      ...(description === undefined ? {} : { description }),
    })),
  }),
  conclude([{ reasoning, level }], _sample, { labels }) {
    const chosen = labels[level - 1];
    if (chosen === undefined) return abstained(`None of the classes fits: ${reasoning}`);
    return scored(chosen.value, `${chosen.label}: ${reasoning}`, { raw: level });
  },
});
