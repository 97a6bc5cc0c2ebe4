import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { emptyAttributes } from '../otlp/attributes.ts';
import type { Attributes } from '../otlp/span.ts';

// An index beyond it is no list of messages.
const MOST_ITEMS = 1_000;

/**
 * The tree under a prefix of flattened attributes: `a.0.b` and `a.1.b` become `[{ b }, { b }]`.
 *
 * @returns undefined if no attribute has the prefix
 */
export function unflatten(attributes: Attributes, prefix: string): JsonValue | undefined {
  const start = `${prefix}.`;
  let root: JsonObject | undefined;
  for (const key in attributes) {
    if (!key.startsWith(start)) continue;
    root ??= emptyAttributes();
    put(root, key.slice(start.length).split('.'), attributes[key] ?? null);
  }
  return root && withLists(root);
}

function put(root: JsonObject, path: string[], value: JsonValue): void {
  let at = root;
  for (const step of path.slice(0, -1)) {
    const next = at[step];
    if (typeof next === 'object' && next !== null && !Array.isArray(next)) at = next;
    else {
      const made: JsonObject = Object.create(null);
      at[step] = made;
      at = made;
    }
  }
  at[path.at(-1) ?? ''] = value;
}

/** Objects whose keys are all indexes, as lists in the order of the indexes. */
function withLists(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, of]) => [key, withLists(of)] as const);
  const isList = entries.every(([key]) => /^\d{1,4}$/.test(key) && Number(key) < MOST_ITEMS);
  return isList ? entries.map(([, of]) => of) : Object.fromEntries(entries);
}
