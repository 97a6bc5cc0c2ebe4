import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { toBase64, toBase64Url, utf8Bytes } from '@assay/schema/records/bytes.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { Receipt, SigningKeySet, Verdict } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { compactVerify, importJWK } from 'jose';
import { expect, test } from 'vitest';
import { ReceiptError, verifyReceipt } from './receipts.ts';
import { checkpointBy, entryOf, proofIn } from './testing/log.ts';
import { keyNamed, receiptBy, type TestSigner } from './testing/receipt.ts';
import { scoreOf, verdictOf } from './testing/verdict.ts';

const sample = { output: 'Paris', expected: 'Paris' };
const base = verdictOf([scoreOf({ name: 'tone' }), scoreOf({ name: 'style' })]);
const verdict: Verdict = {
  ...base,
  lineage: { ...base.lineage, sampleHash: `sha256:${sha256Hex(canonicalJson(sample))}` },
};
const signer = keyNamed('first');
const keys: SigningKeySet = { keys: [signer.shown] };

const receipt = receiptBy(signer, verdict);

async function codeOf(verifying: Promise<unknown>): Promise<string> {
  const error = await verifying.then(
    () => expect.unreachable('the receipt must be refused'),
    (cause: unknown) => cause,
  );
  if (error instanceof ReceiptError) return error.code;
  throw error;
}

test('a receipt is verified as such, as its envelope and as its JWS', async () => {
  for (const form of [receipt, receipt.envelope, receipt.jws, `${receipt.jws}\n`]) {
    const { detail, keyId } = await verifyReceipt(form, { keys, verdict, sample });
    expect(keyId).toBe('first');
    expect(detail).toMatchObject({ verdict: verdict.id, project: 'prj_1', passed: verdict.passed });
  }
  // A stored verdict has its sample beside it.
  await verifyReceipt(receipt, { keys, verdict: { ...verdict, sample } });
});

test('another library reads the JWS', async () => {
  const { payload } = await compactVerify(receipt.jws, await importJWK(signer.shown, 'EdDSA'));
  expect(toBase64(new Uint8Array(payload))).toBe(receipt.envelope.payload);
});

test('the signature of RFC 8037 is verified as by the standard', async () => {
  // Appendix A.4: its payload is no statement, which is told only after the signature matched.
  const jws =
    'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg';
  const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
  const shown = { kty: 'OKP', crv: 'Ed25519', x } as const;
  const { payload } = await compactVerify(jws, await importJWK(shown, 'EdDSA'));
  expect(new TextDecoder().decode(payload)).toBe('Example of Ed25519 signing');
  // Without a `kid` nothing says which key signed.
  const withKey = { keys: [{ ...signer.shown, x }] };
  expect(await codeOf(verifyReceipt(jws, { keys: withKey }))).toBe('receipt_malformed');
});

test('no byte of a receipt can be altered, and none cut off', async () => {
  const bytes = Buffer.from(receipt.envelope.payload, 'base64');
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ by;
      const payload = altered.toString('base64');
      const verifying = verifyReceipt({ ...receipt.envelope, payload }, { keys });
      expect(await codeOf(verifying)).toBe('signature_invalid');
    }),
    { numRuns: 60 },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(receipt.jws.length - 1), async (length) => {
      const code = await codeOf(verifyReceipt(receipt.jws.slice(0, length), { keys }));
      expect(['receipt_malformed', 'signature_invalid']).toContain(code);
    }),
    { numRuns: 60 },
  );
});

test('a signature by another key, or by a key that is not in the set, proves nothing', async () => {
  const forger = keyNamed('first');
  expect(await codeOf(verifyReceipt(receiptBy(forger, verdict), { keys }))).toBe(
    'signature_invalid',
  );
  const unknown = receiptBy(keyNamed('other'), verdict);
  expect(await codeOf(verifyReceipt(unknown, { keys }))).toBe('key_unknown');
  const broken = { keys: [{ ...signer.shown, x: 'AA' }] };
  expect(await codeOf(verifyReceipt(receipt, { keys: broken }))).toBe('key_unusable');
});

