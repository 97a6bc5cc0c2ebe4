import type { JsonObject, JsonValue } from '@assay/schema/types.ts';

// `{{input}}`, `{{ metadata.city }}`. Names have no white space, and no braces.
const PLACEHOLDER = /\{\{\s*([^\s{}]+)\s*\}\}/g;
const WHOLE = /^\{\{\s*([^\s{}]+)\s*\}\}$/;

/** A template names something that has no value. */
export class MissingVariable extends Error {
  override readonly name = 'MissingVariable';
  readonly variable: string;

  constructor(variable: string) {
    super(`{{${variable}}} has no value.`);
    this.variable = variable;
  }
}

/** What a name in a template stands for; undefined if it has no value. */
export type Lookup = (name: string) => JsonValue | undefined;

/**
 * A text with its placeholders replaced, each once: what a value says is never read as a template.
 * Objects and lists become JSON.
 *
 * @throws MissingVariable
 */
export function renderText(template: string, lookup: Lookup): string {
  return template.replace(PLACEHOLDER, (_, name: string) => asText(namedValue(name, lookup)));
}

/**
 * JSON with the placeholders of its texts replaced. A text that is one placeholder becomes the value
 * itself, of whatever type.
 *
 * @throws MissingVariable
 */
export function renderJson(template: JsonValue, lookup: Lookup): JsonValue {
  if (typeof template === 'string') {
    const [, only] = WHOLE.exec(template) ?? [];
    return only === undefined ? renderText(template, lookup) : namedValue(only, lookup);
  }
  if (Array.isArray(template)) return template.map((inner) => renderJson(inner, lookup));
  if (typeof template === 'object' && template !== null) return renderObject(template, lookup);
  return template;
}

/** @throws MissingVariable */
export function renderObject(template: JsonObject, lookup: Lookup): JsonObject {
  return Object.fromEntries(
    Object.entries(template).map(([key, inner]) => [key, renderJson(inner, lookup)]),
  );
}

/** The names in a template, each once. */
export function namesIn(template: JsonValue): string[] {
  if (typeof template === 'string') return [...countNames(template).keys()];
  if (typeof template !== 'object' || template === null) return [];
  return [...new Set(Object.values(template).flatMap(namesIn))];
}

/** The names in a text, with how often each is there. */
export function countNames(template: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, name = ''] of template.matchAll(PLACEHOLDER)) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** The names that follow two opening braces and that nothing closes, such as of `{{input}`. */
export function unclosedNamesIn(template: string): string[] {
  const rest = template.replace(PLACEHOLDER, '');
  return Array.from(rest.matchAll(/\{\{\s*([^\s{}]+)/g), ([, name = '']) => name);
}

/** Whether a text has two opening braces that begin no placeholder. */
export function oddBraceIn(template: string): boolean {
  return template.replace(PLACEHOLDER, '').includes('{{');
}

function namedValue(name: string, lookup: Lookup): JsonValue {
  const value = lookup(name);
  if (value === undefined) throw new MissingVariable(name);
  return value;
}

/** What a value is in a text. */
export function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
