import { jsonPointer } from '@assay/schema/json-pointer.ts';

/** What one changed item names at most. */
const MOST_FIELDS = 50;

/**
 * JSON pointers of the fields of two values that differ, as deep as both have objects. Lists of
 * different lengths differ as wholes.
 */
export function changedFields(before: unknown, after: unknown): string[] {
  const found: string[] = [];
  compare(before, after, [], found);
  return found;
}

function compare(
  before: unknown,
  after: unknown,
  path: (string | number)[],
  found: string[],
): void {
  if (found.length === MOST_FIELDS || before === after) return;
  if (isParent(before) && isParent(after) && hasSameShape(before, after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    for (const name of names) compare(before[name], after[name], [...path, name], found);
  } else found.push(jsonPointer(path));
}

function hasSameShape(before: object, after: object): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) {
    return Array.isArray(before) === Array.isArray(after);
  }
  return before.length === after.length;
}

function isParent(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
