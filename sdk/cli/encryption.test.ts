import type { Encryption } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const key = { id: 'dek_1', masterKey: 'main', createdAt: '2026-01-01', droppedAt: null };
const on: Encryption = { isOn: true, keys: [key] };
const routes = {
  'GET /v1/project/encryption': on,
  'POST /v1/project/encryption/keys': key,
  'DELETE /v1/project/encryption/keys': { ...on, keys: [{ ...key, droppedAt: '2026-02-01' }] },
};

test('keys are shown with the master keys that wrap them', async () => {
  const { assay } = fakeSystem({ routes });
  const { stdout } = await assay('encryption', 'show');
  expect(stdout).toContain('on: what is stored from now on is encrypted');
  expect(stdout).toMatch(/dek_1 +wrapped by main +made 2026-01-01/);
});

test('without a master key it says how one is made', async () => {
  const { assay } = fakeSystem({
    routes: { 'GET /v1/project/encryption': { isOn: false, keys: [] } },
  });
  expect((await assay('encryption', 'show')).stdout).toContain('npm run encryption-key');
});

test('a new key is made, and all are dropped with --yes only', async () => {
  const { assay, asked } = fakeSystem({ routes });
  expect((await assay('encryption', 'rotate')).stdout).toContain('dek_1');
  expect((await assay('encryption', 'drop')).code).toBe(2);
  expect(asked.map(({ method }) => method)).toEqual(['POST']);
  expect((await assay('encryption', 'drop', '--yes')).stdout).toContain('dropped 2026-02-01');
});
