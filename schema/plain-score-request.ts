import { KEEPS } from './keep.ts';
import { LIMITS } from './limits.ts';
import {
  isPlain,
  plainList,
  plainName,
  plainObject,
  plainOneOf,
  plainRecord,
  plainText,
  type Read,
} from './plain-values.ts';
import type { ScoreRequest } from './types.ts';

const anything: Read = (value) => value;
const share: Read = (value) =>
  value === null || (typeof value === 'number' && value >= 0 && value <= 1) ? value : undefined;

const sample = plainObject([
  ['id', plainName],
  ['input', plainText],
  ['output', plainText],
  ['expected', anything],
  ['contexts', plainList(plainText, 0, LIMITS.contexts)],
  ['generator', plainName],
]);

const settings = plainObject([
  ['scorer', plainName],
  ['params', plainRecord],
  ['threshold', share],
  ['as', plainName],
]);

const scorer: Read = (value) => {
  if (typeof value === 'string') return plainName(value);
  const found = settings(value);
  return isPlain(found) && found.scorer !== undefined ? found : undefined;
};

const request = plainObject([
  ['sample', sample],
  ['samples', plainList(sample, 1, LIMITS.samples)],
  ['scorers', plainList(scorer, 1, LIMITS.scorers)],
  ['suite', plainName],
  ['store', plainOneOf(['now', 'queued', 'none'])],
  ['keep', plainOneOf(KEEPS)],
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
