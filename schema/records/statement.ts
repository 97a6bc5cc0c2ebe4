import type { ReceiptDetail, ReceiptScore, ReceiptStatement, Score, Verdict } from '../types.ts';

/** Media type of an in-toto Statement in an envelope. */
export const STATEMENT_TYPE = 'application/vnd.in-toto+json';

/** The field of the predicate with what Assay says beyond `test-result`. */
export const VERDICT_DETAIL = 'urn:assay:verdict:v1';

/** The predicate of the report of a deletion. */
export const DELETION_TYPE = 'urn:assay:deletion:v1';

interface Facts {
  projectId: string;
  /** SHA-256 over the canonical JSON of the verdict without its sample, as hex digits. */
  verdictHash: string;
  signedAt: string;
}

/**
 * A verdict as an in-toto Statement about its sample: `test-result`, with the detail in a field of
 * Assay's own. Reasons, evidence, tags and metadata stay out, because they can quote or name a person;
 * the hash of the verdict covers them.
 *
 * Source: in-toto Attestation Framework v1, predicate test-result v0.1.
 */
export function statementOf(verdict: Verdict, facts: Facts): ReceiptStatement {
  const { scores, lineage } = verdict;
  const namesOf = (passed: boolean) =>
    scores.filter((score) => score.passed === passed).map(({ name }) => name);
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: verdict.id, digest: { sha256: hexOf(lineage.sampleHash) } }],
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: verdict.passed === null ? 'WARNED' : verdict.passed ? 'PASSED' : 'FAILED',
      configuration: scores.map(({ scorer, version, fingerprint }) => ({
        name: `${scorer}@${version}`,
        digest: { sha256: hexOf(fingerprint) },
      })),
      passedTests: namesOf(true),
      // What has no value or no threshold neither passed nor failed.
      warnedTests: scores.filter(({ passed }) => passed === null).map(({ name }) => name),
      failedTests: namesOf(false),
      [VERDICT_DETAIL]: detailOf(verdict, facts),
    },
  };
}

function detailOf(verdict: Verdict, { projectId, verdictHash, signedAt }: Facts): ReceiptDetail {
  const { lineage, decision } = verdict;
  return {
    verifier: { id: 'assay', version: lineage.assayVersion },
    project: projectId,
    verdict: verdict.id,
    evaluatedAt: verdict.createdAt,
    ...(lineage.importedAt !== undefined && { importedAt: lineage.importedAt }),
    signedAt,
    passed: verdict.passed,
    value: verdict.value,
    rule: decision.rule,
    threshold: decision.threshold,
    suite: lineage.suite,
    generator: lineage.generator,
    scores: verdict.scores.map(scoreOf),
    commitments: {
      sample: { alg: 'sha-256', value: hexOf(lineage.sampleHash), salted: false },
      verdict: { alg: 'sha-256', value: verdictHash, salted: false },
    },
  };
}

function scoreOf(score: Score): ReceiptScore {
  const { name, scorer, version, fingerprint, status, value, raw, passed, threshold } = score;
  return {
    ...{ name, scorer, version, fingerprint, status, value, raw, passed, threshold },
    error: score.status === 'error' ? score.error.code : null,
    models: (score.votes ?? []).map(({ model, modelVersion }) => ({ model, modelVersion })),
    children: (score.children ?? []).map(scoreOf),
  };
}

/** `sha256:` and hex digits as the digits alone, as digests of statements are written. */
export function hexOf(fingerprint: string): string {
  return fingerprint.replace(/^sha256:/, '');
}
