/**
 * Checks tool arguments against the JSON Schema that their tool declares, by walking both: nothing
 * is compiled to code, patterns run on RE2 in linear time, and all work is counted.
 *
 * Draft 2020-12, with what draft 7 writes otherwise (`items` as a list, `additionalItems`,
 * `definitions`). Keywords that would change the outcome and are not known here are refused, not
 * ignored: other dialects by `$schema`, references to other documents or anchors, `unevaluatedProperties`, `unevaluatedItems`,
 * `$dynamicRef` and `dependencies`. `format` is an annotation, as the draft has it.
 *
 * Source: https://json-schema.org/draft/2020-12/json-schema-validation
 */
import { canonicalJson } from '@assay/schema/canonical-json.ts';
import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { RE2JS } from 're2js';
import { type Failed, failed } from '../outcome.ts';

/** A schema that cannot be used, and why. */
export class SchemaFault extends Error {
  override readonly name = 'SchemaFault';
}

/** A value that would take too long to check. */
export class TooMuchToCheck extends Error {
  override readonly name = 'TooMuchToCheck';
}

/** The failure of a sample by what a check threw. */
export function schemaFailure(cause: unknown, tool: string): Failed {
  if (cause instanceof SchemaFault) {
    const reason = `The parameters of the tool ${tool} cannot be used: ${cause.message}.`;
    return failed('sample_field_invalid', reason);
  }
  if (cause instanceof TooMuchToCheck) {
    const reason = `The arguments of ${tool} take too long to check by their schema.`;
    return failed('sample_too_large', reason);
  }
  throw cause;
}

export type SchemaCheck = (schema: JsonValue, value: JsonValue) => SchemaError | undefined;

export interface SchemaError {
  /** JSON pointer into the value. */
  pointer: string;
  message: string;
}

// Schemas that refer to themselves can ask for work without end.
const MOST_STEPS = 300_000;
const DEEPEST = 200;

const UNKNOWN = [
  'unevaluatedProperties',
  'unevaluatedItems',
  '$dynamicRef',
  '$recursiveRef',
  'dependencies',
];

const DRAFT = /^https?:\/\/json-schema\.org\//;

const TYPES: Record<string, (value: JsonValue) => boolean> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  array: Array.isArray,
  object: isObject,
};

/**
 * Makes a check that finds the first fault of a value under a schema; undefined when it is valid.
 * All that one check is asked shares one bound of work.
 *
 * @throws SchemaFault (the check does) when the schema cannot be used
 * @throws TooMuchToCheck (the check does) after 300,000 steps
 */
export function schemaCheck(): SchemaCheck {
  const shared = { work: { steps: 0 }, patterns: new Map(), texts: new Map(), choices: new Map() };
  return (root, value) => check(root, value, '', { ...shared, root, depth: 0 });
}

interface Walk {
  root: JsonValue;
  depth: number;
  work: { steps: number };
  patterns: Map<string, RE2JS>;
  /** Canonical JSON of objects and arrays met before. */
  texts: Map<JsonValue, string>;
  /** Canonical JSON of the members of each `enum`. */
  choices: Map<JsonValue[], Set<string>>;
}

function spend(steps: number, { work, depth }: Walk): void {
  work.steps += steps;
  if (work.steps > MOST_STEPS || depth > DEEPEST) throw new TooMuchToCheck();
}

function check(
  schema: JsonValue,
  value: JsonValue,
  at: string,
  walk: Walk,
): SchemaError | undefined {
  // A long text takes its time, and more so under a pattern.
  spend(1 + (typeof value === 'string' ? value.length >> 7 : 0), walk);
  if (schema === true) return undefined;
  if (schema === false) return { pointer: at, message: 'is not allowed' };
  if (!isObject(schema)) throw new SchemaFault(`${show(schema)} is no schema`);
  if (typeof schema.$schema === 'string' && !DRAFT.test(schema.$schema)) {
    throw new SchemaFault(`the dialect ${show(schema.$schema)} is not known`);
  }
  const unknown = UNKNOWN.find((keyword) => Object.hasOwn(schema, keyword));
  if (unknown) throw new SchemaFault(`the keyword \`${unknown}\` is not supported`);

  walk.depth += 1;
  const error =
    checkAny(schema, value, at, walk) ??
    (typeof value === 'string' ? checkText(schema, value, at, walk) : undefined) ??
    (typeof value === 'number' ? checkNumber(schema, value, at) : undefined) ??
    (Array.isArray(value) ? checkArray(schema, value, at, walk) : undefined) ??
    (isObject(value) ? checkObject(schema, value, at, walk) : undefined) ??
    checkCombined(schema, value, at, walk);
  walk.depth -= 1;
  return error;
}

