import { Buffer } from 'node:buffer';
import { derivedId } from '@assay/schema/ids.ts';
import { resultText } from '@assay/schema/records/commitment.ts';
import { inclusionRanges, type Range, splitOf } from '@assay/schema/records/merkle.ts';
import { sha256, sha256Hex } from '@assay/schema/sha256.ts';

/** A result of a batch as the log commits to it; hashes as hex digits. */
export interface LeafResult {
  at: number;
  /** Over the canonical JSON of the verdict; null where there is none. */
  verdictHash: string | null;
  /** What `resultHash` gives. */
  resultHash: string;
  /** Of the stored sample, where that is not the judged one. */
  sampleHash: string | null;
}

/** Columns of a result beside its verdict, each of which someone reads without the verdict. */
export interface ResultColumns {
  status: string;
  attempts: number;
  digest: string;
  /** Names of the scores in the digest, as JSON; null where the digest holds them. */
  names: string | null;
  errorCode: string | null;
  errorMessage: string | null;
}

/** A result with its verdict and stored sample, as the log commits to it. */
export function leafResultOf({
  at,
  verdictHash,
  sampleHash = null,
  ...columns
}: ResultColumns & {
  at: number;
  verdictHash: string | null;
  sampleHash?: string | null;
}): LeafResult {
  return { at, verdictHash, resultHash: resultHash(columns), sampleHash };
}

export function resultHash(of: ResultColumns): string {
  const { status, attempts, digest, names, errorCode, errorMessage } = of;
  return sha256Hex(JSON.stringify([status, attempts, digest, names, errorCode, errorMessage]));
}

/** What results are salted with, all of a leaf by one secret. */
export function newSeed(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(32));
}

/** The salt of a place, as hex digits: without the seed nobody can tell it. */
export function saltOf(seed: Uint8Array, at: number): string {
  const place = new DataView(new ArrayBuffer(4));
  place.setUint32(0, at);
  return toHex(sha256(seed, new Uint8Array(place.buffer)));
}

/** What a result commits to, as hex digits. */
export function commitmentOfResult(
  batchId: string,
  { at, verdictHash, resultHash: result, sampleHash }: LeafResult,
  salt: string,
): string {
  const id = derivedId('verdict', batchId, at);
  return sha256Hex(resultText({ id, salt, verdict: verdictHash, result, sample: sampleHash }));
}

/** The root of the Merkle tree over commitments, as hex digits. Source: RFC 9162, section 2.1.1. */
export function rootOf(commitments: readonly string[]): string {
  return toHex(rootIn(leavesOf(commitments), [0, commitments.length]));
}

/** The hashes that prove a commitment among others, from the leaf up, as hex digits. */
export function proofOf(commitments: readonly string[], index: number): string[] {
  const leaves = leavesOf(commitments);
  return inclusionRanges(index, leaves.length).map((range) => toHex(rootIn(leaves, range)));
}

const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

const leavesOf = (commitments: readonly string[]) =>
  commitments.map((hex) => sha256(LEAF, Buffer.from(hex, 'hex')));

function rootIn(leaves: readonly Uint8Array[], [start, end]: Range): Uint8Array {
  const only = leaves[start];
  if (only === undefined) return sha256();
  if (end - start === 1) return only;
  const middle = start + splitOf(end - start);
  const [left, right] = [rootIn(leaves, [start, middle]), rootIn(leaves, [middle, end])];
  return sha256(NODE, left, right);
}

/** Places as runs, each without its end: `[[0, 3], [5, 6]]` for 0, 1, 2 and 5. */
export type Places = readonly (readonly [from: number, to: number])[];

/** @param ats in order */
export function placesOf(ats: readonly number[]): Places {
  const runs: [number, number][] = [];
  for (const at of ats) {
    const last = runs.at(-1);
    if (last?.[1] === at) last[1] = at + 1;
    else runs.push([at, at + 1]);
  }
  return runs;
}

export function atsOf(places: Places): number[] {
  return places.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));
}

export function hasPlace(places: Places, at: number): boolean {
  return places.some(([from, to]) => at >= from && at < to);
}
