/** Checks tool arguments against the JSON Schemas that tools declare. */
import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import {
  compileSchema,
  type Fault,
  newBudget,
  UnusableSchema,
} from '../format/json-schema-validator.ts';
import { type Failed, failed } from '../outcome.ts';

/** Checking took more work than is allowed. */
export class TooMuchToCheck extends Error {
  override readonly name = 'TooMuchToCheck';
}

/** The first fault of a value under a schema; undefined when it is valid. */
export type SchemaCheck = (schema: JsonObject | true, value: JsonValue) => Fault | undefined;

/**
 * Makes a check. All that one check is asked shares one bound of work, and each schema is compiled
 * once.
 *
 * @throws UnusableSchema (the check does) when the schema cannot be used
 * @throws TooMuchToCheck (the check does) when the bound is met
 */
export function schemaCheck(): SchemaCheck {
  const budget = newBudget();
  const compiled = new Map<JsonValue, ReturnType<typeof compileSchema>>();
  return (schema, value) => {
    const check = compiled.get(schema) ?? compileSchema(schema);
    compiled.set(schema, check);
    const { valid, errors } = check(value, budget);
    if (valid === null) throw new TooMuchToCheck();
    return valid ? undefined : errors[0];
  };
}

/** The failure of a sample by what a check threw. */
export function schemaFailure(cause: unknown, tool: string): Failed {
  if (cause instanceof UnusableSchema) {
    const reason = `The parameters of the tool ${tool} cannot be used: ${cause.message}.`;
    return failed('sample_field_invalid', reason);
  }
  if (cause instanceof TooMuchToCheck) {
    const reason = `The arguments of ${tool} take too long to check by their schema.`;
    return failed('sample_too_large', reason);
  }
  throw cause;
}