function checkAny(
  schema: JsonObject,
  value: JsonValue,
  at: string,
  walk: Walk,
): SchemaError | undefined {
  const types = schema.type === undefined ? undefined : [schema.type].flat();
  if (types && !types.some((type) => isOfType(type, value))) {
    return { pointer: at, message: `is not of type ${types.join(' or ')}` };
  }
  const { enum: allowed } = schema;
  if (Array.isArray(allowed) && !readChoices(allowed, walk).has(textOf(value, walk))) {
    return { pointer: at, message: `is none of ${show(allowed)}` };
  }
  if (schema.const !== undefined && textOf(schema.const, walk) !== textOf(value, walk)) {
    return { pointer: at, message: `is not ${show(schema.const)}` };
  }
  return undefined;
}

function isOfType(type: JsonValue, value: JsonValue): boolean {
  if (typeof type !== 'string' || !Object.hasOwn(TYPES, type)) {
    throw new SchemaFault(`${show(type)} is no type of JSON Schema`);
  }
  return TYPES[type]?.(value) ?? false;
}

function checkText(
  schema: JsonObject,
  value: string,
  at: string,
  walk: Walk,
): SchemaError | undefined {
  const { minLength, maxLength, pattern } = schema;
  if (minLength !== undefined || maxLength !== undefined) {
    const length = [...value].length;
    if (length < least(minLength)) return { pointer: at, message: `is shorter than ${minLength}` };
    if (length > most(maxLength)) return { pointer: at, message: `is longer than ${maxLength}` };
  }
  if (typeof pattern === 'string' && !matches(pattern, value, walk)) {
    return { pointer: at, message: `does not match ${show(pattern)}` };
  }
  return undefined;
}

function matches(pattern: string, text: string, walk: Walk): boolean {
  const read = readPattern(pattern, walk);
  // RE2 may try each instruction of the pattern at each character.
  spend(1 + text.length * (0.25 + read.programSize() / 1_000), walk);
  return read.matcher(text).find();
}

function readPattern(pattern: string, walk: Walk): RE2JS {
  const known = walk.patterns.get(pattern);
  if (known) return known;
  spend(pattern.length, walk);
  try {
    const read = RE2JS.compile(RE2JS.translateRegExp(pattern));
    walk.patterns.set(pattern, read);
    return read;
  } catch {
    throw new SchemaFault(`the pattern ${show(pattern)} is not one of RE2`);
  }
}

function checkNumber(schema: JsonObject, value: number, at: string): SchemaError | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (value < least(minimum)) return { pointer: at, message: `is below ${minimum}` };
  if (value > most(maximum)) return { pointer: at, message: `is above ${maximum}` };
  if (value <= least(exclusiveMinimum)) {
    return { pointer: at, message: `is not above ${exclusiveMinimum}` };
  }
  if (value >= most(exclusiveMaximum)) {
    return { pointer: at, message: `is not below ${exclusiveMaximum}` };
  }
  if (typeof multipleOf === 'number' && !isMultiple(value, multipleOf)) {
    return { pointer: at, message: `is no multiple of ${multipleOf}` };
  }
  return undefined;
}

/** Whether it is, as decimals: 0.0075 is a multiple of 0.0001. */
function isMultiple(value: number, of: number): boolean {
  const times = value / of;
  if (!Number.isFinite(times)) return value % of === 0;
  return Math.abs(times - Math.round(times)) <= Math.abs(times) * Number.EPSILON;
}

function checkArray(
  schema: JsonObject,
  value: JsonValue[],
  at: string,
  walk: Walk,
): SchemaError | undefined {
  if (value.length < least(schema.minItems)) {
    return { pointer: at, message: `has fewer than ${schema.minItems} items` };
  }
  if (value.length > most(schema.maxItems)) {
    return { pointer: at, message: `has more than ${schema.maxItems} items` };
  }
  if (
    schema.uniqueItems === true &&
    new Set(value.map((item) => textOf(item, walk))).size < value.length
  ) {
    return { pointer: at, message: 'has an item twice' };
  }
  // Draft 7 writes `prefixItems` as a list of `items`, and `items` as `additionalItems`.
  const isListed = Array.isArray(schema.items);
  const first = isListed ? schema.items : schema.prefixItems;
  const others = isListed ? schema.additionalItems : schema.items;
  const firsts = Array.isArray(first) ? first : [];
  for (const [i, item] of value.entries()) {
    const error = check(firsts[i] ?? others ?? true, item, `${at}/${i}`, walk);
    if (error) return error;
  }
  if (schema.contains === undefined) return undefined;
  const contained = value.filter((item) => !check(schema.contains ?? true, item, at, walk)).length;
  const fewest = typeof schema.minContains === 'number' ? schema.minContains : 1;
  return contained < fewest || contained > most(schema.maxContains)
    ? { pointer: at, message: `has ${contained} of the items it should contain` }
    : undefined;
}

