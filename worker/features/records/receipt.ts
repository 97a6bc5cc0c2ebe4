import { droppedHash, droppedSampleId } from '@assay/schema/records/dropped-sample.ts';
import { hexOf, statementOf } from '@assay/schema/records/statement.ts';
import type { LogProof, Receipt, ReceiptLog, ResultPlace } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { LogOutbox } from '../../store/log-outbox.ts';
import { getBareVerdict, type VerdictNeeds } from '../scoring/find-verdicts.ts';
import { signingKeysOf } from './checkpoints.ts';
import { proofOf } from './read-log.ts';
import { type ResultProofNeeds, resultProofOf } from './result-proof.ts';
import { signStatement } from './sign-statement.ts';

export type ReceiptNeeds = VerdictNeeds & ResultProofNeeds & { logOutbox: LogOutbox };

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
  needs: ReceiptNeeds,
): Promise<ReceiptLog> {
  const found =
    (await proofOf(projectId, { kind: 'verdict', id: verdictId }, needs)) ??
    (await resultProofOf(projectId, verdictId, needs));
  if (found === undefined) return { status: 'pending' };
  const { entry, proof, within } = found;
  const { salt, hash } = within?.verdict ?? entry;
  if (salt !== null && hash !== null && hash !== verdictHash && within === undefined) {
    return shortenedInLog(projectId, { verdictId, verdictHash, before: hash }, needs);
  }
  if (salt === null || hash !== verdictHash) throw new ApiProblem('verdict_altered');
  return { status: 'sealed', salt, hash, proof, ...(within && { within: placeOf(within) }) };
}

/** Where what stays of a verdict is, whose sample was dropped. @throws ApiProblem `verdict_altered` */
async function shortenedInLog(
  projectId: string,
  { verdictId, verdictHash, before }: { verdictId: string; verdictHash: string; before: string },
  needs: ReceiptNeeds,
): Promise<ReceiptLog> {
  const dropped = { kind: 'deletion', id: droppedSampleId(verdictId) } as const;
  const hash = await droppedHash(verdictId, before, verdictHash);
  // In this order: what leaves the outbox is in the log by then.
  const [pending] = await needs.logOutbox.after(projectId, { kind: 'deletion', id: verdictId }, 1);
  const found = await proofOf(projectId, dropped, needs);
  if (found === undefined && pending?.id === dropped.id && pending.hash === hash) {
    return { status: 'pending' };
  }
  if (found?.entry.salt == null || found.entry.hash !== hash) {
    throw new ApiProblem('verdict_altered');
  }
  const { salt } = found.entry;
  return { status: 'sealed', salt, hash: verdictHash, proof: found.proof, before };
}

function placeOf({ verdict: _, ...place }: NonNullable<LogProof['within']>): ResultPlace {
  return place;
}
