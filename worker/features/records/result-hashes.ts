import { hexOf } from '@assay/schema/records/statement.ts';
import type { LoggedRow, Verdict } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { LoggedLeaf, LoggedResult, LoggedResultStore } from '../../store/logged-results.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { commitmentOfResult, resultHash, rootOf } from '../../store/result-leaf.ts';

export interface ResultNeeds {
  loggedResults: LoggedResultStore;
}

/** The root of no results. */
const NOTHING = hexOf(fingerprint(null));

/** What the rows of results hash to today, and which of them are not those that were written. */
export interface HashedResults extends LoggedRow {
  /** As far as their leaf can tell it, which its `root` says for whom the log has the same. */
  altered: { root: string; places: number[] } | null;
}

/** What the rows of results hash to today, by the id of their entry, and how many bytes they have. */
export async function hashedResults(
  projectId: string,
  ids: readonly string[],
  { loggedResults }: ResultNeeds,
): Promise<{ rows: Map<string, HashedResults>; bytes: number }> {
  const rows = new Map<string, HashedResults>();
  let bytes = 0;
  for (const id of ids) {
    const found = await loggedResults.leaf(projectId, id);
    if (found === undefined) continue;
    rows.set(id, hashedLeaf(found));
    bytes += found.bytes;
  }
  return { rows, bytes };
}

function hashedLeaf(found: LoggedLeaf): HashedResults {
  const { leaf, replaced } = found;
  const seen = leaf.ats.map((at) => committedAt(at, found));
  const commitments = seen.flatMap((one) => one?.commitment ?? []);
  const isWhole = commitments.length === leaf.ats.length;
  return {
    hash: isWhole ? rootOf(commitments) : NOTHING,
    sampleHash: null,
    altered: alteredIn(leaf, seen),
    results: {
      places: leaf.places.map(([from, to]) => [from, to]),
      replaced: [...replaced],
      withoutSample: seen.filter((one) => one?.isWithoutSample).length,
    },
  };
}

function alteredIn(
  { ats, commitments }: LoggedLeaf['leaf'],
  seen: readonly (SeenResult | undefined)[],
): HashedResults['altered'] {
  if (commitments.length !== ats.length) return null;
  const places = ats.filter((_, i) => seen[i]?.commitment !== commitments[i]);
  return { root: rootOf(commitments), places };
}

/** What a result of a leaf commits to, by what the database has of it today. */
export interface SeenResult {
  commitment: string;
  isWithoutSample: boolean;
}

/** Undefined where a part of it is missing, or its sample is another. */
export function committedAt(
  at: number,
  { leaf, replaced, results, mayRetry }: LoggedLeaf,
): SeenResult | undefined {
  const row = results.get(at);
  const isRetried = row?.status === 'retry' && mayRetry;
  if (replaced.has(at) || isRetried) {
    const commitment = leaf.known.get(at);
    return commitment === undefined ? undefined : { commitment, isWithoutSample: false };
  }
  const salt = leaf.saltOf(at);
  if (row === undefined || salt === undefined) return undefined;
  const sampleHash = leaf.samples.get(at) ?? null;
  const verdict = verdictIn(row);
  if (verdict === undefined) return undefined;
  const sample = sampleOf(row, verdict, sampleHash);
  if (sample === 'another') return undefined;
  const verdictHash = verdict && hexOf(fingerprint(verdict));
  const of = { at, verdictHash, resultHash: resultHash(row), sampleHash };
  return {
    commitment: commitmentOfResult(leaf.batchId, of, salt),
    isWithoutSample: sample === 'dropped',
  };
}

/** The verdict with what other columns say of it again; undefined where it cannot be read. */
function verdictIn({ verdict, sampleId }: LoggedResult): Verdict | null | undefined {
  if (verdict === null) return null;
  try {
    return { ...JSON.parse(verdict), sampleId };
  } catch {
    return undefined;
  }
}

/** Whether the stored sample is the one that it should be. */
function sampleOf(
  { sample, hasSample }: LoggedResult,
  verdict: Verdict | null,
  expected: string | null,
): 'same' | 'another' | 'dropped' {
  if (!hasSample) return 'another';
  // One that can never be read again says nothing else; of an error without a verdict no hash is known.
  if (sample === null || verdict === null) return 'same';
  const { sampleHash } = verdict.lineage;
  if (sample === NO_SAMPLE) {
    const isErased = sampleHash === '';
    return isErased || verdict.kept === 'scores' ? 'same' : 'dropped';
  }
  try {
    const stored = hexOf(fingerprint(JSON.parse(sample)));
    return stored === (expected ?? hexOf(sampleHash)) ? 'same' : 'another';
  } catch {
    return 'another';
  }
}
