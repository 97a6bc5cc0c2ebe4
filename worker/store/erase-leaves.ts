import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import { leafOf, type NewLeaf, type StoredLeaf } from './batch-leaves.ts';
import { commitmentOfResult, type ResultColumns, resultHash } from './result-leaf.ts';

/** A result that is erased: its row, and what stays of its verdict. */
export interface ErasedResult extends ResultColumns {
  at: number;
  /** As JSON, before and after. */
  verdict: string | null;
  stripped: string | null;
}

/** What erasing results makes of their leaves. */
export interface ErasedLeaves {
  /** The leaves that had them: without their salts, with what they committed to. */
  punctured: PuncturedLeaf[];
  /** What stays of the results. */
  added: NewLeaf[];
}

export interface PuncturedLeaf {
  start: number;
  version: number;
  /** As JSON, by place. */
  salts: string;
  known: string;
  samples: string | null;
}

/**
 * Takes results out of their leaves, so that the commitments of these say nothing of them any more, and
 * puts what stays of them into new ones. A result that is in none gets its leaf later.
 *
 * @param leaves all that have any of the results
 */
export function eraseFromLeaves(
  batchId: string,
  results: readonly ErasedResult[],
  leaves: readonly StoredLeaf[],
): ErasedLeaves {
  const current = new Map(results.map(({ at }) => [at, newestWith(at, leaves)]));
  const fresh = results.filter((result) => isToErase(result, current.get(result.at)));
  const doomed = new Map(fresh.map((result) => [result.at, result]));
  // What is to be retried is no result.
  const final = fresh.filter(({ status }) => status !== 'retry');
  const versions = Map.groupBy(final, ({ at }) => erasedVersion(current.get(at)?.version ?? -1));
  return {
    punctured: leaves
      .filter(({ ats }) => ats.some((at) => doomed.has(at)))
      .map((leaf) => puncture(leaf, doomed, (at) => current.get(at) === leaf)),
    added: [...versions].flatMap(([version, group]) => {
      const rest = group.toSorted((a, b) => a.at - b.at);
      const errors = new Set(rest.flatMap(({ at, status }) => (status === 'error' ? [at] : [])));
      return leafOf({ batchId, version }, rest.map(remainsOf), (at) => errors.has(at)) ?? [];
    }),
  };
}

function newestWith(at: number, leaves: readonly StoredLeaf[]): StoredLeaf | undefined {
  return leaves.filter(({ ats }) => ats.includes(at)).sort((a, b) => b.version - a.version)[0];
}

/** False for one in no leaf, and for one of which nothing more is to be erased. */
function isToErase({ verdict, stripped }: ErasedResult, leaf: StoredLeaf | undefined): boolean {
  return leaf !== undefined && (isScored(leaf) || verdict !== stripped);
}

function isScored({ version }: StoredLeaf): boolean {
  return version < 0 || version % 2 === 0;
}

/** The next odd version, which no write of results has. */
function erasedVersion(version: number): number {
  if (version < 0) return 1;
  return version % 2 === 0 ? version + 1 : version + 2;
}

function puncture(
  leaf: StoredLeaf,
  doomed: ReadonlyMap<number, ErasedResult>,
  isCurrent: (at: number) => boolean,
): PuncturedLeaf {
  const { batchId, start, version, ats } = leaf;
  const kept = ats.filter((at) => !doomed.has(at));
  const known = new Map(leaf.known);
  for (const at of ats) {
    const result = doomed.get(at);
    const salt = leaf.saltOf(at);
    if (result === undefined || salt === undefined || known.has(at) || !isCurrent(at)) continue;
    const sampleHash = leaf.samples.get(at) ?? null;
    const of = { at, sampleHash, verdictHash: hashOf(result.verdict) };
    known.set(at, commitmentOfResult(batchId, { ...of, resultHash: resultHash(result) }, salt));
  }
  const salts = kept.flatMap((at) => {
    const salt = leaf.saltOf(at);
    return salt === undefined ? [] : [[at, salt] as const];
  });
  const samples = [...leaf.samples].filter(([at]) => !doomed.has(at));
  return {
    ...{ start, version },
    salts: JSON.stringify(Object.fromEntries(salts)),
    known: JSON.stringify(Object.fromEntries(known)),
    samples: samples.length === 0 ? null : JSON.stringify(Object.fromEntries(samples)),
  };
}

function remainsOf({ at, stripped, ...columns }: ErasedResult) {
  return {
    ...{ at, verdictHash: hashOf(stripped), sampleHash: null },
    resultHash: resultHash({ ...columns, errorMessage: null }),
  };
}

function hashOf(json: string | null): string | null {
  return json === null ? null : sha256Hex(canonicalJson(JSON.parse(json)));
}
