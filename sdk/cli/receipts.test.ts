import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';
import { checkpointBy, entryOf, proofIn } from '../testing/log.ts';
import { keyNamed, receiptBy } from '../testing/receipt.ts';
import { scoreOf, verdictOf } from '../testing/verdict.ts';

const verdict = verdictOf([scoreOf({ name: 'tone' })], { passed: true, value: 1 });
const signer = keyNamed('first');
const receipt = receiptBy(signer, verdict);
const jwks = JSON.stringify({ keys: [signer.shown] });
const entries = await Promise.all(
  [verdict.id, 'ver_2', 'ver_3'].map((id, i) =>
    entryOf(i, { id, hash: sha256Hex(canonicalJson(verdict)) }),
  ),
);
const sealed = {
  ...receipt,
  log: {
    ...{ status: 'sealed', salt: entries[0]?.salt, hash: entries[0]?.hash },
    proof: await proofIn(entries, 0, await checkpointBy(signer, entries)),
  },
};
const files = {
  'sealed.json': JSON.stringify(sealed),
  'receipt.json': JSON.stringify(receipt),
  'receipt.jws': `${receipt.jws}\n`,
  'jwks.json': jwks,
  'verdict.json': JSON.stringify(verdict),
  'other.json': JSON.stringify({ ...verdict, passed: !verdict.passed }),
  'altered.json': JSON.stringify(receipt).replace('"payload":"e', '"payload":"f'),
  'list.json': '[]',
};

test('the command line prints a receipt, and verifies it without the deployment', async () => {
  const routes = { [`GET /v1/verdicts/${verdict.id}/receipt`]: receipt };
  const { assay: run, asked } = fakeSystem({ routes, files });
  expect(JSON.parse((await run('receipt', verdict.id)).stdout)).toEqual(receipt);
  expect((await run('receipt', verdict.id, '--jws')).stdout).toBe(`${receipt.jws}\n`);
  const before = asked.length;
  for (const file of ['receipt.json', 'receipt.jws']) {
    const { code, stdout } = await run(
      ...['verify', file, '--keys', 'jwks.json', '--verdict', 'verdict.json'],
    );
    expect(stdout).toContain(`VALID  ${verdict.id}: passed, value 1`);
    expect(code).toBe(0);
  }
  const verified = await run('verify', 'receipt.json', '--keys', 'jwks.json', '--json');
  expect(JSON.parse(verified.stdout)).toMatchObject({ detail: { verdict: verdict.id } });
  expect(asked).toHaveLength(before);
});

test('the command line shows where in the log a verdict is', async () => {
  const { assay: run } = fakeSystem({ files });
  const { stdout } = await run('verify', 'sealed.json', '--keys', 'jwks.json');
  expect(stdout).toContain('sealed    entry 1 of 3 in assay.test/v1/logs/prj_1');
  const pending = await run('verify', 'receipt.json', '--keys', 'jwks.json');
  expect(pending.stdout).toContain('sealed    not yet');
});

test('the command line fetches keys by the address of the deployment', async () => {
  const { assay: run } = fakeSystem({
    routes: { 'GET /.well-known/jwks.json': JSON.parse(jwks) },
    files,
  });
  for (const keys of ['https://assay.test/', 'https://assay.test/.well-known/jwks.json']) {
    expect((await run('verify', 'receipt.json', '--keys', keys)).code).toBe(0);
  }
});

test.each([
  ['altered.json', 'jwks.json', 'verdict.json', 1, 'INVALID'],
  ['receipt.json', 'jwks.json', 'other.json', 1, 'The verdict is not the one that was signed.'],
  ['list.json', 'jwks.json', 'verdict.json', 1, 'INVALID'],
  ['receipt.json', 'list.json', 'verdict.json', 2, 'list.json is not a JSON Web Key Set'],
  ['receipt.json', 'receipt.jws', 'verdict.json', 2, 'receipt.jws is not JSON.'],
  ['receipt.json', 'none.json', 'verdict.json', 2, 'none.json cannot be read.'],
])('%s with %s and %s exits with %i', async (file, keys, copy, code, said) => {
  const { assay: run } = fakeSystem({ files });
  const ended = await run('verify', file, '--keys', keys, '--verdict', copy);
  expect(`${ended.stdout}${ended.stderr}`).toContain(said);
  expect(ended.code).toBe(code);
});

test('without keys nothing is verified', async () => {
  const { assay: run } = fakeSystem({ files });
  expect((await run('verify', 'receipt.json')).stderr).toContain('--keys is required');
});

test('a deployment that cannot be reached for its keys is said so', async () => {
  const routes = {
    'GET /.well-known/jwks.json': (): never => {
      throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    },
  };
  const { assay: run } = fakeSystem({ routes, files });
  const { code, stderr } = await run('verify', 'receipt.json', '--keys', 'https://assay.test');
  expect(code).toBe(2);
  expect(stderr).toBe(
    'assay: https://assay.test/.well-known/jwks.json cannot be reached: connect ECONNREFUSED. Check the address, or give a file with `--keys`.\n',
  );
});
