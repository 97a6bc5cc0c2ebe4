import { env } from 'cloudflare:workers';
import type { Receipt, SigningKeySet, Verdict } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { beforeAll, expect, test } from 'vitest';
import { readSigningKeys } from '../../features/records/signing-keys.ts';
import { call, callJson } from '../../testing/client.ts';

const sample = { input: 'Who?', output: 'A secret answer.', expected: 'An answer.' };
const scorers = ['levenshtein', { scorer: 'contains', threshold: 1 }];
let verdict: Verdict;
let receipt: Receipt;

beforeAll(async () => {
  verdict = await callJson('/v1/score', {
    body: { sample, scorers, tags: ['private-tag'], metadata: { user: 'private-user' } },
  });
  receipt = await callJson(`/v1/verdicts/${verdict.id}/receipt`);
});

test('a receipt states the verdict, and nothing of the text', async () => {
  const payload = atob(receipt.envelope.payload);
  const statement = JSON.parse(payload);
  expect(statement).toMatchObject({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: verdict.id, digest: { sha256: fingerprint(sample).slice(7) } }],
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      'urn:assay:verdict:v1': {
        verdict: verdict.id,
        passed: verdict.passed,
        value: verdict.value,
        evaluatedAt: verdict.createdAt,
        commitments: { verdict: { value: fingerprint(verdict).slice(7) } },
      },
    },
  });
  for (const hidden of ['secret', 'Who?', 'An answer', 'private-tag', 'private-user']) {
    expect(payload).not.toContain(hidden);
  }
});

test('the key set is public, without any private half, and has the key of the receipt', async () => {
  const response = await call('/.well-known/jwks.json', { key: null });
  const { keys }: SigningKeySet = await response.json();
  expect(keys.map(({ kid }) => kid)).toContain(receipt.keyId);
  expect(keys.some((key) => 'd' in key)).toBe(false);
});

test('the receipt of a verdict that was deleted, or never was, does not exist', async () => {
  const other: Verdict = await callJson('/v1/score', { body: { sample, scorers } });
  await call(`/v1/verdicts/${other.id}`, { method: 'DELETE' });
  for (const id of [other.id, 'ver_01ARZ3NDEKTSV4RRFFQ69G5FAV']) {
    const response = await call(`/v1/verdicts/${id}/receipt`);
    expect(await response.json()).toMatchObject({ code: 'verdict_not_found' });
  }
});

test('a verdict altered in the database gets no receipt', async () => {
  const reason = verdict.scores[0]?.reason ?? '';
  const alter = 'UPDATE verdicts SET verdict = replace(verdict, ?1, ?2) WHERE id = ?3';
  await env.DB.prepare(alter).bind(reason, 'A forged reason.', verdict.id).run();
  const refused = await call(`/v1/verdicts/${verdict.id}/receipt`);
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ code: 'verdict_altered' });
});

const key = { kty: 'OKP', crv: 'Ed25519', kid: 'k', x: 'A'.repeat(43) };

test.each([
  ['not json', /is not JSON/],
  ['{}', /has no list `keys`/],
  ['{"keys":[]}', /no private key/],
  [JSON.stringify({ keys: [key] }), /first key must have `d`/],
  [JSON.stringify({ keys: [{ ...key, d: 'short' }] }), /first key must have `d`/],
  [JSON.stringify({ keys: [{ ...key, kty: 'RSA' }] }), /\/keys\/0 must be an Ed25519 key/],
  [JSON.stringify({ keys: [{ ...key, kid: '' }] }), /\/keys\/0\/kid/],
])('the secret %j is refused without being quoted', (text, message) => {
  expect(() => readSigningKeys(text)).toThrow(message);
  expect(() => readSigningKeys(text)).not.toThrow(/AAAA/);
});

test('of a rotated set the newest key signs, and no private half is shown', async () => {
  const { privateKey } = (await crypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const { x, d } = (await crypto.subtle.exportKey('jwk', privateKey)) as JsonWebKey;
  const older = { ...key, kid: 'older', d: 'A'.repeat(43), exp: 5 };
  const keys = readSigningKeys(JSON.stringify({ keys: [{ ...key, kid: 'new', x, d }, older] }));
  expect((await keys.sign(new Uint8Array([1]))).keyId).toBe('new');
  expect(keys.keys).toEqual([
    { ...key, kid: 'new', x, alg: 'EdDSA', use: 'sig' },
    { ...key, kid: 'older', alg: 'EdDSA', use: 'sig', exp: 5 },
  ]);
});
