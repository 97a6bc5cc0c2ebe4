import { env } from 'cloudflare:workers';
import { fromBase64, fromHex } from '@assay/schema/records/bytes.ts';
import { readCheckpoint } from '@assay/schema/records/checkpoint.ts';
import { isConsistent } from '@assay/schema/records/merkle-proof.ts';
import type {
  LogCheckpoint,
  LogConsistency,
  LogPage,
  LogProof,
  Receipt,
  SigningKeySet,
  Verdict,
} from '@assay/schema/types.ts';
import { beforeAll, expect, test } from 'vitest';
import { checkpointOf } from '../../worker/features/records/checkpoints.ts';
import { sealPending } from '../../worker/features/records/seal.ts';
import { readSigningKeys } from '../../worker/features/records/signing-keys.ts';
import { createServices } from '../../worker/services.ts';
import { call, callJson } from '../../worker/testing/client.ts';
import { giveKey } from '../../worker/testing/keys.ts';
import { verifyCheckpoint, verifyInclusion } from '../checkpoints.ts';
import { verifyReceipt } from '../receipts.ts';

const services = createServices(env, { log: () => {} });
let key: string;
let projectId: string;
let keys: SigningKeySet;

beforeAll(async () => {
  ({ key, projectId } = await giveKey());
  keys = await callJson('/.well-known/jwks.json', { key: null });
});

function scored(output = 'a'): Promise<Verdict> {
  const body = { sample: { output, expected: 'b' }, scorers: ['levenshtein'] };
  return callJson('/v1/score', { key, body });
}

const checkpoint = () => callJson<LogCheckpoint>('/v1/log/checkpoint', { key });

