import type { JsonObject, JsonValue } from '@assay/schema/types.ts';

/**
 * The schemas of a tool as an agent needs them. Clients put the arguments of every tool into the context of the
 * model, so that each kilobyte costs every conversation. Only what helps to write a call is left: what a call must
 * obey besides, the Worker checks and says. Both accept whatever the full schemas accept.
 */

/** Definitions that samples accept in the spelling of others. An agent writes ours. */
const OF_OTHERS = new Set([
  'AnthropicTool',
  'CallPart',
  'GeminiPythonTools',
  'GeminiTools',
  'McpTool',
  'OpenAiCustomToolCall',
  'OpenAiTool',
  'OpenAiToolCall',
  'ResponseItem',
]);

/** Fields that exist for the spelling of others, or that no scorer reads. */
const FIELDS_OF_OTHERS: Record<string, readonly string[]> = {
  Message: [
    'annotations',
    'audio',
    'function_call',
    'id',
    'parts',
    'refusal',
    'status',
    'tool_call_id',
    'tool_calls',
    'type',
  ],
  ToolCall: ['args', 'call_id', 'status', 'type'],
};

/** Definitions of what few calls need: the names of their fields are enough to try, and errors say the rest. */
const OUTLINED = new Set([
  'ExperimentRetry',
  'ExtractStep',
  'Generation',
  'RedactingDetector',
  'ReferenceContext',
  'RequireCalibration',
  'TokenUsage',
  'WebhookTarget',
]);

/** Limits, which the Worker checks. */
const LIMITS = new Set([
  '$schema',
  'additionalProperties',
  'exclusiveMinimum',
  'maxItems',
  'maxLength',
  'maxProperties',
  'minItems',
  'minLength',
  'propertyNames',
]);

const REFERENCE = /^#\/\$defs\/(.+)$/;

/** The arguments of a tool: canonical spellings, types, choices and descriptions. */
export function agentInput(schema: JsonObject): JsonObject {
  const { $defs, ...top } = schema;
  const own = Object.entries(objectOf($defs))
    .filter(([name]) => !OF_OTHERS.has(name))
    .map(([name, definition]): [string, JsonValue] => [name, shortDefinition(name, definition)]);
  const definitions: JsonObject = Object.fromEntries(own);
  const short = objectOf(withoutLimits(top));
  const needed = definitionsOf(short, definitions);
  return Object.keys(needed).length === 0 ? short : { ...short, $defs: needed };
}

function shortDefinition(name: string, definition: JsonValue): JsonValue {
  const full = objectOf(definition);
  if (!OUTLINED.has(name)) return withoutLimits(withoutFields(full, FIELDS_OF_OTHERS[name] ?? []));
  const { description } = full;
  const fields = `Fields: ${fieldsOf(full).join(', ')}.`;
  return { description: description === undefined ? fields : `${description} ${fields}` };
}

/** The names of the fields of an object, or of all objects that it can be. */
function fieldsOf(schema: JsonObject): string[] {
  const alternatives = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => list ?? []);
  const names = [schema, ...alternatives].flatMap((one) =>
    Object.keys(objectOf(objectOf(one).properties)),
  );
  return [...new Set(names)];
}

/**
 * The arguments of a tool that takes those of another, which has them in full: the names at the top.
 *
 * @param of name of the other tool
 */
export function argumentsOf(of: string, schema: JsonObject): JsonObject {
  const properties = Object.keys(objectOf(schema.properties)).map((name) => [name, {}]);
  const { required } = schema;
  return {
    description: `The arguments of \`${of}\`.`,
    properties: Object.fromEntries(properties),
    ...(required !== undefined && { required }),
  };
}

/** The result of a tool: its fields, with their types and descriptions, and nothing below them. */
export function agentOutput(schema: JsonObject): JsonObject {
  const definitions = objectOf(schema.$defs);
  const fields = Object.entries(objectOf(schema.properties));
  const properties = fields.map(([name, field]) => [name, outline(objectOf(field), definitions)]);
  const { description, required } = schema;
  return {
    ...(description !== undefined && { description }),
    ...(required !== undefined && { required }),
    properties: Object.fromEntries(properties),
  };
}

/** The type of a field and what it is. */
function outline(field: JsonObject, definitions: JsonObject): JsonObject {
  const { $ref, type, description } = field;
  const [, name] = REFERENCE.exec(String($ref)) ?? [];
  const definition = name === undefined ? {} : outline(objectOf(definitions[name]), definitions);
  return {
    ...definition,
    ...(type !== undefined && { type }),
    ...(description !== undefined && { description }),
  };
}

function withoutFields(definition: JsonObject, names: readonly string[]): JsonObject {
  const properties = Object.entries(objectOf(definition.properties));
  if (names.length === 0) return definition;
  return {
    ...definition,
    properties: Object.fromEntries(properties.filter(([name]) => !names.includes(name))),
  };
}

/** Names of fields are no keywords: only what stands for a schema is shortened. */
function withoutLimits(schema: JsonValue): JsonValue {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return withoutAlternatives(schema).map(withoutLimits);
  const kept = Object.entries(schema).filter(
    ([keyword, value]) => !(LIMITS.has(keyword) && !isMap(keyword, value)) && !isUnbounded(value),
  );
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, shortened(keyword, value)]));
}

function shortened(keyword: string, value: JsonValue): JsonValue {
  if (keyword === 'properties') {
    const fields = Object.entries(objectOf(value));
    return Object.fromEntries(fields.map(([name, field]) => [name, withoutLimits(field)]));
  }
  const isSchema = ['items', 'anyOf', 'oneOf', 'allOf', 'additionalProperties', 'not'];
  return isSchema.includes(keyword) ? withoutLimits(value) : value;
}

/** Whether the values of a map have a schema of their own, which an agent needs. */
function isMap(keyword: string, value: JsonValue): boolean {
  return keyword === 'additionalProperties' && Object.keys(objectOf(value)).length > 0;
}

/** The bounds of a safe integer say nothing. */
function isUnbounded(value: JsonValue): boolean {
  return typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER;
}

/** One alternative stands for all spellings of others, so that clients that validate let them through. */
function withoutAlternatives(schemas: JsonValue[]): JsonValue[] {
  const own = schemas.filter((schema) => !isOfOthers(schema));
  if (own.length === schemas.length) return schemas;
  return [...own, { type: 'object', description: 'Or in the spelling of another API.' }];
}

function isOfOthers(schema: JsonValue): boolean {
  const [, name] = REFERENCE.exec(String(objectOf(schema).$ref)) ?? [];
  return name !== undefined && OF_OTHERS.has(name);
}

/** The definitions that a schema leads to. */
function definitionsOf(schema: JsonObject, definitions: JsonObject): JsonObject {
  const needed = new Map<string, JsonValue>();
  const waiting: JsonValue[] = [schema];
  for (const next of waiting) {
    for (const [, name = ''] of JSON.stringify(next).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) {
      const definition = definitions[name];
      if (needed.has(name) || definition === undefined) continue;
      needed.set(name, definition);
      waiting.push(definition);
    }
  }
  return Object.fromEntries(needed);
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
