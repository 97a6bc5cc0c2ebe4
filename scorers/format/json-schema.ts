import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { jsonModeParam } from './find-json.ts';
import {
  compileSchemaParam,
  draftParam,
  formatsParam,
  schemaParam,
  scoreBySchema,
} from './json-verdict.ts';

/**
 * Whether the output is JSON that fits a JSON Schema, draft 2020-12, 2019-09 or 7: 1 or 0. The reason names
 * the first fault, the evidence up to ten, each with the place in the JSON as a pointer. Output that
 * is not JSON gets 0.
 *
 * `format` is an annotation, as all drafts have it, unless `formats` is `assert`. `pattern` runs on RE2, in linear time, so a
 * schema with look-around or back-references is refused, as is a `$ref` out of the schema. A check
 * beyond the limit of work, or of JSON nested deeper than 256 levels, ends in an error.
 *
 * Source: https://json-schema.org/draft/2020-12; the JSON Schema Test Suite's required tests all pass.
 */
export const jsonSchema = defineScorer({
  id: 'json-schema',
  aliases: { 'matches-json-schema': {} },
  version: 5,
  kind: 'code',
  group: 'format',
  summary: 'Whether the output is JSON that matches a JSON Schema.',
  source: 'JSON Schema 2020-12',
  needs: ['output'],
  params: () =>
    z.strictObject({
      schema: schemaParam.describe('The JSON Schema: an object, or true or false.'),
      draft: draftParam,
      formats: formatsParam,
      mode: jsonModeParam,
    }),
  compile: compileSchemaParam,
  threshold: 1,
  examples: () => [
    {
      title: 'A text instead of a number',
      sample: { output: '{"name": "Ada", "age": "36"}' },
      params: {
        schema: {
          type: 'object',
          properties: { name: { type: 'string' }, age: { type: 'integer' } },
          required: ['name', 'age'],
        },
      },
      value: 0,
    },
  ],
  score: ({ output }, params, { work }) => scoreBySchema(output, params.mode, params, work),
});
