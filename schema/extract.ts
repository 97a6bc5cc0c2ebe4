import * as z from 'zod';
import { nameField } from './fields.ts';
import type * as contract from './types.ts';

const which = z
  .enum(['first', 'last'])
  .exactOptional()
  .describe('Which match to use. Defaults to the last.');

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
    by: z.literal('regex').describe('Extracts the match of a regular expression.'),
    pattern: z
      .string()
      .min(1)
      .max(1_000)
      .describe('A pattern in RE2 syntax, matched in linear time.'),
    group: z
      .union([z.int().min(0).max(99), nameField])
      .exactOptional()
      .describe(
        'Number or name of the capturing group. Defaults to the first group, or to the whole match if there is none.',
      ),
    which,
    caseSensitive: z.boolean().exactOptional().describe('Defaults to true.'),
  }),
  z.strictObject({
    by: z
      .literal('marker')
      .describe('Extracts the rest of the line after a marker, such as `####`.'),
    marker: nameField.describe('The text before the part to extract.'),
    to: z
      .enum(['line', 'end'])
      .exactOptional()
      .describe('Where the part ends: at the end of the line (default) or of the text.'),
    which,
  }),
  z.strictObject({
    by: z.literal('tag').describe('Extracts the content between `<name>` and `</name>`.'),
    name: z
      .string()
      .regex(/^[A-Za-z][\w.-]{0,63}$/, 'must be the name of a tag, such as "answer"')
      .describe('Name of the tag.'),
    which,
  }),
  z.strictObject({
    by: z
      .literal('json')
      .describe(
        'Extracts a value from the first JSON in the text that contains it; a string is extracted without quotes.',
      ),
    path: z
      .string()
      .max(512)
      .describe(
        'A JSON pointer or a dotted path: `/answer/text`, `answer.text`; "" selects the whole value.',
      ),
  }),
  z.strictObject({
    by: z
      .literal('choice')
      .describe('Extracts the letter of the choice that the text ends up with.'),
    choices: z
      .array(z.string().regex(/^[A-Z]$/, 'must be a capital letter'))
      .min(2)
      .max(26)
      .exactOptional()
      .describe('The letters to choose from. Defaults to A to E.'),
  }),
  z.strictObject({
    by: z.literal('code-block').describe('Extracts the content of a fenced code block.'),
    language: nameField.exactOptional().describe('Language of the code block. Defaults to any.'),
    which,
  }),
  z.strictObject({
    by: z
      .literal('boxed')
      .describe('Extracts the content of \\boxed{…}, as in answers to math problems.'),
    which,
  }),
]);

export const ExtractStep: z.ZodType<contract.ExtractStep> = z
  .union([ExtractTransform, ExtractFinder])
  .meta({
    id: 'ExtractStep',
    description: 'One step from the output to the scored text: a transformation, or an extraction.',
  });

export const Extraction = z.array(ExtractStep).min(1).max(8);
