import type { JsonValue } from '@assay/sdk';

/** A field whose value differs between two states, by its JSON pointer; null on the side without it. */
export interface StateChange {
  pointer: string;
  before: string | null;
  after: string | null;
}

/** What differs between two states, field by field; lists are compared as wholes. */
export function changesBetween(before: JsonValue, after: JsonValue): StateChange[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((pointer) => ({
      pointer,
      before: was.get(pointer) ?? null,
      after: is.get(pointer) ?? null,
    }))
    .filter((change) => change.before !== change.after);
}

/** Each field that is no object, as JSON by its pointer. */
function fieldsOf(state: JsonValue, pointer = ''): Map<string, string> {
  if (state === null && pointer === '') return new Map();
  if (typeof state !== 'object' || state === null || Array.isArray(state)) {
    return new Map([[pointer, JSON.stringify(state)]]);
  }
  return new Map(
    Object.entries(state).flatMap(([name, value]) => [...fieldsOf(value, `${pointer}/${name}`)]),
  );
}
