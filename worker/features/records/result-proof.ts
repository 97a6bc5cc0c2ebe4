import { fromHex, toBase64 } from '@assay/schema/records/bytes.ts';
import { hexOf } from '@assay/schema/records/statement.ts';
import type { LogProof } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { BatchStore } from '../../store/batches.ts';
import { proofOf as pathTo, resultHash, rootOf } from '../../store/result-leaf.ts';
import { batchOfVerdict } from '../scoring/batch-verdicts.ts';
import type { CheckpointNeeds } from './checkpoints.ts';
import { proofOf } from './read-log.ts';
import { committedAt, type ResultNeeds } from './result-hashes.ts';

export interface ResultProofNeeds extends CheckpointNeeds, ResultNeeds {
  batches: Pick<BatchStore, 'findByStart'>;
}

/**
 * The proof that the log has a verdict of a batch: the entry with the results that were written together,
 * and the place of this one among them. Undefined for what is no verdict of a batch, or not sealed yet.
 *
 * @throws ApiProblem `verdict_altered` if one of these results is not the one that was sealed
 */
export async function resultProofOf(
  projectId: string,
  verdictId: string,
  needs: ResultProofNeeds,
): Promise<Required<LogProof> | undefined> {
  const { loggedResults } = needs;
  const place = await batchOfVerdict(projectId, verdictId, needs);
  if (place === undefined) return undefined;
  const { batch, index: at } = place;
  const id = await loggedResults.leafOfPlace(batch.id, at);
  if (id === undefined) return undefined;
  const found = await proofOf(projectId, { kind: 'results', id }, needs);
  if (found === undefined) return undefined;
  const stored = await loggedResults.leaf(projectId, id);
  const { salt } = found.entry;
  if (stored === undefined || salt === null) throw new ApiProblem('verdict_altered');
  const commitments = stored.leaf.ats.flatMap((one) => committedAt(one, stored)?.commitment ?? []);
  const row = stored.results.get(at);
  const own = stored.leaf.saltOf(at);
  const isSealed =
    commitments.length === stored.leaf.ats.length && rootOf(commitments) === found.entry.hash;
  if (!isSealed || own === undefined || row?.verdict == null) {
    throw new ApiProblem('verdict_altered');
  }
  const index = stored.leaf.ats.indexOf(at);
  return {
    ...found,
    within: {
      ...{ id, salt, index, size: commitments.length },
      result: resultHash(row),
      sample: stored.leaf.samples.get(at) ?? null,
      proof: pathTo(commitments, index).map((hash) => toBase64(fromHex(hash))),
      verdict: { id: verdictId, salt: own, hash: hexOf(fingerprint(JSON.parse(row.verdict))) },
    },
  };
}
