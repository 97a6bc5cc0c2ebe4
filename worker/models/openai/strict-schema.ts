import type { JsonObject, JsonValue } from '@assay/schema/types.ts';

// No server with strict structured output takes these; the judge reads them in its instructions.
const NEVER = ['default', '$schema', 'minLength', 'maxLength', 'propertyNames'];
// Azure, Groq and models that were fine-tuned refuse these too.
const BOUNDS = [
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minItems', 'maxItems', 'uniqueItems', 'pattern', 'format', 'minProperties', 'maxProperties'],
];

/**
 * A schema in the form that strict structured output wants: every property is required, one that
 * may be left out may be null instead, and others are forbidden.
 *
 * Source: OpenAI, “Structured model outputs”, supported schemas; Azure's and Groq's lists.
 * @param keepsBounds false leaves out bounds and patterns as well
 */
export function toStrictSchema(schema: JsonObject, keepsBounds: boolean): JsonObject {
  const strict: JsonObject = {};
  for (const [name, value] of Object.entries(schema)) {
    if (NEVER.includes(name) || (!keepsBounds && BOUNDS.includes(name))) continue;
    if (typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER) continue;
    strict[name] = convert(name, value, keepsBounds);
  }
  const { properties } = strict;
  if (!isObject(properties)) return strict;
  const required = Array.isArray(schema.required) ? schema.required : [];
  const all = Object.entries(properties).map(([name, property]) => [
    name,
    required.includes(name) ? property : orNull(property),
  ]);
  return {
    ...strict,
    properties: Object.fromEntries(all),
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

function convert(name: string, value: JsonValue, keepsBounds: boolean): JsonValue {
  if (name === 'enum' || name === 'const' || name === 'required') return value;
  if (Array.isArray(value)) {
    return value.map((item) => (isObject(item) ? toStrictSchema(item, keepsBounds) : item));
  }
  if (!isObject(value)) return value;
  if (name !== 'properties' && name !== '$defs') return toStrictSchema(value, keepsBounds);
  // Names in here are a user's, not keywords.
  return Object.fromEntries(
    Object.entries(value).map(([own, schema]) => [
      own,
      isObject(schema) ? toStrictSchema(schema, keepsBounds) : schema,
    ]),
  );
}

function orNull(schema: JsonValue): JsonValue {
  if (!isObject(schema)) return schema;
  if (Array.isArray(schema.anyOf)) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
  if (typeof schema.type === 'string' && !('enum' in schema) && !('const' in schema)) {
    return { ...schema, type: [schema.type, 'null'] };
  }
  return { anyOf: [schema, { type: 'null' }] };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
