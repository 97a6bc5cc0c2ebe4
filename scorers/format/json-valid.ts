import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { findJson, jsonModeParam, spendOnJson } from './find-json.ts';
import {
  compileSchemaParam,
  draftParam,
  formatsParam,
  noJson,
  place,
  schemaParam,
  scoreBySchema,
} from './json-verdict.ts';

/**
 * Whether the output is JSON, or has JSON in a code fence or between other text; with `schema`,
 * whether that JSON also fits it (any of the first 20 values found). The value is 1 or 0.
 *
 * By default a bare text, number, true, false or null counts, as in RFC 8259 and promptfoo's
 * is-json; autoevals' ValidJSON takes only lists and objects. Between other text only lists and
 * objects are found. A comment, a trailing comma or single quotes are not JSON. An empty output is
 * not JSON. The script of the text makes no difference.
 *
 * Source: RFC 8259; promptfoo is-json and contains-json, autoevals ValidJSON, DeepEval
 * JsonCorrectness.
 */
export const jsonValid = defineScorer({
  id: 'json-valid',
  aliases: {
    'is-json': {},
    'contains-json': { mode: 'anywhere' },
    'valid-json': { scalars: false },
    'json-correctness': {},
  },
  version: 4,
  kind: 'code',
  group: 'format',
  summary: 'Whether the output is, or contains,  JSON, optionally matching a JSON Schema.',
  source: 'RFC 8259',
  needs: ['output'],
  params: () =>
    z.strictObject({
      mode: jsonModeParam,
      scalars: z
        .boolean()
        .default(true)
        .describe('Whether JSON that is neither a list nor an object is accepted.'),
      schema: schemaParam.optional().describe('JSON Schema that the JSON must match.'),
      draft: draftParam,
      formats: formatsParam,
    }),
  compile: compileSchemaParam,
  threshold: 1,
  examples: () => [
    {
      title: 'A trailing comma is not JSON',
      sample: { output: '{"city": "Oslo", "days": 3,}' },
      value: 0,
    },
    {
      title: 'JSON in a code fence, after a sentence',
      sample: { output: 'Here it is:\n```json\n{"city": "Oslo"}\n```' },
      params: { mode: 'fenced' },
      value: 1,
    },
  ],
  score({ output }, params, { work }) {
    const { mode, scalars, schema } = params;
    if (schema !== undefined) return scoreBySchema(output, mode, params, work);
    spendOnJson(work, output);
    const search = findJson(output, mode);
    if ('fault' in search) return noJson(search);
    const counted = search.found.find(
      ({ value }) => scalars || (typeof value === 'object' && value !== null),
    );
    return counted
      ? scored(1, 'The output contains valid JSON.', { evidence: search.found.map(place) })
      : scored(0, 'The output is JSON, but not a list or an object.');
  },
});
