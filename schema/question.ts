import * as z from 'zod';
import { jsonObject, nameField, slugField, unitInterval } from './fields.ts';
import type * as contract from './types.ts';

/** As in a judge's rubric: one key answers each. */
const MOST_CHOICES = 9;

const CommentRule = z.enum(['none', 'optional', 'required']);
const commentField = CommentRule.exactOptional().describe(
  'Whether reviewers may, or must, write a comment. Defaults to `optional`.',
);
const guidelinesField = z
  .string()
  .max(20_000)
  .exactOptional()
  .describe('How to decide, in Markdown.');

const shared = {
  description: z.string().max(1_000).exactOptional().describe('Purpose of the question.'),
  text: z.string().min(1).max(4_000).describe('What people are asked.'),
  guidelines: guidelinesField,
  comment: commentField,
};

const anchor = z.string().min(1).max(1_000).describe('Description of a sample at this level.');

const Level = z.strictObject({
  anchor,
  value: unitInterval
    .exactOptional()
    .describe(
      '0 (worst) to 1 (best). Give a value to every level or to none; levels without values are evenly spaced.',
    ),
});

const Category = z.strictObject({
  name: nameField.describe('The answer.'),
  description: z.string().max(1_000).exactOptional().describe('What belongs to it.'),
  value: unitInterval.exactOptional().describe('What it is worth, from 0 to 1.'),
});

const levels = z
  .array(Level)
  .min(2)
  .max(MOST_CHOICES)
  .superRefine((given, context) => {
    const values = given.flatMap(({ value }) => (value === undefined ? [] : [value]));
    if (values.length !== 0 && values.length !== given.length) {
      context.addIssue({
        code: 'custom',
        message: 'must have a value for every level, or for none',
      });
    }
    if (values.some((value, i) => value < (values[i - 1] ?? 0))) {
      context.addIssue({ code: 'custom', message: 'must be ordered from worst to best' });
    }
  })
  .describe('Worst first. The answer is the number of the level, counted from 1.');

const categories = z
  .array(Category)
  .min(2)
  .max(MOST_CHOICES)
  .refine((given) => new Set(given.map(({ name }) => name)).size === given.length, {
    error: 'must have a different name each',
  })
  .describe('The answer is the name of one of them.');

/** The forms of a question, each with the fields `more`. */
function formsOf<const More extends z.ZodRawShape>(more: More) {
  return z.discriminatedUnion('kind', [
    z.strictObject({
      ...more,
      kind: z.literal('pass-fail').describe('The answer is true or false.'),
      ...shared,
    }),
    z.strictObject({
      ...more,
      kind: z.literal('levels').describe('The answer is the number of a level.'),
      ...shared,
      levels,
    }),
    z.strictObject({
      ...more,
      kind: z.literal('categories').describe('The answer is the name of a category.'),
      ...shared,
      categories,
    }),
    z.strictObject({
      ...more,
      kind: z
        .literal('pairwise')
        .describe('The answer is `first` (the output), `second` (`expected`) or `tie`.'),
      ...shared,
    }),
    z.strictObject({
      ...more,
      kind: z.literal('text').describe('The answer is a text.'),
      ...shared,
    }),
  ]);
}

export const QuestionInput: z.ZodType<contract.QuestionInput> = formsOf({
  name: slugField.describe('Unique in the project.'),
}).meta({
  id: 'QuestionInput',
  examples: [
    {
      name: 'grounded',
      kind: 'levels',
      text: 'How much of the answer do the contexts support?',
      levels: [{ anchor: 'Nothing of it.' }, { anchor: 'Some of it.' }, { anchor: 'All of it.' }],
    },
  ],
});

export const QuestionVersionInput: z.ZodType<contract.QuestionVersionInput> = formsOf({}).meta({
  id: 'QuestionVersionInput',
  examples: [{ kind: 'pass-fail', text: 'Does the answer say only what the contexts say?' }],
});

export const QuestionFromScorer: z.ZodType<contract.QuestionFromScorer> = z
  .strictObject({
    scorer: nameField.describe(
      'A judge: `faithfulness`, or a custom scorer of the project, also in one version (`my-rubric@2`).',
    ),
    params: jsonObject.exactOptional().describe('Parameters of the scorer, such as `criterion`.'),
    name: slugField.exactOptional().describe('Defaults to the name of the scorer.'),
    guidelines: guidelinesField.describe(
      'How to decide, in Markdown. Defaults to the instructions of the judge.',
    ),
    comment: commentField,
  })
  .meta({ id: 'QuestionFromScorer', examples: [{ scorer: 'faithfulness' }] });

export const Question: z.ZodType<contract.Question> = z
  .strictObject({
    name: z.string().describe('Name of the question.'),
    version: z.int().min(1).describe('Counts up from 1. A version never changes.'),
    kind: z
      .enum(['pass-fail', 'levels', 'categories', 'pairwise', 'text'])
      .describe('What answers look like.'),
    description: z.string().describe('Purpose of the question.'),
    text: z.string().describe('What people are asked.'),
    guidelines: z.string().describe('How to decide, in Markdown.'),
    comment: CommentRule.describe('Whether reviewers may, or must, write a comment.'),
    levels: z
      .array(z.strictObject({ anchor, value: unitInterval.describe('0 (worst) to 1 (best).') }))
      .exactOptional()
      .describe('The levels, worst first.'),
    categories: z.array(Category).exactOptional().describe('The categories.'),
    scorer: z
      .strictObject({
        name: z.string().describe('Name of the scorer.'),
        fingerprint: z.string().describe('Its fingerprint when the question was made.'),
      })
      .nullable()
      .describe('The scorer whose rubric it was made from; null if it was written.'),
    fingerprint: z.string().describe('SHA-256 over all that people are shown of it.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'Question', description: 'What is asked of people.' });
