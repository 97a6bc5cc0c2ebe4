import { sha256OfBytes, utf8Bytes } from '@assay/schema/records/bytes.ts';
import { DELETION_TYPE } from '@assay/schema/records/statement.ts';
import type {
  DeletionDetail,
  DeletionReport,
  DeletionStatement,
  DsseEnvelope,
  SigningKeySet,
} from '@assay/schema/types.ts';
import { checkBeside, fail, verifySigned } from './signed-statement.ts';

export interface VerifyDeletionOptions {
  /** The public keys of the deployment: what `GET /.well-known/jwks.json` returned. */
  keys: SigningKeySet;
  /** The value of the metadata: it must be the one that was deleted by. */
  value?: string | number | boolean;
  /** Seconds by which clocks may differ. Defaults to 300. */
  clockSkewSeconds?: number;
}

/** A report of a deletion that was verified. */
export interface VerifiedDeletion {
  keyId: string;
  /** What was signed. */
  statement: DeletionStatement;
  /** What was deleted, what stays and why. */
  detail: DeletionDetail;
}

/**
 * Verifies the report of a deletion without a network: the signature, the key's period, and that it is
 * about the given value, if any.
 *
 * @param report a report, its DSSE envelope, or its compact JWS
 * @throws ReceiptError with a `code`; nothing of an unverified statement is returned
 *
 * @example
 * const { report } = await assay.deletions.wait(id);
 * if (report !== null) {
 *   const { detail } = await verifyDeletionReport(report, { keys, value: 'u-17' });
 *   console.log(detail.erased, detail.staying);
 * }
 */
export async function verifyDeletionReport(
  report: DeletionReport | DsseEnvelope | string,
  options: VerifyDeletionOptions,
): Promise<VerifiedDeletion> {
  const { keyId, statement: given, checkPeriod } = await verifySigned(report, options);
  const statement = readStatement(given);
  const detail = statement.predicate;
  const { deletion: deletionId, signedAt } = detail;
  checkBeside(report, { deletionId, signedAt, keyId });
  checkPeriod(signedAt);
  if (options.value !== undefined) await checkValue(detail, String(options.value));
  return { keyId, statement, detail };
}

function readStatement(given: unknown): DeletionStatement {
  // Signed by the deployment, and checked for what tells it from statements of another kind.
  const statement = given as DeletionStatement | null;
  if (statement?.predicateType === DELETION_TYPE) return statement;
  throw fail('receipt_malformed', 'The signed payload is not the report of a deletion.');
}

async function checkValue({ target }: DeletionDetail, value: string): Promise<void> {
  const isSame =
    target.kind === 'metadata' &&
    target.valueHash === (await sha256OfBytes(utf8Bytes(`${target.salt}${value}`)));
  if (!isSame) throw fail('value_differs', 'The report is not about this value.');
}