test('a key set that is none is told as such', async () => {
  for (const set of [null, {}, { keys: null }, { keys: [null] }, { keys: [signer.shown, 'key'] }]) {
    // What comes from a file can be anything.
    const given: SigningKeySet = JSON.parse(JSON.stringify(set));
    expect(await codeOf(verifyReceipt(receipt, { keys: given }))).toBe('keys_malformed');
  }
});

test('the algorithm is not the receipt’s to choose', async () => {
  const [, payload] = receipt.jws.split('.');
  for (const header of [
    { alg: 'none', kid: 'first' },
    { alg: 'HS256', kid: 'first' },
    { alg: 'EdDSA', kid: 'first', crit: ['exp'] },
  ]) {
    const jws = `${toBase64Url(utf8Bytes(JSON.stringify(header)))}.${payload}.`;
    expect(await codeOf(verifyReceipt(jws, { keys }))).toBe('receipt_malformed');
  }
  const typed = { ...receipt.envelope, payloadType: 'application/json' };
  expect(await codeOf(verifyReceipt(typed, { keys }))).toBe('receipt_malformed');
});

test('after a rotation old receipts are valid, and new ones by the old key are not', async () => {
  const seconds = Date.parse('2026-01-02T00:00:00Z') / 1_000;
  const old = { ...signer, shown: { ...signer.shown, exp: seconds } };
  const next = keyNamed('next', { nbf: seconds });
  const rotated = { keys: [next.shown, old.shown] };
  await verifyReceipt(receipt, { keys: rotated });
  await verifyReceipt(receiptBy(next, verdict, '2026-01-03T00:00:00.000Z'), { keys: rotated });
  const late = receiptBy(old, verdict, '2026-01-03T00:00:00.000Z');
  expect(await codeOf(verifyReceipt(late, { keys: rotated }))).toBe('key_out_of_period');
  const early = receiptBy(next, verdict, '2026-01-01T00:00:00.000Z');
  expect(await codeOf(verifyReceipt(early, { keys: rotated }))).toBe('key_out_of_period');
  // Clocks differ.
  const skewed = receiptBy(old, verdict, '2026-01-02T00:04:00.000Z');
  await verifyReceipt(skewed, { keys: rotated });
  expect(await codeOf(verifyReceipt(skewed, { keys: rotated, clockSkewSeconds: 60 }))).toBe(
    'key_out_of_period',
  );
});

test('a verdict or sample that differs anywhere is told', async () => {
  const [first, ...others] = verdict.scores;
  if (first === undefined) throw new Error('the verdict has scores');
  const scores = [{ ...first, reason: `${first.reason} More.` }, ...others];
  for (const differing of [
    { ...verdict, scores },
    { ...verdict, tags: ['added'] },
    { ...verdict, costUsd: 1 },
  ]) {
    const verifying = verifyReceipt(receipt, { keys, verdict: differing });
    expect(await codeOf(verifying)).toBe('verdict_differs');
  }
  const verifying = verifyReceipt(receipt, { keys, sample: { output: 'Rome' } });
  expect(await codeOf(verifying)).toBe('sample_differs');
});

const SEALED = 5;

/** The receipt with its place in a log of seven entries. */
async function sealed({
  by = signer,
  hash = sha256Hex(canonicalJson(verdict)),
  origin,
}: {
  by?: TestSigner;
  hash?: string;
  origin?: string;
} = {}) {
  const others = Array.from({ length: 7 }, (_, i) =>
    entryOf(i, i === SEALED ? { id: verdict.id, hash } : { id: `ver_${i}`, hash: 'ab'.repeat(32) }),
  );
  const entries = await Promise.all(others);
  const salt = entries[SEALED]?.salt ?? '';
  const proof = await proofIn(entries, SEALED, await checkpointBy(by, entries, origin));
  return { ...receipt, log: { status: 'sealed', salt, hash, proof } } satisfies Receipt;
}

