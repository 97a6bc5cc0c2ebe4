import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { DELETION_TYPE } from '@assay/schema/records/statement.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type {
  DeletionDetail,
  DeletionReport,
  DeletionStatement,
  DeletionTarget,
  StayingData,
} from '@assay/schema/types.ts';
import { ASSAY_VERSION } from '../../core/version.ts';
import type { StoredDeletion } from '../../store/deletions.ts';
import { signStatement } from '../records/sign-statement.ts';
import type { SigningKeys } from '../records/signing-keys.ts';

const ENTRIES: StayingData = {
  what: 'entries of the log: kinds, ids and commitments',
  why: 'The log stays verifiable. Salts of the deleted verdicts are dropped, so that the commitments say nothing of them.',
};
const REPLIES: StayingData = {
  what: 'replies for an Idempotency-Key',
  why: 'They are encrypted with the key of their caller and are deleted after 24 hours.',
};
const BACKUPS: StayingData = {
  what: 'backups of the database',
  why: 'The platform keeps them for up to 30 days. A restore needs this deletion again.',
};
const FIGURES: StayingData = {
  what: 'values of scores in the statistics of batches, calibrations and monitors',
  why: 'They have no text, no id of the sample and no metadata.',
};
const DEFINITIONS: StayingData = {
  what: 'definitions of scorers',
  why: 'Verdicts that stay are explained by them.',
};
const OUTSIDE: StayingData = {
  what: 'what judge models and webhooks were sent',
  why: 'It left this deployment. GET /v1/project/judges lists the models.',
};
const TRACES: StayingData = {
  what: 'live traces that were being scored when the deletion ran',
  why: 'It takes seconds, up to minutes where a judge is slow. Ask again to be sure.',
};
const EXAMPLES: StayingData = {
  what: 'examples in definitions of judges and in results of alignments',
  why: 'They have no metadata. Delete the scorer and the alignment if they quote the sample.',
};
const COPIES: StayingData = {
  what: 'batches and data sets with a copy of the sample',
  why: 'A verdict does not say where else its sample is. Delete by metadata to reach them.',
};
const PROOF: StayingData = {
  what: 'this report, and the key that reads it for 30 days',
  why: 'They prove the deletion.',
};
const ACTS: StayingData = {
  what: 'entries of the audit log',
  why: 'They say who administered the project and who deleted it, and cannot be changed.',
};
const LATE: StayingData = {
  what: 'messages that were in a queue',
  why: 'What they store within 15 days is deleted within an hour.',
};

/** What stays, and where no search was made, by what was deleted. */
const REMARKS: Record<DeletionTarget['kind'], Pick<DeletionDetail, 'staying' | 'notSearched'>> = {
  verdicts: {
    staying: [ENTRIES, FIGURES, REPLIES, BACKUPS, DEFINITIONS, OUTSIDE],
    notSearched: [COPIES, EXAMPLES],
  },
  metadata: {
    staying: [ENTRIES, FIGURES, REPLIES, BACKUPS, DEFINITIONS, OUTSIDE],
    notSearched: [TRACES, EXAMPLES],
  },
  project: { staying: [PROOF, ACTS, LATE, BACKUPS, OUTSIDE], notSearched: [] },
};

/** The signed report of a deletion whose steps are all done, and the SHA-256 of its statement. */
export async function reportOf(
  deletion: StoredDeletion,
  completedAtMs: number,
  keys: SigningKeys,
): Promise<{ report: DeletionReport; hash: string }> {
  const { id, projectId, shown, erased, createdAtMs } = deletion;
  const target: DeletionTarget = JSON.parse(shown);
  const signedAt = new Date(completedAtMs).toISOString();
  const predicate: DeletionDetail = {
    verifier: { id: 'assay', version: ASSAY_VERSION },
    deletion: id,
    project: projectId,
    target,
    requestedAt: new Date(createdAtMs).toISOString(),
    completedAt: signedAt,
    signedAt,
    erased: JSON.parse(erased),
    ...REMARKS[target.kind],
  };
  const statement: DeletionStatement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: id, digest: { sha256: sha256Hex(canonicalJson(target)) } }],
    predicateType: DELETION_TYPE,
    predicate,
  };
  const signed = await signStatement(statement, keys);
  return {
    report: { deletionId: id, signedAt, ...signed },
    hash: sha256Hex(canonicalJson(statement)),
  };
}
