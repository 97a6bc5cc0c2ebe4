import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonObject, JsonValue, ProblemField } from '@assay/schema/types.ts';
import { fencedBlocks } from '@assay/scorers/format/code-fences.ts';
import { compileSchema } from '@assay/scorers/format/json-schema-validator.ts';
import { createWork } from '@assay/scorers/work.ts';

/** What is wrong with a text that should be JSON; empty for nothing. */
export type Faults = readonly ProblemField[];

/** A text that fits, or why none does. */
export type Fitting = { json: string; isRepaired: boolean } | { faults: Faults };

const NOT_JSON: Faults = [{ pointer: '', message: 'is not JSON' }];
const NO_OBJECT: Faults = [{ pointer: '', message: 'must be an object' }];
// The repair of texts made to be slow takes time quadratic in their length: a second for one so long.
const MOST_CHARACTERS = 65_536;

/**
 * Finds or repairs the JSON in a text, so that it fits a schema. What stands before and after it goes; its
 * parts are never taken for it.
 *
 * @param schema without it, any object fits
 * @throws UnusableSchema or WorkExceeded
 */
export async function fittingJson(text: string, schema: JsonObject | undefined): Promise<Fitting> {
  const faultsOf = checkOf(schema);
  let first: Faults | undefined;
  for (const candidate of candidatesIn(text)) {
    const value = parse(candidate);
    const faults = value === undefined ? NOT_JSON : faultsOf(value);
    if (faults.length === 0) return { json: candidate, isRepaired: candidate !== text };
    if (value !== undefined) first ??= faults;
  }
  if (text.length > MOST_CHARACTERS) return { faults: first ?? NOT_JSON };
  const { jsonrepair } = await import('jsonrepair');
  for (const candidate of candidatesIn(text)) {
    const json = attempt(() => jsonrepair(candidate));
    const value = json === undefined ? undefined : parse(json);
    if (json === undefined || value === undefined) continue;
    const faults = faultsOf(value);
    if (faults.length === 0) return { json, isRepaired: true };
    first ??= faults;
  }
  return { faults: first ?? NOT_JSON };
}

function checkOf(schema: JsonObject | undefined): (value: JsonValue) => Faults {
  if (schema === undefined) return (value) => (isObject(value) ? [] : NO_OBJECT);
  const check = compileSchema(schema);
  return (value) => {
    const { valid, errors } = check(value, createWork(LIMITS.scoreSteps));
    return valid === true ? [] : errors.map(({ pointer, message }) => ({ pointer, message }));
  };
}

/** The whole text, what stands in code fences, and all from the first bracket to the last. */
function candidatesIn(text: string): string[] {
  const start = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  const fenced = fencedBlocks(text).map(({ content }) => content);
  const bracketed = start === -1 ? [] : [text.slice(start, end > start ? end + 1 : undefined)];
  return [...new Set([text, ...fenced, ...bracketed])];
}

function parse(json: string): JsonValue | undefined {
  return attempt(() => JSON.parse(json) as JsonValue);
}

/** What cannot be read, or is nested deeper than the stack, is no JSON. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function isObject(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
