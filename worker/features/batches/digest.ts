import type { Score, Verdict } from '@assay/schema/types.ts';
import { judgesKey, judgesOf } from '../scoring/judges-of.ts';

/** What statistics need of a verdict: a tenth of its size. */
export interface Digest {
  value: number | null;
  passed: boolean | null;
  costUsd: number;
  inputTokens: number;
  outputTokens: number;
  /** Null where an earlier release wrote the digest. */
  latencyMs: number | null;
  scores: DigestScore[];
}

export type DigestScore = [
  name: string,
  status: Score['status'],
  value: number | null,
  passed: boolean | null,
  /** Of a metric of whole corpora, what it counted. */
  counts?: readonly number[] | undefined,
  /** Of a judge, the models that judged, in their versions: see `judgesKey`. */
  judges?: string | undefined,
];

export const EMPTY_DIGEST: Digest = {
  value: null,
  passed: null,
  costUsd: 0,
  inputTokens: 0,
  outputTokens: 0,
  latencyMs: null,
  scores: [],
};

export function digestOf({ value, passed, costUsd, usage, latencyMs, scores }: Verdict): Digest {
  return {
    value,
    passed,
    costUsd,
    inputTokens: usage?.inputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
    latencyMs: Math.round(latencyMs),
    scores: scores.map(toDigestScore),
  };
}

function toDigestScore(score: Score): DigestScore {
  const { name, status, value, passed } = score;
  const counts = score.status === 'scored' ? score.counts : undefined;
  const judges = status === 'scored' ? judgesKey(judgesOf(score)) : undefined;
  if (judges !== undefined) return [name, status, value, passed, counts, judges];
  return counts === undefined
    ? [name, status, value, passed]
    : [name, status, value, passed, counts];
}

/** A digest as it is stored: without the names, which the digests of a batch have in common. */
export interface StoredDigest {
  text: string;
  /** Names of the scores, as JSON; null where the text holds them. */
  names: string | null;
}

const STATUSES: readonly Score['status'][] = ['scored', 'abstained', 'error', 'skipped'];

/**
 * The digest as a list: five numbers of the verdict, three of each score, the latency, then what some
 * counted and who judged some, after their place. Stores find values by where they stand.
 */
export function storedDigest(digest: Digest): StoredDigest & { names: string } {
  const { value, passed, costUsd, inputTokens, outputTokens, latencyMs, scores } = digest;
  const flat: Flat = [value, bit(passed), costUsd, inputTokens, outputTokens];
  for (const [, status, own, pass] of scores) flat.push(STATUSES.indexOf(status), own, bit(pass));
  if (latencyMs !== null) flat.push(latencyMs);
  for (const [i, [, , , , counts, judges]] of scores.entries()) {
    if (counts) flat.push([i, ...counts]);
    if (judges !== undefined) flat.push(`${i} ${judges}`);
  }
  return { text: JSON.stringify(flat), names: JSON.stringify(scores.map(([name]) => name)) };
}

/** Reads a digest, as `storedDigest` or an earlier release wrote it. */
export function readDigest({ text, names }: StoredDigest): Digest {
  if (names === null) return { latencyMs: null, ...JSON.parse(text) };
  const list: Flat = JSON.parse(text);
  const [value, passed, costUsd, inputTokens, outputTokens, ...flat] = list.filter(isPlain);
  const counted = new Map(list.filter(Array.isArray).map(([i, ...counts]) => [i, counts]));
  const judged = new Map(list.filter(isText).map(readJudges));
  const own: string[] = JSON.parse(names);
  return {
    value: value ?? null,
    passed: truth(passed),
    costUsd: costUsd ?? 0,
    inputTokens: inputTokens ?? 0,
    outputTokens: outputTokens ?? 0,
    latencyMs: flat[own.length * 3] ?? null,
    scores: own.map((name, i) => [
      name,
      STATUSES[flat[i * 3] ?? 0] ?? 'error',
      flat[i * 3 + 1] ?? null,
      truth(flat[i * 3 + 2]),
      ...moreAt(counted.get(i), judged.get(i)),
    ]),
  };
}

type Flat = (number | null | number[] | string)[];

function isPlain(entry: Flat[number]): entry is number | null {
  return !Array.isArray(entry) && typeof entry !== 'string';
}

function isText(entry: Flat[number]): entry is string {
  return typeof entry === 'string';
}

function readJudges(text: string): [place: number, judges: string] {
  const space = text.indexOf(' ');
  return [Number(text.slice(0, space)), text.slice(space + 1)];
}

function moreAt(
  counts: number[] | undefined,
  judges: string | undefined,
): [] | [number[]] | [number[] | undefined, string] {
  if (judges !== undefined) return [counts, judges];
  return counts === undefined ? [] : [counts];
}

function bit(truth: boolean | null): 0 | 1 | null {
  return truth === null ? null : truth ? 1 : 0;
}

function truth(bit: number | null | undefined): boolean | null {
  return bit === null || bit === undefined ? null : bit === 1;
}
