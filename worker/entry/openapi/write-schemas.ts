import type { JsonObject } from '@assay/schema/types.ts';
import * as z from 'zod';

/** Writes a schema as JSON Schema. */
export type Write = (schema: z.ZodType) => object;

/** Writes schemas, each once, and collects those that have names. */
export function createWriter(): { write: Write; schemas: Record<string, unknown> } {
  const schemas: Record<string, unknown> = {};
  const written = new Map<z.ZodType, object>();
  const write: Write = (schema) => {
    const known = written.get(schema);
    if (known) return known;
    const { own, defined } = jsonSchemaOf(schema);
    // The first stands: later ones may refer to names that zod made up for the one schema.
    for (const [name, definition] of Object.entries(defined)) schemas[name] ??= definition;
    written.set(schema, own);
    return own;
  };
  return { write, schemas };
}

const DEFINITION = '#/$defs/';

/** The JSON Schema of what goes into a schema, and those that it refers to. */
function jsonSchemaOf(schema: z.ZodType): { own: JsonObject; defined: JsonObject } {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const { $schema: _, $defs = {}, ...own } = json;
  return { own: withComponents(own), defined: withComponents($defs) };
}

/** A copy whose references are to the components of the document. */
function withComponents(schema: object): JsonObject {
  return JSON.parse(JSON.stringify(schema), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('$ref' in value)) return value;
    const { $ref } = value;
    if (typeof $ref !== 'string' || !$ref.startsWith(DEFINITION)) return value;
    return { $ref: `#/components/schemas/${$ref.slice(DEFINITION.length)}` };
  });
}
