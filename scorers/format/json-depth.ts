import type { JsonObject, JsonValue } from '@assay/schema/types.ts';

/** Levels of arrays and objects that the scorers of JSON follow: a text may nest 100,000 deep. */
export const DEEPEST_JSON = 256;

/** Whether a value nests arrays and objects deeper than so many levels. Walks without recursion. */
export function isDeeperThan(value: JsonValue, levels: number): boolean {
  let containers = [value].filter(isContainer);
  for (let level = 0; level < levels && containers.length > 0; level++) {
    containers = containers.flatMap((one): JsonValue[] => Object.values(one)).filter(isContainer);
  }
  return containers.length > 0;
}

function isContainer(value: JsonValue): value is JsonValue[] | JsonObject {
  return typeof value === 'object' && value !== null;
}