test('the checkpoint of an empty log is signed under the name of the log', async () => {
  const empty = await giveKey();
  const { origin, ...head } = await callJson<LogCheckpoint>('/v1/log/checkpoint', {
    key: empty.key,
  });
  expect(origin).toBe(`assay/v1/logs/${empty.projectId}`);
  expect(head).toMatchObject({ size: 0, root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' });
  expect(await verifyCheckpoint(head.checkpoint, keys)).toMatchObject({ origin, size: 0 });
  expect(head.keys[0]).toMatch(new RegExp(`^${origin}\\+[0-9a-f]{8}\\+[A-Za-z0-9+/=]{44}$`));
});

test('a receipt is pending until its verdict is sealed, and then proves it', async () => {
  const verdict = await scored();
  const path = `/v1/verdicts/${verdict.id}/receipt`;
  const before: Receipt = await callJson(path, { key });
  expect(before.log).toEqual({ status: 'pending' });
  await sealPending(services);
  const after: Receipt = await callJson(path, { key });
  const { size } = await checkpoint();
  expect((await verifyReceipt(after, { keys, verdict })).log).toMatchObject({
    ...{ status: 'sealed', size },
    origin: `assay/v1/logs/${projectId}`,
  });
});

test('one checkpoint is signed a sealing, and each extends the one before', async () => {
  await scored();
  await sealPending(services);
  const older = await checkpoint();
  expect((await checkpoint()).checkpoint).toBe(older.checkpoint);
  await scored();
  await scored();
  await sealPending(services);
  const newer = await checkpoint();
  expect(newer.size).toBe(older.size + 2);
  const path = `/v1/log/consistency?from=${older.size}&to=${newer.size}`;
  const { proof } = await callJson<LogConsistency>(path, { key });
  const [from, to] = [older, newer].map((each) => readCheckpoint(each.checkpoint).checkpoint);
  if (!from || !to) throw new Error('both are checkpoints');
  expect(await isConsistent(from, to, proof.map(fromBase64))).toBe(true);
});

test('entries are listed, and each is proven by its id and kind', async () => {
  const [first, second] = [await scored('first'), await scored('second')];
  await sealPending(services);
  const sealed = (await checkpoint()).size;
  await call(`/v1/verdicts/${first.id}`, { key, method: 'DELETE' });
  await sealPending(services);
  const { size } = await checkpoint();
  const last: LogPage = await callJson(`/v1/log/entries?start=${sealed - 2}&limit=2`, { key });
  expect(last).toMatchObject({
    size,
    items: [
      { index: sealed - 2, kind: 'verdict', id: first.id, salt: null, hash: null },
      { index: sealed - 1, kind: 'verdict', id: second.id },
    ],
  });
  for (const query of [`id=${second.id}`, `id=${first.id}&kind=deletion`, `id=${first.id}`]) {
    const { entry, proof } = await callJson<LogProof>(`/v1/log/proof?${query}`, { key });
    const place = await verifyInclusion(proof, fromHex(entry.commitment), keys);
    expect(place).toMatchObject({ index: entry.index, checkpoint: { size } });
  }
});

test.each([
  ['/v1/log/proof?id=ver_none', 'log_entry_not_found', undefined],
  ['/v1/log/proof', 'invalid_request', '?id'],
  ['/v1/log/proof?id=a&kind=other', 'invalid_request', '?kind'],
  ['/v1/log/entries?limit=1001', 'invalid_request', '?limit'],
  ['/v1/log/entries?limit=0', 'invalid_request', '?limit'],
  ['/v1/log/entries?start=-1', 'invalid_request', '?start'],
  ['/v1/log/consistency?from=2&to=1', 'invalid_request', '?from'],
  ['/v1/log/consistency?from=0&to=99999', 'invalid_request', '?to'],
])('%s answers %s', async (path, code, pointer) => {
  const problem = await (await call(path, { key })).json();
  expect(problem).toMatchObject({ code, ...(pointer && { errors: [{ pointer }] }) });
});

const ALTERATIONS = {
  text: "verdict = replace(verdict, 'edit', 'edits')",
  'column passed': 'passed = 1',
  'column created_at_ms': 'created_at_ms = created_at_ms + 1',
  'whole verdict with its column passed':
    'verdict = replace(verdict, \'"passed":false\', \'"passed":true\'), passed = 1',
  'text, so that it cannot be read,': 'verdict = substr(verdict, 2), shape = NULL',
};
const SEALED = [true, false];

test.each(
  Object.entries(ALTERATIONS).flatMap(([part, change]) =>
    SEALED.map((isSealed) => ({ part, change, when: isSealed ? 'after' : 'before', isSealed })),
  ),
)('a verdict whose $part was altered $when it was sealed has no receipt', async (altered) => {
  const verdict = await scored();
  if (altered.isSealed) await sealPending(services);
  const path = `/v1/verdicts/${verdict.id}/receipt`;
  expect((await call(path, { key })).status).toBe(200);
  await env.DB.prepare(`UPDATE verdicts SET ${altered.change} WHERE id = ?1`)
    .bind(verdict.id)
    .run();
  const response = await call(path, { key });
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ code: 'verdict_altered' });
});

test('after a rotation the log is signed by the new key, and old checkpoints stay valid', async () => {
  await scored();
  await sealPending(services);
  const older = await checkpoint();
  const { privateKey } = (await crypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const { x, d } = (await crypto.subtle.exportKey('jwk', privateKey)) as JsonWebKey;
  const next = { kty: 'OKP', crv: 'Ed25519', x, d, kid: 'next' };
  const rotated = readSigningKeys(JSON.stringify({ keys: [next, ...keys.keys] }));
  const signed = await checkpointOf(projectId, { ...services, signingKeys: rotated });
  expect(signed.size).toBe(older.size);
  expect(signed.checkpoint).not.toBe(older.checkpoint);
  expect(signed.keys).toEqual([signed.keys[0], ...older.keys]);
  const both = { keys: [...rotated.keys] };
  for (const each of [older, signed]) await verifyCheckpoint(each.checkpoint, both);
  await expect(verifyCheckpoint(signed.checkpoint, keys)).rejects.toThrow('None of the given keys');
});
