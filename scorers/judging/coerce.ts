import type { JsonObject } from '@assay/schema/types.ts';
import { normalForm } from '../text/normal-form.ts';
import { choicesOf, isObject, objectAt } from './shape.ts';

/**
 * An answer with the slips undone that have one reading: labels and keys that differ by case or
 * white space, numbers and booleans as text, a level with its words ("2: The criterion is met."),
 * null for what does not apply, one object instead of a list of one. What has no reading stays as
 * it is, for the schema to refuse.
 *
 * @param schema the JSON Schema of the answer
 */
export function coerce(value: unknown, schema: JsonObject): unknown {
  switch (schema.type) {
    case 'object':
      return isObject(value) ? coerceObject(value, schema) : value;
    case 'array':
      return coerceArray(value, schema);
    case 'boolean':
      return typeof value === 'string' ? (BOOLEANS.get(foldLabel(value)) ?? value) : value;
    case 'integer':
    case 'number':
      return typeof value === 'string' ? (readNumber(value, schema.maximum) ?? value) : value;
    case 'string':
      return coerceString(value, choicesOf(schema));
    default:
      return value;
  }
}

const BOOLEANS = new Map([
  ['true', true],
  ['yes', true],
  ['false', false],
  ['no', false],
]);

function coerceObject(value: Record<string, unknown>, schema: JsonObject): JsonObject {
  const properties = objectAt(schema, 'properties');
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const entries = Object.entries(properties).flatMap(([name, each]) => {
    const given = readField(value, name);
    if (given === undefined || (given === null && !required.has(name))) return [];
    return [[name, coerce(given, each)]];
  });
  return Object.fromEntries(entries) as JsonObject;
}

/** The value of a key, also where it is written in other capitals, as long as no other is. */
function readField(value: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(value, name)) return value[name];
  const alike = Object.keys(value).filter((key) => foldKey(key) === foldKey(name));
  return alike.length === 1 ? value[alike[0] ?? ''] : undefined;
}

function coerceArray(value: unknown, { items }: JsonObject): unknown {
  if (!isObject(items)) return value;
  const list = isObject(value) && items.type === 'object' ? [value] : value;
  return Array.isArray(list) ? list.map((each) => coerce(each, items as JsonObject)) : value;
}

function coerceString(value: unknown, labels: readonly unknown[]): unknown {
  if (labels.length === 0) {
    if (value === null) return '';
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  }
  const given = typeof value === 'number' ? String(value) : value;
  if (typeof given !== 'string' || labels.includes(given)) return given;
  const alike = labels.filter((label) => foldLabel(String(label)) === foldLabel(given));
  return alike.length === 1 ? alike[0] : given;
}

/** A key without what says nothing: case, white space, hyphens and underscores. */
export function foldKey(key: string): string {
  return normalForm(key, 'NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '');
}

/** A label without what says nothing: case, white space, quotation marks, a full stop. */
export function foldLabel(label: string): string {
  return normalForm(label, 'NFKC')
    .toLowerCase()
    .replace(/^[\s"'“”‘’`*]+|[\s"'“”‘’`*.]+$/gu, '')
    .replace(/[\s_-]+/g, '-');
}

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
// A number, alone or with the words that belong to it: "Level 2", "2: It is met.", never "1.5",
// "1 or 2", "not 2". "2/5" is 2 where 5 is the highest.
const NUMBERED =
  /^(?:(?:level|class|number|score|no\.?)\s*[:#]?\s*)?(\d{1,3})(?:\.0{1,3}|\s*(?:\/|out of)\s*(\d{1,3}))?(?:\s*[:.)(–—,-]\D*)?$/isu;

function readNumber(text: string, highest: unknown): number | undefined {
  const trimmed = text.trim();
  const [, digits, of] = NUMBERED.exec(trimmed) ?? [];
  if (digits !== undefined && (of === undefined || Number(of) === highest)) return Number(digits);
  const word = WORDS.indexOf(foldLabel(trimmed));
  return word === -1 ? undefined : word;
}