function checkObject(
  schema: JsonObject,
  value: JsonObject,
  at: string,
  walk: Walk,
): SchemaError | undefined {
  const names = Object.keys(value);
  const { required, dependentRequired, dependentSchemas } = schema;
  const demands = [
    ...(Array.isArray(required) ? required : []),
    ...members(dependentRequired).flatMap(([name, also]) =>
      Object.hasOwn(value, name) ? also : [],
    ),
  ];
  spend(demands.length, walk);
  const missing = demands.find((name) => typeof name === 'string' && !Object.hasOwn(value, name));
  if (missing !== undefined) return { pointer: at, message: `lacks ${show(missing)}` };
  if (names.length < least(schema.minProperties) || names.length > most(schema.maxProperties)) {
    return { pointer: at, message: `has ${names.length} members` };
  }

  const properties = isObject(schema.properties) ? schema.properties : {};
  const patterns = members(schema.patternProperties);
  for (const [name, member] of Object.entries(value)) {
    const place = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const matching = patterns.filter(([pattern]) =>
      readPattern(pattern, walk).matcher(name).find(),
    );
    const schemas = [...(own === undefined ? [] : [own]), ...matching.map(([, one]) => one)];
    if (schemas.length === 0) schemas.push(schema.additionalProperties ?? true);
    const error =
      firstError(schemas, (one) => check(one, member, place, walk)) ??
      check(schema.propertyNames ?? true, name, place, walk);
    if (error) return error;
  }
  return firstError(
    members(dependentSchemas).filter(([name]) => Object.hasOwn(value, name)),
    ([, one]) => check(one, value, at, walk),
  );
}

function checkCombined(
  schema: JsonObject,
  value: JsonValue,
  at: string,
  walk: Walk,
): SchemaError | undefined {
  const { allOf, anyOf, oneOf, not, $ref } = schema;
  const holds = (one: JsonValue) => check(one, value, at, walk) === undefined;
  if (Array.isArray(allOf)) {
    const error = firstError(allOf, (one) => check(one, value, at, walk));
    if (error) return error;
  }
  if (Array.isArray(anyOf) && !anyOf.some(holds)) {
    return { pointer: at, message: 'is valid under none of `anyOf`' };
  }
  if (Array.isArray(oneOf)) {
    const valid = oneOf.filter(holds).length;
    if (valid !== 1) return { pointer: at, message: `is valid under ${valid} of \`oneOf\`` };
  }
  if (not !== undefined && holds(not)) return { pointer: at, message: 'is valid under `not`' };
  if (schema.if !== undefined) {
    const branch = holds(schema.if) ? schema.then : schema.else;
    const error = check(branch ?? true, value, at, walk);
    if (error) return error;
  }
  return $ref === undefined ? undefined : check(resolve($ref, walk.root), value, at, walk);
}

/** The schema that a reference into the same document means. */
function resolve(reference: JsonValue, root: JsonValue): JsonValue {
  if (typeof reference !== 'string' || !/^#(?:\/|$)/.test(reference)) {
    throw new SchemaFault(`the reference ${show(reference)} leads out of the schema`);
  }
  let found: JsonValue | undefined = root;
  for (const step of readSteps(reference)) found = memberOf(found, step);
  if (found === undefined) throw new SchemaFault(`the reference ${show(reference)} leads nowhere`);
  return found;
}

function memberOf(value: JsonValue | undefined, step: string): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function readSteps(reference: string): string[] {
  try {
    const steps = decodeURIComponent(reference).split('/').slice(1);
    return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  } catch {
    throw new SchemaFault(`the reference ${show(reference)} is malformed`);
  }
}

function firstError<One>(
  all: readonly One[],
  checkOne: (one: One) => SchemaError | undefined,
): SchemaError | undefined {
  for (const one of all) {
    const error = checkOne(one);
    if (error) return error;
  }
  return undefined;
}

function members(value: JsonValue | undefined): [string, JsonValue][] {
  return isObject(value) ? Object.entries(value) : [];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readChoices(allowed: JsonValue[], { choices }: Walk): Set<string> {
  const read = choices.get(allowed) ?? new Set(allowed.map(canonicalJson));
  choices.set(allowed, read);
  return read;
}

/** Canonical JSON, equal for equal values. */
function textOf(value: JsonValue, { texts }: Walk): string {
  if (typeof value !== 'object' || value === null) return canonicalJson(value);
  const text = texts.get(value) ?? canonicalJson(value);
  texts.set(value, text);
  return text;
}

function least(bound: JsonValue | undefined): number {
  return typeof bound === 'number' ? bound : Number.NEGATIVE_INFINITY;
}

function most(bound: JsonValue | undefined): number {
  return typeof bound === 'number' ? bound : Number.POSITIVE_INFINITY;
}

function show(value: JsonValue): string {
  const text = canonicalJson(value);
  return text.length > 60 ? `${text.slice(0, 60).replace(/[\ud800-\udbff]$/, '')}…` : text;
}
