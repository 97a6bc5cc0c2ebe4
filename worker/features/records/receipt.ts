import { droppedHash, droppedSampleId } from '@assay/schema/records/dropped-sample.ts';
import { hexOf, statementOf } from '@assay/schema/records/statement.ts';
import type { LogProof, Receipt, ReceiptLog, ResultPlace, Verdict } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { LogOutbox } from '../../store/log-outbox.ts';
import type { LoggedVerdicts } from '../../store/logged-verdicts.ts';
import { getBareVerdict, type VerdictNeeds } from '../scoring/find-verdicts.ts';
import { signingKeysOf } from './checkpoints.ts';
import { proofOf } from './read-log.ts';
import { type ResultProofNeeds, resultProofOf } from './result-proof.ts';
import { verdictHash as verdictHashOf } from './row-hashes.ts';
import { signStatement } from './sign-statement.ts';

export type ReceiptNeeds = VerdictNeeds &
  ResultProofNeeds & {
    logOutbox: Pick<LogOutbox, 'find'>;
    loggedVerdicts: Pick<LoggedVerdicts, 'bare'>;
  };

/**
 * A stored verdict as a signed statement, in a DSSE envelope and as a compact JWS over the same bytes.
 *
 * @throws ApiProblem `verdict_not_found`, also for another project's verdict, `signing_unconfigured`,
 *   or `verdict_altered` when any column of the verdict is not what was hashed when it was stored
 */
export async function receiptOf(
  projectId: string,
  verdictId: string,
  needs: ReceiptNeeds,
): Promise<Receipt> {
  const keys = signingKeysOf(needs);
  const { verdict, verdictHash } = await hashedVerdict(projectId, verdictId, needs);
  const signedAt = new Date(needs.nowMs()).toISOString();
  const log = await placeInLog(projectId, { verdictId, verdictHash }, needs);
  const statement = statementOf(verdict, { projectId, verdictHash, signedAt });
  return { verdictId, signedAt, ...(await signStatement(statement, keys)), log };
}

/** @throws ApiProblem `verdict_altered` if a column says something else than the verdict */
async function hashedVerdict(
  projectId: string,
  verdictId: string,
  needs: ReceiptNeeds,
): Promise<{ verdict: Verdict; verdictHash: string }> {
  const row = await needs.loggedVerdicts.bare(projectId, verdictId);
  const verdict =
    row === undefined
      ? await getBareVerdict(projectId, verdictId, needs)
      : readVerdict(row.verdict);
  const verdictHash = hexOf(fingerprint(verdict));
  if (row !== undefined && verdictHashOf({ ...row, verdict }) !== verdictHash) {
    throw new ApiProblem('verdict_altered');
  }
  return { verdict, verdictHash };
}

/** @throws ApiProblem `verdict_altered`: what cannot be read is not what was stored */
function readVerdict(text: string | null): Verdict {
  try {
    return JSON.parse(text ?? '');
  } catch (cause) {
    throw new ApiProblem('verdict_altered', { cause });
  }
}

interface HashedVerdict {
  verdictId: string;
  verdictHash: string;
}

async function placeInLog(
  projectId: string,
  hashed: HashedVerdict,
  needs: ReceiptNeeds,
): Promise<ReceiptLog> {
  const { verdictId, verdictHash } = hashed;
  // In this order: what leaves the outbox is in the log by then.
  const pending = await needs.logOutbox.find(projectId, 'verdict', verdictId);
  const found =
    (await proofOf(projectId, { kind: 'verdict', id: verdictId }, needs)) ??
    (await resultProofOf(projectId, verdictId, needs));
  if (found === undefined) {
    // Those of an import are hashed when they are sealed.
    const stored = pending?.hash ?? verdictHash;
    if (stored === verdictHash) return { status: 'pending' };
    return shortenedInLog(projectId, { ...hashed, before: stored }, needs);
  }
  const { entry, proof, within } = found;
  const { salt, hash } = within?.verdict ?? entry;
  if (salt !== null && hash !== null && hash !== verdictHash && within === undefined) {
    return shortenedInLog(projectId, { ...hashed, before: hash }, needs);
  }
  if (salt === null || hash !== verdictHash) throw new ApiProblem('verdict_altered');
  return { status: 'sealed', salt, hash, proof, ...(within && { within: placeOf(within) }) };
}

/** Where what stays of a verdict is, whose sample was dropped. @throws ApiProblem `verdict_altered` */
async function shortenedInLog(
  projectId: string,
  { verdictId, verdictHash, before }: HashedVerdict & { before: string },
  needs: ReceiptNeeds,
): Promise<ReceiptLog> {
  const dropped = { kind: 'deletion', id: droppedSampleId(verdictId) } as const;
  const hash = await droppedHash(verdictId, before, verdictHash);
  const pending = await needs.logOutbox.find(projectId, dropped.kind, dropped.id);
  const found = await proofOf(projectId, dropped, needs);
  if (found === undefined && pending?.hash === hash) return { status: 'pending' };
  if (found?.entry.salt == null || found.entry.hash !== hash) {
    throw new ApiProblem('verdict_altered');
  }
  const { salt } = found.entry;
  return { status: 'sealed', salt, hash: verdictHash, proof: found.proof, before };
}

function placeOf({ verdict: _, ...place }: NonNullable<LogProof['within']>): ResultPlace {
  return place;
}
