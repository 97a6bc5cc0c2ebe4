import { sha256Hex } from '@assay/schema/sha256.ts';
import type { DeletionStatement, SigningKeySet } from '@assay/schema/types.ts';
import { compactVerify, importJWK } from 'jose';
import { expect, test } from 'vitest';
import { ReceiptError, verifyDeletionReport, verifyReceipt } from './receipts.ts';
import { keyNamed, receiptBy, signedBy } from './testing/receipt.ts';
import { scoreOf, verdictOf } from './testing/verdict.ts';

const signer = keyNamed('first', { exp: Date.parse('2026-06-01') / 1_000 });
const keys: SigningKeySet = { keys: [signer.shown] };
const statementAt = (signedAt: string): DeletionStatement => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'del_1', digest: { sha256: 'aa' } }],
  predicateType: 'urn:assay:deletion:v1',
  predicate: {
    ...{ verifier: { id: 'assay', version: '1' }, deletion: 'del_1', project: 'prj_1' },
    target: { kind: 'metadata', key: 'user', salt: 'ab', valueHash: sha256Hex('abu-17') },
    ...{ requestedAt: signedAt, completedAt: signedAt, signedAt, erased: { verdicts: 2 } },
    ...{ staying: [], notSearched: [] },
  },
});
const report = signedBy(signer, statementAt('2026-01-01T00:00:00.000Z'));

async function codeOf(verifying: Promise<unknown>): Promise<string> {
  const error = await verifying.then(
    () => expect.unreachable('the report must be refused'),
    (cause: unknown) => cause,
  );
  if (error instanceof ReceiptError) return error.code;
  throw error;
}

test('a report is verified as its envelope and as its JWS, with the value it is about', async () => {
  for (const form of [report.envelope, report.jws]) {
    const { detail, keyId } = await verifyDeletionReport(form, { keys, value: 'u-17' });
    expect(keyId).toBe('first');
    expect(detail.erased).toEqual({ verdicts: 2 });
  }
});

test('a library that knows nothing of Assay verifies it too', async () => {
  const [jwk] = keys.keys;
  const key = await importJWK({ ...jwk }, 'EdDSA');
  const { payload } = await compactVerify(report.jws, key);
  const statement: DeletionStatement = JSON.parse(new TextDecoder().decode(payload));
  expect(statement.predicate.erased).toEqual({ verdicts: 2 });
  const [head = '', , signature = ''] = report.jws.split('.');
  const other = btoa(JSON.stringify({ erased: {} })).replaceAll('=', '');
  await expect(compactVerify(`${head}.${other}.${signature}`, key)).rejects.toThrow();
});

test('a report about another value, an altered one and one of a retired key are refused', async () => {
  const refused = (form: string, more = {}) =>
    codeOf(verifyDeletionReport(form, { keys, ...more }));
  expect(await refused(report.jws, { value: 'u-18' })).toBe('value_differs');
  expect(await refused(report.jws.replace('.eyJ', '.eyK'))).toBe('signature_invalid');
  expect(await refused(report.jws.slice(0, -9))).toMatch(/receipt_malformed|signature_invalid/);
  const late = signedBy(signer, statementAt('2026-07-01T00:00:00.000Z'));
  expect(await refused(late.jws)).toBe('key_out_of_period');
  const others = { keys: { keys: [keyNamed('other').shown] } };
  expect(await refused(report.jws, others)).toBe('key_unknown');
});

test('a receipt is no report, and a report no receipt', async () => {
  const receipt = receiptBy(signer, verdictOf([scoreOf({ name: 'tone' })]));
  expect(await codeOf(verifyDeletionReport(receipt.jws, { keys }))).toBe('receipt_malformed');
  expect(await codeOf(verifyReceipt(report.jws, { keys }))).toBe('receipt_malformed');
});
