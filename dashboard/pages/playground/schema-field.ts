import type { JsonValue } from '@assay/sdk';

/** How a parameter is asked for, by its JSON Schema. */
export type Field =
  | { kind: 'text' | 'lines' | 'json'; isLong?: boolean }
  | { kind: 'number'; min: number | undefined; max: number | undefined; isWhole: boolean }
  | { kind: 'switch' }
  | { kind: 'choice'; choices: string[] };

interface Schema {
  type?: unknown;
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

export function fieldOf(schema: Schema): Field {
  if (schema.enum?.every((each) => typeof each === 'string')) {
    return { kind: 'choice', choices: schema.enum.map(String) };
  }
  switch (schema.type) {
    case 'string':
      return { kind: 'text', isLong: (schema.maxLength ?? 0) > 200 };
    case 'boolean':
      return { kind: 'switch' };
    case 'number':
    case 'integer': {
      const isWhole = schema.type === 'integer';
      return { kind: 'number', min: schema.minimum, max: schema.maximum, isWhole };
    }
    case 'array':
      return { kind: schema.items?.type === 'string' ? 'lines' : 'json' };
    default:
      return { kind: 'json' };
  }
}

/**
 * The value that was typed; undefined for none, so that the default applies.
 *
 * @throws SyntaxError where JSON is asked for and the text is none
 */
export function readField(field: Field, text: string): JsonValue | undefined {
  if (text.trim() === '') return undefined;
  switch (field.kind) {
    case 'number':
      return Number(text);
    case 'switch':
      return text === 'true';
    case 'lines':
      return text.split('\n').filter((line) => line.trim() !== '');
    case 'json':
      return JSON.parse(text);
    default:
      return text;
  }
}

/** A value as it is typed. */
export function writeField(field: Field, value: JsonValue | undefined): string {
  if (value === undefined) return '';
  if (field.kind === 'lines' && Array.isArray(value)) return value.join('\n');
  return field.kind === 'json' ? JSON.stringify(value) : String(value);
}
