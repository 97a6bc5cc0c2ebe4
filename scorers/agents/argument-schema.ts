/** Checks tool arguments against the JSON Schemas that tools declare. */
import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { compileSchema, type Fault, UnusableSchema } from '../format/json-schema-validator.ts';
import { type Failed, failed } from '../outcome.ts';
import type { Work } from '../work.ts';

/** Arguments and schema nest too deeply. */
export class TooDeepToCheck extends Error {
  override readonly name = 'TooDeepToCheck';
}

/** The first fault of a value under a schema; undefined when it is valid. */
export type SchemaCheck = (schema: JsonObject | true, value: JsonValue) => Fault | undefined;

/**
 * Makes a check. Each schema is compiled once.
 *
 * @param work is charged for compiling and for checking
 * @throws UnusableSchema (the check does) when the schema cannot be used
 * @throws TooDeepToCheck (the check does) beyond the levels that a schema is followed
 */
export function schemaCheck(work: Work): SchemaCheck {
  const compiled = new Map<JsonValue, ReturnType<typeof compileSchema>>();
  return (schema, value) => {
    const check = compiled.get(schema) ?? compileSchema(schema, {}, work);
    compiled.set(schema, check);
    const { valid, errors } = check(value, work);
    if (valid === null) throw new TooDeepToCheck();
    return valid ? undefined : errors[0];
  };
}

/** The failure of a sample by what a check threw. */
export function schemaFailure(cause: unknown, tool: string): Failed {
  if (cause instanceof UnusableSchema) {
    const reason = `The parameters of the tool ${tool} cannot be used: ${cause.message}.`;
    return failed('sample_field_invalid', reason);
  }
  if (cause instanceof TooDeepToCheck) {
    const reason = `The arguments of ${tool} are nested too deeply to check against their schema.`;
    return failed('sample_too_large', reason);
  }
  throw cause;
}
