import { hexOf, statementOf } from '@assay/schema/records/statement.ts';
import type { LogProof, Receipt, ReceiptLog, ResultPlace } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { ApiProblem } from '../../core/problem.ts';
import { getBareVerdict, type VerdictNeeds } from '../scoring/find-verdicts.ts';
import { signingKeysOf } from './checkpoints.ts';
import { proofOf } from './read-log.ts';
import { type ResultProofNeeds, resultProofOf } from './result-proof.ts';
import { signStatement } from './sign-statement.ts';

export type ReceiptNeeds = VerdictNeeds & ResultProofNeeds;

/**
 * A stored verdict as a signed statement, in a DSSE envelope and as a compact JWS over the same bytes.
 *
 * @throws ApiProblem `verdict_not_found`, also for another project's verdict, `signing_unconfigured`,
 *   or `verdict_altered` when the verdict is not the one that was sealed
 */
export async function receiptOf(
  projectId: string,
  verdictId: string,
  needs: ReceiptNeeds,
): Promise<Receipt> {
  const keys = signingKeysOf(needs);
  const verdict = await getBareVerdict(projectId, verdictId, needs);
  const signedAt = new Date(needs.nowMs()).toISOString();
  const verdictHash = hexOf(fingerprint(verdict));
  const log = await placeInLog(projectId, { verdictId, verdictHash }, needs);
  const statement = statementOf(verdict, { projectId, verdictHash, signedAt });
  return { verdictId, signedAt, ...(await signStatement(statement, keys)), log };
}

async function placeInLog(
  projectId: string,
  { verdictId, verdictHash }: { verdictId: string; verdictHash: string },
  needs: ResultProofNeeds,
): Promise<ReceiptLog> {
  const found =
    (await proofOf(projectId, { kind: 'verdict', id: verdictId }, needs)) ??
    (await resultProofOf(projectId, verdictId, needs));
  if (found === undefined) return { status: 'pending' };
  const { entry, proof, within } = found;
  const { salt, hash } = within?.verdict ?? entry;
  if (salt === null || hash !== verdictHash) throw new ApiProblem('verdict_altered');
  return { status: 'sealed', salt, hash, proof, ...(within && { within: placeOf(within) }) };
}

function placeOf({ verdict: _, ...place }: NonNullable<LogProof['within']>): ResultPlace {
  return place;
}
