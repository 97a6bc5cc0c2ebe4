import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import type { Skipped } from './ask.ts';
import { isObject } from './shape.ts';

// What tells the entries of a list apart, the surest first, and what is said of each.
const NAMES = ['number', 'statement', 'claim', 'item', 'point'];
const VERDICTS = ['verdict', 'covered', 'holds', 'level'];

/**
 * Finds two verdicts of an answer on the same item that disagree. Which of them the judge meant
 * nobody can say, so the answer does not count.
 *
 * @returns what is wrong, in words for the judge; undefined if nothing is
 */
export function findContradiction(answer: JsonObject): Skipped | undefined {
  for (const list of Object.values(answer)) {
    if (!Array.isArray(list)) continue;
    const known = new Map<string, JsonValue>();
    for (const entry of list) {
      const name = isObject(entry) ? nameOf(entry) : undefined;
      const verdict = isObject(entry) ? verdictOf(entry) : undefined;
      if (name === undefined || verdict === undefined) continue;
      const before = known.get(name) ?? verdict;
      if (before !== verdict) {
        const problem = `It gives two verdicts on ${name}: ${String(before)} and ${String(verdict)}.`;
        return { problem, count: Infinity };
      }
      known.set(name, verdict);
    }
  }
  return undefined;
}

function nameOf(entry: Record<string, unknown>): string | undefined {
  const key = NAMES.find((each) => entry[each] !== undefined && entry[each] !== '');
  const value = key && entry[key];
  if (typeof value === 'number') return `${key} ${value}`;
  return typeof value === 'string' ? `"${value.trim().toLowerCase()}"` : undefined;
}

function verdictOf(entry: Record<string, unknown>): JsonValue | undefined {
  const value = VERDICTS.map((key) => entry[key]).find((each) => each !== undefined);
  return typeof value === 'object' ? undefined : (value as JsonValue | undefined);
}