test('a receipt tells whether its verdict is in the log, and proves it', async () => {
  const place = async (given: Parameters<typeof verifyReceipt>[0]) =>
    (await verifyReceipt(given, { keys })).log;
  expect(await place(receipt)).toEqual({ status: 'pending' });
  expect(await place(receipt.jws)).toEqual({ status: 'absent' });
  expect(await place(await sealed())).toEqual({
    ...{ status: 'sealed', index: SEALED, size: 7 },
    origin: 'assay.test/v1/logs/prj_1',
  });
  // As receipts of earlier releases.
  const { log: _log, ...older } = receipt;
  expect(await place(older as Receipt)).toEqual({ status: 'absent' });
});

test('nothing beside the signed statement says something else than it', async () => {
  const other = receiptBy(signer, { ...verdict, id: 'ver_other' });
  const stranger = receiptBy(keyNamed('first'), verdict);
  const cases: [given: object, code: string][] = [
    [{ ...receipt, jws: other.jws }, 'receipt_malformed'],
    [{ ...receipt, jws: stranger.jws }, 'signature_invalid'],
    [{ ...receipt, jws: `${receipt.jws}=` }, 'receipt_malformed'],
    [{ ...receipt, jws: null }, 'receipt_malformed'],
    [{ ...receipt, verdictId: other.verdictId }, 'receipt_malformed'],
    [{ ...receipt, signedAt: '2026-01-02T00:00:00.000Z' }, 'receipt_malformed'],
    [{ ...receipt, keyId: 'second' }, 'receipt_malformed'],
    [{ ...receipt, log: null }, 'log_invalid'],
  ];
  for (const [given, code] of cases) {
    expect(await codeOf(verifyReceipt(given as Receipt, { keys })), JSON.stringify(given)).toBe(
      code,
    );
  }
  await verifyReceipt({ envelope: receipt.envelope } as Receipt, { keys });
});

test('whatever stands in a receipt, it is valid or told what is wrong with it', async () => {
  const whole = await sealed();
  const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, '\ud800', Number.NaN));
  const places = [
    ...[['log'], ['log', 'salt'], ['log', 'hash'], ['log', 'proof'], ['log', 'within']],
    ...[['log', 'before'], ['log', 'status'], ['jws'], ['envelope'], ['envelope', 'payload']],
    ...[['envelope', 'signatures'], ['envelope', 'payloadType'], ['keyId'], ['signedAt']],
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), odd, async ([first = '', second], value) => {
      const given: Record<string, unknown> = { ...whole };
      const inner: unknown = given[first];
      const part = typeof inner === 'object' ? inner : {};
      const changed = second === undefined ? value : { ...part, [second]: value };
      const verifying = verifyReceipt({ ...given, [first]: changed } as unknown as Receipt, {
        keys,
      });
      const outcome = await verifying.catch((cause: unknown) => cause);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ReceiptError);
    }),
    { numRuns: 300 },
  );
});

test('a receipt whose verdict is not the one in the log proves nothing', async () => {
  const whole = await sealed();
  const { log } = whole;
  const altered = [
    await sealed({ by: keyNamed('other') }),
    await sealed({ hash: 'cd'.repeat(32) }),
    await sealed({ origin: 'assay.test/v1/logs/prj_2' }),
    { ...whole, log: { ...log, salt: 'ab'.repeat(32) } },
    { ...whole, log: { ...log, proof: log.proof.replace('index 5', 'index 4') } },
    { ...whole, log: { ...log, proof: log.proof.replace('\n7\n', '\n8\n') } },
    { ...whole, log: { ...log, proof: log.proof.slice(0, 80) } },
    { ...whole, log: { ...log, proof: '' } },
  ];
  for (const given of altered) {
    expect(await codeOf(verifyReceipt(given, { keys }))).toBe('log_invalid');
  }
});
