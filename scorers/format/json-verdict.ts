/** What a JSON Schema says of the JSON in an output, as an outcome. */
import type { JsonObject, ProblemField } from '@assay/schema/types.ts';
import * as z from 'zod';
import { failed, type Outcome, scored } from '../outcome.ts';
import { oncePerPlan, type Work } from '../work.ts';
import { type FoundJson, findJson, type JsonMode, spendOnJson } from './find-json.ts';
import { DRAFTS } from './json-schema-document.ts';
import { compileSchema, type SchemaOptions, UnusableSchema } from './json-schema-validator.ts';

/** A parameter that holds a JSON Schema. */
export const schemaParam = z.union([
  z.boolean(),
  z.custom<JsonObject>(isObject, 'must be a JSON Schema: an object, or true or false'),
]);

export const draftParam = z
  .enum(DRAFTS)
  .optional()
  .describe('Draft of the schema. Defaults to that of `$schema`, or else to 2020-12.');

export const formatsParam = z
  .enum(['annotate', 'assert'])
  .default('annotate')
  .describe(
    'How `format` is treated: ignored, as in JSON Schema, or (`assert`) the value must have that format, as with ajv-formats.',
  );

interface SchemaParams {
  schema?: JsonObject | boolean | undefined;
  draft?: SchemaOptions['draft'];
  formats: 'annotate' | 'assert';
}

const checkOf = oncePerPlan(({ schema = true, draft, formats }: SchemaParams, work) =>
  compileSchema(schema, { draft, assertsFormats: formats === 'assert' }, work),
);

/** Compiles the schema among the parameters; gives the reasons why it cannot be used. */
export function compileSchemaParam(params: SchemaParams, work: Work): ProblemField[] {
  try {
    checkOf(params, work);
    return [];
  } catch (cause) {
    if (!(cause instanceof UnusableSchema)) throw cause;
    return cause.faults.map(({ pointer, message }) => ({ pointer: `/schema${pointer}`, message }));
  }
}

/** 1 when any JSON found in the output fits the schema, and else 0 with the faults of the first. */
export function scoreBySchema(
  output: string,
  mode: JsonMode,
  params: SchemaParams,
  work: Work,
): Outcome {
  spendOnJson(work, output);
  const search = findJson(output, mode);
  if ('fault' in search) return noJson(search);
  const check = checkOf(params, work);
  const checked = search.found
    .slice(0, MOST_CANDIDATES)
    .map((found) => ({ found, ...check(found.value, work) }));
  const fitting = checked.find(({ valid }) => valid === true);
  if (fitting) {
    return scored(1, 'The JSON matches the schema.', { evidence: [place(fitting.found)] });
  }
  const undecided = checked.find(({ valid }) => valid === null);
  if (undecided) {
    return failed(
      'sample_too_large',
      `The schema cannot be applied: ${undecided.errors[0]?.message}.`,
    );
  }
  const [first = { found: search.found[0], errors: [] }] = checked;
  const [fault, ...others] = first.errors;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const reason = `The JSON does not match the schema: ${fault?.pointer || 'the root'} ${fault?.message}${more}.`;
  const evidence = first.errors.map(({ pointer, message }) => ({
    ...place(first.found),
    note: `${pointer || 'the root'} ${message}`,
  }));
  return scored(0, reason, { evidence });
}

/** The value of an output without JSON. */
export function noJson({ fault, at }: { fault: string; at: number }): Outcome {
  return scored(0, fault, { evidence: [{ pointer: '/output', start: at, end: at, note: fault }] });
}

/** Evidence that shows where JSON was found. */
export function place({ start, end }: FoundJson) {
  return { pointer: '/output', start, end };
}

// Text with many small lists, such as "[1]", has many candidates; each may cost a full check.
export const MOST_CANDIDATES = 20;

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
