import { KEEPS } from './keep.ts';
import { LIMITS } from './limits.ts';
import type { ScoreRequest } from './types.ts';

/** What a value is read as; undefined where only its schema can tell. */
type Read = (value: unknown) => unknown;

/** The members of an object, in the order of its schema. */
type Members = readonly (readonly [key: string, read: Read])[];

// One character takes three bytes of UTF-8 at most.
const SURELY_SHORT = Math.floor(LIMITS.textBytes / 3);

const text: Read = (value) =>
  typeof value === 'string' && value.length <= SURELY_SHORT ? value : undefined;
const name: Read = (value) =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= LIMITS.nameCharacters &&
  value.isWellFormed()
    ? value
    : undefined;
const anything: Read = (value) => value;
const share: Read = (value) =>
  value === null || (typeof value === 'number' && value >= 0 && value <= 1) ? value : undefined;
const store: Read = (value) =>
  value === 'now' || value === 'queued' || value === 'none' ? value : undefined;

const keep: Read = (value) => KEEPS.find((level) => level === value);

function list(read: Read, least: number, most: number): Read {
  return (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return undefined;
    const items: unknown[] = [];
    for (const item of value) {
      const found = read(item);
      if (found === undefined) return undefined;
      items.push(found);
    }
    return items;
  };
}

function object(members: Members): Read {
  return (value) => {
    if (!isPlain(value)) return undefined;
    const found: Record<string, unknown> = {};
    let count = 0;
    for (const [key, read] of members) {
      const member = value[key];
      if (member === undefined) continue;
      found[key] = read(member);
      if (found[key] === undefined) return undefined;
      count += 1;
    }
    // What has another member, or one that is undefined, is for the schema.
    return count === Object.keys(value).length ? found : undefined;
  };
}

const record: Read = (value) =>
  isPlain(value) && !Object.hasOwn(value, '__proto__') ? { ...value } : undefined;

function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

const sample = object([
  ['id', name],
  ['input', text],
  ['output', text],
  ['expected', anything],
  ['contexts', list(text, 0, LIMITS.contexts)],
  ['generator', name],
]);

const settings = object([
  ['scorer', name],
  ['params', record],
  ['threshold', share],
  ['as', name],
]);

const scorer: Read = (value) => {
  if (typeof value === 'string') return name(value);
  const found = settings(value);
  return isPlain(found) && found.scorer !== undefined ? found : undefined;
};

const request = object([
  ['sample', sample],
  ['samples', list(sample, 1, LIMITS.samples)],
  ['scorers', list(scorer, 1, LIMITS.scorers)],
  ['suite', name],
  ['store', store],
  ['keep', keep],
]);

/**
 * Reads the plain kind of score request that most are, in a fraction of the time that its schema
 * takes: texts under judgement, scorers by name or with parameters, and how to store the verdicts.
 *
 * @returns what the schema `ScoreRequest` would give; undefined for what only the schema can judge
 */
export function plainScoreRequest(value: unknown): ScoreRequest | undefined {
  const found = request(value);
  if (!isPlain(found)) return undefined;
  const isOneOfTwo = (found.sample === undefined) !== (found.samples === undefined);
  const hasScorers = found.scorers !== undefined || found.suite !== undefined;
  // Each member was read as its type; a property test holds the whole equal to what the schema gives.
  return isOneOfTwo && hasScorers ? (found as unknown as ScoreRequest) : undefined;
}
