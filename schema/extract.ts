import * as z from 'zod';
import { nameField } from './fields.ts';
import type * as contract from './types.ts';

const which = z
  .enum(['first', 'last'])
  .exactOptional()
  .describe('Which of several counts; the last one when left out.');

const ExtractTransform = z.enum([
  'trim',
  'lowercase',
  'uppercase',
  'collapse-whitespace',
  'first-line',
  'last-line',
  'strip-thinking',
  'strip-markdown',
]);

const ExtractFinder = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('regex').describe('What a regular expression matches.'),
    pattern: z.string().min(1).max(1_000).describe('In RE2 syntax, which takes linear time.'),
    group: z
      .union([z.int().min(0).max(99), nameField])
      .exactOptional()
      .describe(
        'Number or name of the group that counts; left out, the first group, or the whole match where there is none.',
      ),
    which,
    caseSensitive: z.boolean().exactOptional().describe('true when left out.'),
  }),
  z.strictObject({
    by: z.literal('marker').describe('The rest of the line after a marker, such as `####`.'),
    marker: nameField.describe('The text that stands before what counts.'),
    to: z
      .enum(['line', 'end'])
      .exactOptional()
      .describe('How far it goes: to the end of the line (when left out), or of the text.'),
    which,
  }),
  z.strictObject({
    by: z.literal('tag').describe('What stands between `<name>` and `</name>`.'),
    name: z
      .string()
      .regex(/^[A-Za-z][\w.-]{0,63}$/, 'must be the name of a tag, such as "answer"')
      .describe('Name of the tag.'),
    which,
  }),
  z.strictObject({
    by: z.literal('json').describe('A value in the first JSON that has it; a text as it is.'),
    path: z
      .string()
      .max(512)
      .describe('A JSON pointer or names with dots: `/answer/text`, `answer.text`; "" is all.'),
  }),
  z.strictObject({
    by: z.literal('choice').describe('The letter of the choice that the text settles on.'),
    choices: z
      .array(z.string().regex(/^[A-Z]$/, 'must be a capital letter'))
      .min(2)
      .max(26)
      .exactOptional()
      .describe('The letters on offer; A to E when left out.'),
  }),
  z.strictObject({
    by: z.literal('code-block').describe('The content of a fenced code block.'),
    language: nameField.exactOptional().describe('Its language; any when left out.'),
    which,
  }),
  z.strictObject({
    by: z.literal('boxed').describe('What stands in \\boxed{…}, as in answers to mathematics.'),
    which,
  }),
]);

export const ExtractStep: z.ZodType<contract.ExtractStep> = z
  .union([ExtractTransform, ExtractFinder])
  .meta({
    id: 'ExtractStep',
    description: 'One step from the output to what is scored: a change, or a part to find.',
  });

export const Extraction = z.array(ExtractStep).min(1).max(8);
