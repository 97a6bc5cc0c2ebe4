import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import * as z from 'zod';

/** The field by which an answer proves to be the judge's own; see `answer.ts`. */
export const ID = 'id';

const MARKER = 'the marker of this task';

/** The shape of an answer, in the forms that reading and asking need. */
export interface Shape {
  schema: z.ZodType<JsonObject>;
  /** As zod writes it. */
  json: JsonObject;
  /** What is sent as the response format: only what strict modes allow, every property required. */
  strict: JsonObject;
  /** One line that shows the form and could not be taken for an answer. */
  skeleton: string;
  /** The fields beside the reasoning. */
  fields: readonly string[];
}

const known = new WeakMap<z.ZodType, Shape>();

/** The shape of an answer, made once a schema. */
export function shapeOf(schema: z.ZodType<JsonObject>): Shape {
  const before = known.get(schema);
  if (before) return before;
  const json = toJsonSchema(schema);
  const properties = objectAt(json, 'properties');
  const signed = {
    ...json,
    properties: { [ID]: { type: 'string', description: MARKER }, ...properties },
  };
  const shape = {
    ...{ schema, json },
    strict: toStrict(signed),
    skeleton: sketch(signed),
    fields: Object.keys(properties).filter((name) => name !== 'reasoning'),
  };
  known.set(schema, shape);
  return shape;
}

/** The JSON Schema of an answer. */
export function toJsonSchema(schema: z.ZodType): JsonObject {
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io: 'output' }) as JsonObject;
  return made;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value inside a JSON Schema that is an object; an empty one if it is not there. */
export function objectAt(schema: JsonObject, key: string): Record<string, JsonObject> {
  const value = schema[key];
  return isObject(value) ? (value as Record<string, JsonObject>) : {};
}

/** The whole numbers from a schema's minimum to its maximum, where they are few. */
export function choicesOf({ type, minimum, maximum, enum: listed }: JsonObject): JsonValue[] {
  if (Array.isArray(listed)) return listed;
  if (type !== 'integer' || typeof minimum !== 'number' || typeof maximum !== 'number') return [];
  if (maximum - minimum > 20) return [];
  return Array.from({ length: maximum - minimum + 1 }, (_, i) => minimum + i);
}

/**
 * The part of a JSON Schema that every strict mode takes: types, enums, and objects whose properties
 * are all required and closed. Lengths, ranges and counts are left to the reading of the answer; a
 * small range of numbers becomes an enum. What the fields hold is told in the prompt, once.
 *
 * Source: OpenAI, Structured Outputs, supported schemas; Azure's and Cerebras's lists, which are
 * shorter.
 */
function toStrict(schema: JsonObject): JsonObject {
  const { type, items } = schema;
  if (type === 'object') {
    const properties = objectAt(schema, 'properties');
    const entries = Object.entries(properties).map(([name, each]) => [name, toStrict(each)]);
    return {
      type,
      properties: Object.fromEntries(entries) as JsonObject,
      required: Object.keys(properties),
      additionalProperties: false,
    };
  }
  if (type === 'array') {
    return { type, ...(isObject(items) ? { items: toStrict(items as JsonObject) } : {}) };
  }
  const choices = choicesOf(schema);
  return {
    ...(type === undefined ? {} : { type }),
    ...(choices.length > 0 ? { enum: choices } : {}),
  };
}

function sketch(schema: JsonObject): string {
  const { type, description, items } = schema;
  if (type === 'object') {
    const entries = Object.entries(objectAt(schema, 'properties'));
    return `{${entries.map(([name, each]) => `${JSON.stringify(name)}:${sketch(each)}`).join(',')}}`;
  }
  if (type === 'array' && isObject(items)) {
    // A list of numbers or texts says what they are in the place of the first.
    if (items.type !== 'object') return `[<${withoutStop(description)}>, …]`;
    const told = typeof description === 'string' ? ` (${description})` : '';
    return `[${sketch(items as JsonObject)}, …${told}]`;
  }
  const choices = choicesOf(schema);
  if (type === 'string' && choices.length > 0) return JSON.stringify(choices.join('|'));
  if (choices.length > 0) return `<${withoutStop(description)}: ${choices.join('|')}>`;
  if (type === 'boolean') return 'true|false';
  const told = `<${withoutStop(description)}>`;
  return type === 'string' ? JSON.stringify(told) : told;
}

function withoutStop(description: JsonValue | undefined): string {
  return typeof description === 'string' ? description.replace(/\.$/, '') : '…';
}
